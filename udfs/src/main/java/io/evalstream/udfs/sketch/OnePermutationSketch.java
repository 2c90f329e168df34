package io.evalstream.udfs.sketch;

/**
 * A MinHash signature from one hash per shingle.
 *
 * <p>Li, Owen and Zhang, "One permutation hashing", NIPS 2012: the upper eight bits of a hash
 * choose one of {@value #BINS} bins, which keeps the smallest hash. Empty bins copy another one
 * after Shrivastava, "Optimal densification for fast and accurate minwise hashing", ICML 2017, so
 * that two texts agree in a bin with the probability of their Jaccard similarity, short texts
 * included.
 */
public final class OnePermutationSketch {

    /** Values in a signature. */
    public static final int BINS = 256;

    private static final int BIN_SHIFT = Integer.SIZE - 8;

    private static final int[] EMPTY = new int[BINS];

    static {
        for (int bin = 0; bin < BINS; bin++) {
            EMPTY[bin] = (bin << BIN_SHIFT) | (1 << BIN_SHIFT) - 1;
        }
    }

    private OnePermutationSketch() {}

    /**
     * The signature of a text's set of shingles of 4 code points.
     *
     * @return {@value #BINS} values, or none for an empty text
     */
    public static int[] of(int[] text) {
        int[] signature = new int[BINS];
        boolean any = new Sketcher(Shingles.LENGTH).sketch(text, 0, text.length, signature, 0);
        return any ? signature : new int[0];
    }

    /**
     * Tells which bins are not empty.
     *
     * <p>An empty bin holds the largest number with its upper bits, which is odd and so no hash.
     *
     * @param filled receives 1 for each bin that is not empty, else 0
     */
    static void filled(int[] bins, int[] filled) {
        int[] empty = EMPTY;
        for (int bin = 0; bin < BINS; bin++) {
            // Both have the same upper bits: the difference does not overflow.
            filled[bin] = (bins[bin] - empty[bin]) >>> 31;
        }
    }

    /** Makes all bins empty. */
    static void clear(int[] bins) {
        System.arraycopy(EMPTY, 0, bins, 0, BINS);
    }

    /**
     * Puts hashes into their bins.
     *
     * <p>Within a bin the upper bits are equal, so signed and unsigned order are the same there.
     *
     * @param hashes even numbers, of which the first count
     */
    static void take(int[] hashes, int count, int[] bins) {
        for (int i = 0; i < count; i++) {
            int hash = hashes[i];
            int bin = hash >>> BIN_SHIFT;
            // A conditional move and no branch, of which no guess would be right.
            bins[bin] = Math.min(hash, bins[bin]);
        }
    }
}
