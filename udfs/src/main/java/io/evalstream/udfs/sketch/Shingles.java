package io.evalstream.udfs.sketch;

/** What shingles are, runs of {@value #LENGTH} code points in a row, and the mixing of numbers. */
public final class Shingles {

    /** Code points in a shingle; three or four serve Korean without morphology. */
    public static final int LENGTH = 4;

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Shingles() {}

    /**
     * A bijection of 64-bit numbers that spreads every bit over all others: the finaliser of
     * MurmurHash3 in Stafford's variant 13.
     */
    static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** The hash of a pair, for numbered choices that must be the same everywhere. */
    static long mix(long first, long second) {
        return mix(mix(first + GOLDEN) + second * GOLDEN);
    }
}
