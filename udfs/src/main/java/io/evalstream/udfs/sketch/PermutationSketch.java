package io.evalstream.udfs.sketch;

import java.util.Arrays;

/**
 * A MinHash signature from as many hashes per shingle as it has values (Broder, "On the resemblance
 * and containment of documents", 1997): what {@link OnePermutationSketch} approximates, and as many
 * times the work.
 *
 * <p>Not for several threads; nothing is allocated per text. Where the program runs with {@code
 * --add-modules jdk.incubator.vector}, the inner loop is written in vectors; the values are the
 * same.
 */
public final class PermutationSketch {

    private final int[] salts;
    private final int[] factors;
    private final ShingleHashes shingles;
    private final PermutationLoop loop;

    /**
     * @param permutations values in a signature, at least 1
     * @param shingle code points in a shingle, 4 or 5
     */
    public PermutationSketch(int permutations, int shingle) {
        this(permutations, shingle, PermutationLoop.fastest());
    }

    PermutationSketch(int permutations, int shingle, PermutationLoop loop) {
        if (permutations < 1) {
            throw new IllegalArgumentException(
                    "a signature has at least 1 value, not " + permutations);
        }
        this.shingles = new ShingleHashes(shingle);
        this.loop = loop;
        salts = new int[permutations];
        factors = new int[permutations];
        for (int i = 0; i < permutations; i++) {
            long drawn = Shingles.mix(0, i);
            salts[i] = (int) drawn;
            factors[i] = (int) (drawn >>> 32) | 1;
        }
    }

    /**
     * The signature of a text's set of shingles.
     *
     * @param permutations how many values, at least 1
     * @return that many values, or none for an empty text
     */
    public static int[] of(int[] text, int permutations) {
        int[] signature = new int[permutations];
        boolean any =
                new PermutationSketch(permutations, Shingles.LENGTH)
                        .sketch(text, 0, text.length, signature);
        return any ? signature : new int[0];
    }

    /**
     * Writes the signature of a text's set of shingles.
     *
     * @param text holds the code points
     * @param from where the text begins
     * @param length how many code points, at least 0
     * @param signature receives one value per permutation
     * @return false for an empty text; the values then mean nothing
     */
    public boolean sketch(int[] text, int from, int length, int[] signature) {
        Arrays.fill(signature, 0, salts.length, Integer.MAX_VALUE);
        int count = shingles.count(length);
        for (int done = 0, block; done < count; done += block) {
            block = shingles.next(text, from, length, done);
            loop.take(shingles.hashes(), block, salts, factors, signature, salts.length);
        }
        return count > 0;
    }
}
