package io.evalstream.udfs.sketch;

import java.util.Arrays;

/**
 * Counts shingles over many texts to find the most frequent ones (count-min, Cormode and
 * Muthukrishnan, "An improved data stream summary: the count-min sketch", 2005, with one row).
 *
 * <p>{@value #CELLS} counters of 4 bytes. Shingles that share a counter are counted together, so a
 * shingle may be taken for more frequent than it is. Not for several threads.
 */
public final class ShingleCounts {

    /** How many counters there are. */
    public static final int CELLS = 1 << 22;

    private final ShingleHashes shingles;
    private final int[] counts = new int[CELLS];

    /**
     * @param shingle code points in a shingle, 4 or 5
     */
    public ShingleCounts(int shingle) {
        this.shingles = new ShingleHashes(shingle);
    }

    /** Counts all shingles of a text. */
    public void add(int[] text, int from, int length) {
        int places = shingles.count(length);
        for (int done = 0, block; done < places; done += block) {
            block = shingles.next(text, from, length, done);
            for (int i = 0; i < block; i++) {
                int cell = cell(shingles.hashes()[i]);
                counts[cell] = Math.max(counts[cell], counts[cell] + 1);
            }
        }
    }

    /** Adds what another one counted. */
    public void add(ShingleCounts other) {
        for (int cell = 0; cell < CELLS; cell++) {
            int sum = counts[cell] + other.counts[cell];
            counts[cell] = sum < 0 ? Integer.MAX_VALUE : sum;
        }
    }

    /**
     * The hashes of a text's shingles that were counted more than so often, each once.
     *
     * @param times at least 1
     */
    public int[] above(int times, int[] text, int from, int length) {
        int places = shingles.count(length);
        int[] found = new int[16];
        int size = 0;
        for (int done = 0, block; done < places; done += block) {
            block = shingles.next(text, from, length, done);
            for (int i = 0; i < block; i++) {
                int hash = shingles.hashes()[i];
                if (counts[cell(hash)] > times) {
                    if (size == found.length) {
                        found = Arrays.copyOf(found, 2 * size);
                    }
                    found[size++] = hash;
                }
            }
        }
        return Arrays.stream(found, 0, size).distinct().toArray();
    }

    /** The upper bits; the last one is 0 in every hash. */
    private static int cell(int hash) {
        return hash >>> 10;
    }
}
