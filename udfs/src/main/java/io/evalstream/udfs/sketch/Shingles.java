package io.evalstream.udfs.sketch;

/**
 * The hashes of a text's shingles: every run of {@value #LENGTH} code points in a row.
 *
 * <p>A shingle's hash is a sum of its code points, each times an odd number of its place, mixed by
 * the finaliser of MurmurHash3 in Stafford's variant 13. It is computed anew at each place, which
 * leaves the places independent of each other.
 */
public final class Shingles {

    /** Code points in a shingle; three or four serve Korean without morphology. */
    public static final int LENGTH = 4;

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private static final long[] FACTORS = {
        mix(GOLDEN) | 1, mix(2 * GOLDEN) | 1, mix(3 * GOLDEN) | 1, mix(4 * GOLDEN) | 1
    };

    private Shingles() {}

    /**
     * How many shingles a text has, repeated ones counted again.
     *
     * @return 0 for an empty text, 1 for a text shorter than a shingle, which is its own
     */
    public static int count(int[] text) {
        return text.length == 0 ? 0 : Math.max(1, text.length - LENGTH + 1);
    }

    /**
     * The hash of the shingle that begins at a place.
     *
     * @param place in [0, {@link #count})
     */
    public static long hash(int[] text, int place) {
        if (text.length >= LENGTH) {
            return mix(
                    text[place] * FACTORS[0]
                            + text[place + 1] * FACTORS[1]
                            + text[place + 2] * FACTORS[2]
                            + text[place + 3] * FACTORS[3]);
        }
        // No code point is negative, so no shingle of full length has this sum by design.
        long sum = -text.length * GOLDEN;
        for (int i = 0; i < text.length; i++) {
            sum += text[i] * FACTORS[i];
        }
        return mix(sum);
    }

    /** A bijection of 64-bit numbers that spreads every bit over all others. */
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
