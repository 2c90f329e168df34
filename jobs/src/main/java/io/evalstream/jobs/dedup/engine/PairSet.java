package io.evalstream.jobs.dedup.engine;

import java.util.Arrays;

/** Pairs of small numbers, each pair once; its memory is bounded. */
final class PairSet {

    private static final int FIRST_CAPACITY = 1 << 16;

    private final int most;
    private long[] pairs;
    private long[] scratch = new long[0];
    private int size;

    /** Takes the pairs of a set that is full. */
    @FunctionalInterface
    interface Overflow {
        void accept(PairSet full);
    }

    private final Overflow overflow;

    /**
     * @param most how many pairs are held at once
     * @param overflow is given the set when it is full, and leaves it empty
     */
    PairSet(int most, Overflow overflow) {
        this.most = most;
        this.overflow = overflow;
        this.pairs = new long[Math.min(FIRST_CAPACITY, most)];
    }

    /**
     * @param first less than the second, at least 0
     */
    void add(int first, int second) {
        if (size == pairs.length) {
            makeRoom();
        }
        pairs[size++] = (long) first << 32 | second;
    }

    private void makeRoom() {
        compact();
        if (size <= pairs.length / 2) {
            return;
        }
        if (pairs.length < most) {
            pairs = Arrays.copyOf(pairs, (int) Math.min(most, 2L * pairs.length));
        } else {
            overflow.accept(this);
        }
    }

    /** Sorts and drops what is there twice. */
    void compact() {
        if (scratch.length != pairs.length) {
            scratch = new long[pairs.length];
        }
        long[] sorted = RadixSort.byUpperBits(pairs, scratch, size, 0);
        if (sorted != pairs) {
            scratch = pairs;
            pairs = sorted;
        }
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (i == 0 || pairs[i] != pairs[i - 1]) {
                pairs[kept++] = pairs[i];
            }
        }
        size = kept;
    }

    int size() {
        return size;
    }

    int first(int index) {
        return (int) (pairs[index] >>> 32);
    }

    int second(int index) {
        return (int) pairs[index];
    }

    void clear() {
        size = 0;
    }
}
