package io.evalstream.jobs.dedup.engine;

import io.evalstream.udfs.sketch.SketchMode;

/**
 * Four bits of each value of a signature: enough to pass over pairs that met in a band by luck, of
 * which there are far more than near ones where there are many texts.
 *
 * <p>Two texts of Jaccard similarity J agree in a share of J + (1 − J)/16 of the 256 values. Where
 * a fifth of the code points is replaced here and there, J of shingles of four is 0.26, of shingles
 * of five 0.2. Asked for is the share of J = 0.13, in the modes that are to find less similar pairs
 * of 0.1: four standard errors below. Of pairs with a J below 0.15 bands find three in a hundred.
 */
final class ShortSketch {

    /** Numbers that hold the values of a text. */
    static final int LONGS = 16;

    /** Of each value. */
    static final int BITS = 4;

    private static final long LOWEST_BITS = 0x1111111111111111L;

    private ShortSketch() {}

    /** Writes four bits of 256 values; the lowest of all is the same in most. */
    static void write(int[] signature, long[] into, int at) {
        for (int i = 0; i < LONGS; i++) {
            long bits = 0;
            for (int value = 16 * i; value < 16 * i + 16; value++) {
                bits = bits << 4 | signature[value] >>> 1 & 0xF;
            }
            into[at + i] = bits;
        }
    }

    /** How many of the 256 values have to be equal. */
    static int leastEqual(SketchMode mode) {
        return mode == SketchMode.EVAL ? 46 : 40;
    }

    /** How many values of two texts are equal, by four bits each. */
    static int equal(long[] a, int atA, long[] b, int atB) {
        int different = 0;
        for (int i = 0; i < LONGS; i++) {
            long bits = a[atA + i] ^ b[atB + i];
            bits |= bits >>> 2;
            bits |= bits >>> 1;
            different += Long.bitCount(bits & LOWEST_BITS);
        }
        return 16 * LONGS - different;
    }
}
