package io.evalstream.udfs.text;

import java.util.Arrays;

/**
 * Counts of pairs of neighbours, from which two long texts are known to be far from each other
 * without comparing them.
 *
 * <p>Takes one pass over each text, which is little beside what it may save: comparing takes a
 * number of steps that grows with the square of the length.
 *
 * <p><b>Why the bound holds.</b> Let L be the sum of |a − b| over the counts of all pairs, d the
 * distance and Δ the difference of the lengths. Folding many pairs into one count adds up
 * differences before their size is taken, which never makes L larger. With s replaced, i inserted
 * and r removed code points, d = s + i + r at best and |i − r| = |Δ|. Replacing breaks two pairs
 * and makes two, inserting breaks one and makes two, removing breaks two and makes one; at the ends
 * it is less. L ≤ 4s + 3i + 3r = 4d − (i + r) ≤ 4d − |Δ|. Hence d ≥ (L + |Δ|) / 4 (after Ukkonen,
 * "Approximate string-matching with q-grams and maximal matches", 1992).
 */
final class LongTextCounts {

    /** Code points from which on it pays. */
    static final int LONG = 2048;

    private static final int BITS = 12;

    private static final int FIRST_FACTOR = 0x85EBCA6B;
    private static final int SECOND_FACTOR = 0xC2B2AE35;
    private static final int FACTOR = 0x9E3779B1;

    private final int[] counts = new int[1 << BITS];

    /**
     * A bound from below of the distance of two texts.
     *
     * @return in [0, distance]
     */
    int bound(int[] a, int fromA, int lengthA, int[] b, int fromB, int lengthB) {
        Arrays.fill(counts, 0);
        count(a, fromA, lengthA, 1);
        count(b, fromB, lengthB, -1);
        long apart = Math.abs(lengthA - lengthB);
        for (int i = 0; i < counts.length; i++) {
            apart += Math.abs(counts[i]);
        }
        return (int) (apart + 3 >> 2);
    }

    private void count(int[] text, int from, int length, int one) {
        int[] into = counts;
        for (int i = from + 1; i < from + length; i++) {
            into[pair(text[i - 1], text[i]) >>> (Integer.SIZE - BITS)] += one;
        }
    }

    /** The hash of a pair of neighbours; its upper bits are the better ones. */
    private static int pair(int first, int second) {
        int sum = first * FIRST_FACTOR + second * SECOND_FACTOR;
        return (sum ^ sum >>> 15) * FACTOR;
    }
}
