package io.evalstream.udfs.verdict;

/**
 * Random words by their place in the sequence that {@link java.util.SplittableRandom} gives for a
 * seed (SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
 */
final class SignBits {

    private static final long GOLDEN_GAMMA = 0x9E37_79B9_7F4A_7C15L;

    private SignBits() {}

    /**
     * @param place from 0
     */
    static long word(long seed, long place) {
        long z = seed + (place + 1) * GOLDEN_GAMMA;
        z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }
}
