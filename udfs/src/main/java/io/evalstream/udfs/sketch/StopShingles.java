package io.evalstream.udfs.sketch;

import java.util.Arrays;

/** The shingles that are too frequent to tell texts apart, as a set of their hashes. */
public final class StopShingles {

    /** No shingle at all. */
    public static final StopShingles NONE = new StopShingles(new int[0]);

    private final int[] sorted;

    /** One bit for each value of the upper 16 bits: most shingles are passed by one look. */
    private final long[] filter = new long[1 << 10];

    private StopShingles(int[] sorted) {
        this.sorted = sorted;
        for (int hash : sorted) {
            filter[hash >>> 22] |= 1L << (hash >>> 16);
        }
    }

    /**
     * The set of some hashes.
     *
     * @param hashes as {@link ShingleCounts} gives them, in any order
     */
    public static StopShingles of(int[] hashes) {
        int[] sorted = hashes.clone();
        Arrays.sort(sorted);
        return new StopShingles(sorted);
    }

    /** The hashes in ascending order. */
    public int[] hashes() {
        return sorted.clone();
    }

    boolean isEmpty() {
        return sorted.length == 0;
    }

    boolean contains(int hash) {
        return (filter[hash >>> 22] & 1L << (hash >>> 16)) != 0
                && Arrays.binarySearch(sorted, hash) >= 0;
    }
}
