package io.evalstream.udfs.sketch;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loop over permutations in vectors of the platform's width.
 *
 * <p>Four accumulators hide the latency of the multiplications. Each has loads of its own: shared
 * through a helper, JDK 17 keeps the vectors as objects. Permutations that fill no four vectors are
 * left to the scalar loop.
 */
final class VectorPermutationLoop implements PermutationLoop {

    private static final VectorSpecies<Integer> SPECIES = IntVector.SPECIES_PREFERRED;

    @Override
    public void take(
            int[] hashes, int count, int[] salts, int[] factors, int[] least, int permutations) {
        int lanes = SPECIES.length();
        int step = 4 * lanes;
        int done = 0;
        for (; done + step <= permutations; done += step) {
            int second = done + lanes;
            int third = second + lanes;
            int fourth = third + lanes;
            IntVector salt0 = IntVector.fromArray(SPECIES, salts, done);
            IntVector salt1 = IntVector.fromArray(SPECIES, salts, second);
            IntVector salt2 = IntVector.fromArray(SPECIES, salts, third);
            IntVector salt3 = IntVector.fromArray(SPECIES, salts, fourth);
            IntVector factor0 = IntVector.fromArray(SPECIES, factors, done);
            IntVector factor1 = IntVector.fromArray(SPECIES, factors, second);
            IntVector factor2 = IntVector.fromArray(SPECIES, factors, third);
            IntVector factor3 = IntVector.fromArray(SPECIES, factors, fourth);
            IntVector least0 = IntVector.fromArray(SPECIES, least, done);
            IntVector least1 = IntVector.fromArray(SPECIES, least, second);
            IntVector least2 = IntVector.fromArray(SPECIES, least, third);
            IntVector least3 = IntVector.fromArray(SPECIES, least, fourth);
            for (int i = 0; i < count; i++) {
                IntVector h0 = IntVector.broadcast(SPECIES, hashes[i]);
                IntVector h1 = IntVector.broadcast(SPECIES, hashes[i]);
                IntVector h2 = IntVector.broadcast(SPECIES, hashes[i]);
                IntVector h3 = IntVector.broadcast(SPECIES, hashes[i]);
                h0 = h0.lanewise(VectorOperators.XOR, salt0).mul(factor0);
                h1 = h1.lanewise(VectorOperators.XOR, salt1).mul(factor1);
                h2 = h2.lanewise(VectorOperators.XOR, salt2).mul(factor2);
                h3 = h3.lanewise(VectorOperators.XOR, salt3).mul(factor3);
                h0 = h0.lanewise(VectorOperators.XOR, h0.lanewise(VectorOperators.LSHR, 15));
                h1 = h1.lanewise(VectorOperators.XOR, h1.lanewise(VectorOperators.LSHR, 15));
                h2 = h2.lanewise(VectorOperators.XOR, h2.lanewise(VectorOperators.LSHR, 15));
                h3 = h3.lanewise(VectorOperators.XOR, h3.lanewise(VectorOperators.LSHR, 15));
                least0 = least0.min(h0.mul(SPREAD).lanewise(VectorOperators.LSHR, 1));
                least1 = least1.min(h1.mul(SPREAD).lanewise(VectorOperators.LSHR, 1));
                least2 = least2.min(h2.mul(SPREAD).lanewise(VectorOperators.LSHR, 1));
                least3 = least3.min(h3.mul(SPREAD).lanewise(VectorOperators.LSHR, 1));
            }
            least0.intoArray(least, done);
            least1.intoArray(least, second);
            least2.intoArray(least, third);
            least3.intoArray(least, fourth);
        }
        PermutationLoop.scalarFrom(hashes, count, salts, factors, least, done, permutations);
    }
}
