package io.evalstream.jobs.dedup.engine;

/**
 * Four bits of each value of a signature: enough to pass over pairs that met in a band by luck.
 *
 * <p>Two texts of Jaccard similarity J agree in a share of J + (1 − J)/16 of the 256 values. A pair
 * that differs in less than a fifth has a similarity of a quarter and more, hardly ever below 0.15,
 * and below that a band seldom finds it at all. Asked for is what 0.08 gives, five standard errors
 * less than what a quarter gives: unrelated texts, of which a hundred times as many meet as near
 * ones where there are millions, go without a look at them.
 */
final class ShortSketch {

    /** Numbers that hold the values of a text. */
    static final int LONGS = 16;

    /** 256 · (0.08 + 0.92/16), rounded down. */
    private static final int LEAST_EQUAL = 35;

    private static final long LOWEST_BITS = 0x1111111111111111L;

    private ShortSketch() {}

    /** Writes the lowest bits of 256 values. */
    static void write(int[] signature, long[] into, int at) {
        for (int i = 0; i < LONGS; i++) {
            long bits = 0;
            for (int value = 16 * i; value < 16 * i + 16; value++) {
                bits = bits << 4 | signature[value] & 0xF;
            }
            into[at + i] = bits;
        }
    }

    /** Whether two texts may be near. */
    static boolean mayBeNear(long[] a, int atA, long[] b, int atB) {
        int different = 0;
        for (int i = 0; i < LONGS; i++) {
            long bits = a[atA + i] ^ b[atB + i];
            bits |= bits >>> 2;
            bits |= bits >>> 1;
            different += Long.bitCount(bits & LOWEST_BITS);
        }
        return 16 * LONGS - different >= LEAST_EQUAL;
    }
}
