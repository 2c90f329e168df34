package io.evalstream.udfs.sketch;

/** The inner loop of {@link PermutationSketch}, in one of two forms with equal results. */
interface PermutationLoop {

    /** Spreads what the multiplication left in the upper bits over the lower ones and back. */
    int SPREAD = 0x2C1B3C6D;

    /** One value at a time. */
    PermutationLoop SCALAR =
            (hashes, count, salts, factors, least, permutations) ->
                    scalarFrom(hashes, count, salts, factors, least, 0, permutations);

    /**
     * Lowers each value to the smallest hash that its permutation gives to one of the shingles.
     *
     * @param hashes of shingles, of which the first count
     * @param salts one for each permutation
     * @param factors one for each permutation, odd
     * @param least one value for each permutation
     * @param permutations how many there are
     */
    void take(int[] hashes, int count, int[] salts, int[] factors, int[] least, int permutations);

    /** The loop in vectors where the module for them is there, else the other. */
    static PermutationLoop fastest() {
        return Fastest.LOOP;
    }

    /** Looked for once, when the first one is asked for. */
    final class Fastest {
        private static final PermutationLoop LOOP =
                ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                        ? new VectorPermutationLoop()
                        : SCALAR;

        private Fastest() {}
    }

    /** The hash that a permutation gives to a shingle, not negative. */
    private static int permuted(int hash, int salt, int factor) {
        int h = (hash ^ salt) * factor;
        return (h ^ h >>> 15) * SPREAD >>> 1;
    }

    /** The same for the permutations from one on. */
    static void scalarFrom(
            int[] hashes,
            int count,
            int[] salts,
            int[] factors,
            int[] least,
            int from,
            int permutations) {
        for (int i = 0; i < count; i++) {
            int hash = hashes[i];
            for (int permutation = from; permutation < permutations; permutation++) {
                // The smaller of both, as the compiler makes vectors of it.
                int permuted = permuted(hash, salts[permutation], factors[permutation]);
                int difference = permuted - least[permutation];
                least[permutation] += difference & difference >> 31;
            }
        }
    }
}
