package io.evalstream.udfs.text;

import java.util.Arrays;

/**
 * Counts of pairs of neighbours for texts that are too long for the bytes of a {@link TextProfile},
 * with the same bound.
 *
 * <p>Takes one pass over each text, which is little beside what it may save: comparing takes a
 * number of steps that grows with the square of the length.
 */
final class LongTextCounts {

    /** Code points from which on counts in bytes begin to tell little. */
    static final int LONG = 2048;

    private static final int BITS = 12;

    private final int[] representative = new int[1 << BITS];
    private final int[] other = new int[1 << BITS];

    /** Counts the text that others are compared with. */
    void representative(int[] text, int from, int length) {
        count(text, from, length, representative);
    }

    /**
     * A bound from below of the distance to the representative.
     *
     * @param difference of the lengths, at least 0
     * @return in [0, distance]
     */
    int bound(int[] text, int from, int length, int difference) {
        count(text, from, length, other);
        long apart = 0;
        for (int i = 0; i < other.length; i++) {
            apart += Math.abs(representative[i] - other[i]);
        }
        return (int) ((apart + difference + 3) >> 2);
    }

    private static void count(int[] text, int from, int length, int[] counts) {
        Arrays.fill(counts, 0);
        for (int i = from + 1; i < from + length; i++) {
            counts[TextProfile.pair(text[i - 1], text[i]) >>> (Integer.SIZE - BITS)]++;
        }
    }
}
