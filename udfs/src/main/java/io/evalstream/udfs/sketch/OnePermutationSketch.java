package io.evalstream.udfs.sketch;

import java.util.Arrays;

/**
 * A MinHash signature from one hash per shingle.
 *
 * <p>Li, Owen and Zhang, "One permutation hashing", NIPS 2012: the upper bits of a hash choose one
 * of {@value #BINS} bins, which keeps the smallest lower half. Empty bins copy another one after
 * Shrivastava, "Optimal densification for fast and accurate minwise hashing", ICML 2017: each empty
 * bin draws bins of its own until one is filled, so that two texts agree in a bin with the
 * probability of their Jaccard similarity, short texts included.
 */
public final class OnePermutationSketch {

    /** Values in a signature. */
    public static final int BINS = 256;

    private static final int BIN_SHIFT = Long.SIZE - 8;

    private OnePermutationSketch() {}

    /**
     * The signature of a text's set of shingles.
     *
     * @return {@value #BINS} values, or none for an empty text
     */
    public static int[] of(int[] text) {
        int shingles = Shingles.count(text);
        if (shingles == 0) {
            return new int[0];
        }
        long[] least = new long[BINS];
        Arrays.fill(least, Long.MAX_VALUE);
        for (int place = 0; place < shingles; place++) {
            long hash = Shingles.hash(text, place);
            int bin = (int) (hash >>> BIN_SHIFT);
            least[bin] = Math.min(least[bin], hash & 0xFFFFFFFFL);
        }
        int[] signature = new int[BINS];
        for (int bin = 0; bin < BINS; bin++) {
            int from = bin;
            for (int draw = 0; least[from] == Long.MAX_VALUE; draw++) {
                from = (int) (Shingles.mix(bin, draw) >>> BIN_SHIFT);
            }
            signature[bin] = (int) least[from];
        }
        return signature;
    }
}
