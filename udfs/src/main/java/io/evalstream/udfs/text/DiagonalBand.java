package io.evalstream.udfs.text;

/**
 * The edit distance within at most 64 diagonals, one word per column that slides down with them.
 *
 * <p>Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances", 2003:
 * bit b of column j stands for row j + w − 63 + b, where w diagonals lie below the one from the
 * beginning. Of edits up to k at most w = (k − Δ)/2 lead down and (k + Δ)/2 up, Δ being the
 * difference of the lengths, so that k may be as large as 63. Rows above the first are taken as
 * growing upwards by one each, which leaves the first row as it is defined.
 */
final class DiagonalBand {

    /** The largest distance that fits. */
    static final int MOST = Long.SIZE - 1;

    private final PatternBits pattern;
    private int[] symbols = new int[64];

    DiagonalBand(PatternBits pattern) {
        this.pattern = pattern;
    }

    /**
     * The distance of the pattern's rows [top, bottom) and a text, where it is at most k.
     *
     * <p>All strips of the pattern must be {@link PatternBits#keepsAll kept}.
     *
     * @param text holds the columns
     * @param from where they begin
     * @param width how many, at least 1
     * @param k at least the difference of the lengths, at most the longer of both and {@value
     *     #MOST}
     * @return in [0, k], or k + 1 for every distance above
     */
    int within(int top, int bottom, int[] text, int from, int width, int k) {
        if (symbols.length < width) {
            symbols = new int[Math.max(width, Math.min(2 * symbols.length, 1 << 20))];
        }
        pattern.symbols(text, from, width, symbols, 0);
        int height = bottom - top;
        int below = (k - (width - height)) / 2;
        long[] words = pattern.all();
        int stride = pattern.symbols();
        long plus = -1L << (MOST - below);
        long minus = ~plus;
        // The value at the lowest row of the band, later at the last row.
        int value = below;
        int onDiagonal = height - below;
        int column = 1;
        for (; column <= width; column++) {
            int row = column + below - Long.SIZE;
            int base = top + row;
            int symbol = symbols[column - 1];
            int at = (base >> 6) * stride + symbol;
            // Arithmetic shifts by the lower six bits, without a case for a multiple of 64.
            long equal = words[at + stride] << 1 << (~base & 63);
            if (base >= 0) {
                equal |= words[at] >>> base;
            }
            if (row < 0) {
                equal &= -1L << -row;
            }
            long diagonal = (((equal & plus) + plus) ^ plus) | equal | minus;
            long rising = minus | ~(diagonal | plus);
            long falling = plus & diagonal;
            plus = falling | ~(diagonal >>> 1 | rising);
            minus = diagonal >>> 1 & rising;
            if (column <= onDiagonal) {
                value += (int) (~diagonal >>> MOST);
            } else {
                int bit = MOST - (column - onDiagonal);
                value += (int) (rising >>> bit & 1) - (int) (falling >>> bit & 1);
            }
            // What is left can lower the value only along the last row.
            if ((column & 31) == 0 && value - (width - onDiagonal) > k) {
                return k + 1;
            }
        }
        return Math.min(value, k + 1);
    }
}
