package io.evalstream.udfs.sketch;

import java.util.Arrays;

/**
 * A MinHash signature from as many hashes per shingle as it has values (Broder, "On the resemblance
 * and containment of documents", 1997): what {@link OnePermutationSketch} approximates, and 256
 * times the work.
 */
public final class PermutationSketch {

    private PermutationSketch() {}

    /**
     * The signature of a text's set of shingles.
     *
     * @param permutations how many values, at least 1
     * @return that many values, or none for an empty text
     */
    public static int[] of(int[] text, int permutations) {
        int shingles = Shingles.count(text);
        if (shingles == 0) {
            return new int[0];
        }
        long[] least = new long[permutations];
        Arrays.fill(least, Long.MAX_VALUE);
        for (int place = 0; place < shingles; place++) {
            long shingle = Shingles.hash(text, place);
            for (int i = 0; i < permutations; i++) {
                least[i] = Math.min(least[i], Shingles.mix(shingle, i) >>> 32);
            }
        }
        int[] signature = new int[permutations];
        Arrays.setAll(signature, i -> (int) least[i]);
        return signature;
    }
}
