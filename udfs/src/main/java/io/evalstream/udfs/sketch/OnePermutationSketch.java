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

    /** What an empty bin holds: the largest number of the bin, which is odd. */
    static int empty(int bin) {
        return (bin << BIN_SHIFT) | (1 << BIN_SHIFT) - 1;
    }

    /**
     * Puts hashes into their bins.
     *
     * <p>The last bit of a hash is dropped, so that none is taken for an empty bin. Within a bin
     * the upper bits are equal, so signed and unsigned order are the same there.
     */
    static void take(int[] hashes, int count, int[] bins, int at) {
        for (int i = 0; i < count; i++) {
            int hash = hashes[i] & ~1;
            int bin = at + (hash >>> BIN_SHIFT);
            bins[bin] = Math.min(bins[bin], hash);
        }
    }
}
