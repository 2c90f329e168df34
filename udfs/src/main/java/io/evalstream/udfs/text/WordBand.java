package io.evalstream.udfs.text;

import java.util.Arrays;

/**
 * The edit distance of texts of one byte per code point within few diagonals, which fit into one
 * word.
 *
 * <p>Myers, "A fast bit-vector algorithm for approximate string matching based on dynamic
 * programming", JACM 1999, on 64 rows, which begin anew further down before the band of diagonals
 * (Ukkonen, "Algorithms for approximate string matching", 1985) leaves them. What lies outside of
 * the rows is taken as growing by one with every step, which is never less than the truth.
 *
 * <p>The value is followed along the diagonal that ends in the distance, on which it never falls:
 * as soon as it is above the limit, so is the distance.
 */
final class WordBand {

    /**
     * The largest distance that is looked for: 64 rows then last for 24 columns, and making their
     * bits takes about as long as working off the columns.
     */
    static final int MOST = 40;

    /** Columns after which the value is looked at; unrelated texts need about as many. */
    private static final int PIECE = 32;

    private static final int ROWS = Long.SIZE;

    /** For each byte the rows where it stands. */
    private final long[] bits = new long[256];

    /**
     * The distance of two texts where it is at most the limit.
     *
     * @param a holds the bytes [fromA, endA)
     * @param b holds the bytes [fromB, endB)
     * @param limit at least the difference of the lengths, at most {@value #MOST}
     * @return in [0, limit], or limit + 1 for every distance above
     */
    int within(byte[] a, int fromA, int endA, byte[] b, int fromB, int endB, int limit) {
        int same = SameEnds.prefix(a, fromA, b, fromB, Math.min(endA - fromA, endB - fromB));
        int topA = fromA + same;
        int topB = fromB + same;
        same = SameEnds.suffix(a, endA, b, endB, Math.min(endA - topA, endB - topB));
        int height = endA - same - topA;
        int width = endB - same - topB;
        int longer = Math.max(height, width);
        if (height == 0 || width == 0) {
            return longer;
        }
        int found = band(a, topA, height, b, topB, width, Math.min(limit, longer));
        return Math.min(found, limit + 1);
    }

    private int band(byte[] a, int fromA, int height, byte[] b, int fromB, int width, int k) {
        long[] words = bits;
        // An index of this form needs no check of its range.
        int mask = words.length - 1;
        int difference = width - height;
        int below = k - difference >> 1;
        int above = k + difference >> 1;
        long plus = -1L;
        long minus = 0;
        int value = Math.abs(difference);
        int top = 0;
        int column = 0;
        while (true) {
            Arrays.fill(words, 0);
            int row = top;
            int strip = top + ROWS >= height ? width : Math.min(width, top + ROWS - below);
            do {
                int begin = column;
                int end = Math.min(strip, column + PIECE);
                if (column < difference) {
                    // The diagonal begins in the first row, at this column.
                    end = Math.min(end, difference);
                }
                int rows = Math.min(height, end + below);
                for (long bit = 1L << (row - top); row < rows; row++) {
                    words[a[fromA + row] & mask] |= bit;
                    bit <<= 1;
                }
                long onDiagonal = begin < difference ? 0 : 1L << (begin - difference - top);
                long kept = 0;
                for (; column < end; column++) {
                    long equal = words[b[fromB + column] & mask];
                    long diagonal = (((equal & plus) + plus) ^ plus) | (equal | minus);
                    long flat = (~minus & (diagonal | plus)) << 1;
                    long falling = (plus & diagonal) << 1;
                    plus = falling | ~diagonal & flat;
                    minus = diagonal & ~flat;
                    kept |= diagonal & onDiagonal;
                    onDiagonal <<= 1;
                }
                if (begin >= difference) {
                    value += end - begin - Long.bitCount(kept);
                }
                if (value > k) {
                    return k + 1;
                }
            } while (column < strip);
            if (column == width) {
                return value;
            }
            // One row is kept, as a word cannot be shifted by 64.
            int next = Math.max(0, Math.min(column - above, top + ROWS - 1));
            plus = plus >>> (next - top) | ~(-1L >>> (next - top));
            minus >>>= next - top;
            top = next;
        }
    }
}
