package io.evalstream.udfs.text;

import java.util.Arrays;

/**
 * Counts of a text's code points and pairs of neighbours, folded into few bytes, from which two
 * texts are known to be far from each other without comparing them.
 *
 * <p>A profile is {@value #LONGS} longs: 64 bytes count code points by a hash of theirs, then 256
 * bytes count pairs of neighbours. All counts are modulo 256.
 *
 * <p><b>Why the bounds hold.</b> Let L be the sum over all bytes of |a − b| of the true counts, d
 * the distance and Δ the difference of the lengths. Folding many symbols into one byte adds up
 * differences before their size is taken, which never makes L larger. Modulo 256 the circular
 * difference min(x, 256 − x) is taken, which is never larger than |a − b|. So the sum that is
 * computed is at most L. With s replaced, i inserted and r removed code points, d = s + i + r at
 * best and |i − r| = |Δ|.
 *
 * <ul>
 *   <li>Code points: replacing moves one from a byte to another, L ≤ 2s + i + r = 2d − (i + r) ≤ 2d
 *       − |Δ|. Hence d ≥ (L + |Δ|) / 2.
 *   <li>Pairs: replacing breaks two pairs and makes two, inserting breaks one and makes two,
 *       removing breaks two and makes one; at the ends it is less. L ≤ 4s + 3i + 3r = 4d − (i + r)
 *       ≤ 4d − |Δ|. Hence d ≥ (L + |Δ|) / 4 (after Ukkonen, "Approximate string-matching with
 *       q-grams and maximal matches", 1992).
 * </ul>
 */
public final class TextProfile {

    /** Longs in a profile: 320 bytes. */
    public static final int LONGS = 40;

    private static final int POINT_LONGS = 8;

    private static final int POINT_FACTOR = 0x9E3779B1;
    private static final int FIRST_FACTOR = 0x85EBCA6B;
    private static final int SECOND_FACTOR = 0xC2B2AE35;

    private static final long LOW_SEVEN = 0x7F7F7F7F7F7F7F7FL;
    private static final long HIGH_BITS = ~LOW_SEVEN;
    private static final long EVEN_BYTES = 0x00FF00FF00FF00FFL;

    private TextProfile() {}

    /**
     * Writes the profile of a text.
     *
     * @param text holds the code points
     * @param from where the text begins
     * @param length how many code points, at least 0
     * @param into receives {@value #LONGS} longs
     * @param at where they begin
     */
    public static void write(int[] text, int from, int length, long[] into, int at) {
        Arrays.fill(into, at, at + LONGS, 0);
        if (length == 0) {
            return;
        }
        int before = text[from];
        count(into, at, (before * POINT_FACTOR) >>> 26);
        for (int i = from + 1; i < from + length; i++) {
            int point = text[i];
            count(into, at, (point * POINT_FACTOR) >>> 26);
            count(into, at + POINT_LONGS, pair(before, point) >>> 24);
            before = point;
        }
    }

    /** The hash of a pair of neighbours; its upper bits are the better ones. */
    static int pair(int first, int second) {
        int sum = first * FIRST_FACTOR + second * SECOND_FACTOR;
        return (sum ^ sum >>> 15) * POINT_FACTOR;
    }

    private static void count(long[] into, int at, int lane) {
        int place = at + (lane >>> 3);
        int shift = (lane & 7) << 3;
        long old = into[place];
        // Without the carry into the next byte.
        long one = 1L << shift;
        long mask = 0xFFL << shift;
        into[place] = old & ~mask | old + one & mask;
    }

    /**
     * A bound from below of the distance, from the counts of code points.
     *
     * @param difference of the lengths, at least 0
     * @return in [0, distance]
     */
    public static int boundOfPoints(long[] a, int atA, long[] b, int atB, int difference) {
        return (apart(a, atA, b, atB, POINT_LONGS) + difference + 1) >> 1;
    }

    /**
     * A bound from below of the distance, from the counts of pairs of neighbours.
     *
     * @param difference of the lengths, at least 0
     * @return in [0, distance]
     */
    public static int boundOfPairs(long[] a, int atA, long[] b, int atB, int difference) {
        int apart = apart(a, atA + POINT_LONGS, b, atB + POINT_LONGS, LONGS - POINT_LONGS);
        return (int) ((apart + (long) difference + 3) >> 2);
    }

    /** The sum of circular differences of all bytes, eight at a time in one long. */
    private static int apart(long[] a, int atA, long[] b, int atB, int longs) {
        long sums = 0;
        for (int i = 0; i < longs; i++) {
            long x = a[atA + i];
            long y = b[atB + i];
            long difference = ((x | HIGH_BITS) - (y & LOW_SEVEN)) ^ ((x ^ ~y) & HIGH_BITS);
            long negative = (difference & HIGH_BITS) >>> 7;
            // Bytes that are negative become their complement plus one; no carry: 0x80 is the most.
            long size = (difference ^ negative * 0xFF) + negative;
            sums += (size & EVEN_BYTES) + (size >>> 8 & EVEN_BYTES);
        }
        // At most 32 longs of 256 in each of the four lanes: no lane overflows.
        return (int) ((sums * 0x0001000100010001L) >>> 48);
    }
}
