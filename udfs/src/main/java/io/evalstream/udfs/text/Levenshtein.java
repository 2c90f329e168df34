package io.evalstream.udfs.text;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The Levenshtein distance of two texts, bit-parallel in blocks of 64 rows.
 *
 * <p>Myers, "A fast bit-vector algorithm for approximate string matching based on dynamic
 * programming", JACM 1999, with the blocks of Hyyrö, "A bit-vector algorithm for computing
 * Levenshtein and Damerau edit distances", 2003. Rows are worked off in strips of 64 over the whole
 * band, so that memory is linear: one byte per column carries the differences from strip to strip.
 * The band is Ukkonen's ("Algorithms for approximate string matching", 1985): with a limit k only
 * cells at most k beside the diagonal are visited. What lies outside is taken as growing by one
 * with every step, which is never less than the truth, so distances up to k come out exactly.
 */
public final class Levenshtein {

    private static final int WORD = 64;

    private Levenshtein() {}

    /**
     * How many code points must be inserted, removed or replaced to turn one text into the other.
     *
     * <p>Takes O(n·d/64) steps for a distance d of texts of length n.
     *
     * @return in [0, length of the longer text]
     */
    public static int distance(int[] a, int[] b) {
        int longer = Math.max(a.length, b.length);
        int limit = Math.max(WORD, Math.abs(a.length - b.length));
        while (true) {
            int distance = bounded(a, b, Math.min(limit, longer));
            if (distance <= limit || limit >= longer) {
                return distance;
            }
            limit = limit > longer / 2 ? longer : limit * 2;
        }
    }

    /**
     * The distance where it is at most the limit.
     *
     * <p>Takes O(n·limit/64) steps.
     *
     * @param limit at least 0
     * @return in [0, limit], or limit + 1 for every distance above
     */
    public static int bounded(int[] a, int[] b, int limit) {
        if (limit < 0 || limit == Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "the limit of a distance is 0 to 2147483646, it is " + limit);
        }
        int[] rows = a.length <= b.length ? a : b;
        int[] columns = a.length <= b.length ? b : a;
        if (columns.length - rows.length > limit) {
            return limit + 1;
        }
        int start = 0;
        while (start < rows.length && rows[start] == columns[start]) {
            start++;
        }
        int rowEnd = rows.length;
        int columnEnd = columns.length;
        while (rowEnd > start && rows[rowEnd - 1] == columns[columnEnd - 1]) {
            rowEnd--;
            columnEnd--;
        }
        if (rowEnd == start) {
            return columnEnd - start;
        }
        if (limit == 0) {
            return 1;
        }
        return new Strips(
                        Arrays.copyOfRange(rows, start, rowEnd),
                        Arrays.copyOfRange(columns, start, columnEnd),
                        Math.min(limit, columnEnd - start))
                .distance(limit);
    }

    /**
     * The distance relative to the longer text.
     *
     * @return in [0, 1]; 0 for two empty texts
     */
    public static double normalized(int[] a, int[] b) {
        int longer = Math.max(a.length, b.length);
        return longer == 0 ? 0 : (double) distance(a, b) / longer;
    }

    /** One comparison; columns are numbered from 0. */
    private static final class Strips {

        private final int[] rows;
        private final int[] columns;
        private final int band;

        /** Difference of each column to the one before it, in the last row that was worked off. */
        private final byte[] across;

        /** Bits of the strip's rows that hold a symbol; the last stands for all other symbols. */
        private final long[] rowsOfSymbol;

        Strips(int[] rows, int[] columns, int band) {
            this.band = band;
            this.columns = new int[columns.length];
            this.rows = new int[rows.length];
            Map<Integer, Integer> symbols = new HashMap<>();
            for (int i = 0; i < rows.length; i++) {
                Integer known = symbols.putIfAbsent(rows[i], symbols.size());
                this.rows[i] = known == null ? symbols.size() - 1 : known;
            }
            for (int i = 0; i < columns.length; i++) {
                this.columns[i] = symbols.getOrDefault(columns[i], symbols.size());
            }
            this.rowsOfSymbol = new long[symbols.size() + 1];
            this.across = new byte[columns.length];
            Arrays.fill(across, (byte) 1);
        }

        int distance(int limit) {
            // The distance in the cell left of the strip, in the last row that was worked off.
            int left = 0;
            int from = 0;
            for (int top = 0; top < rows.length; top += WORD) {
                int bottom = Math.min(top + WORD, rows.length);
                int next = Math.max(0, top - band);
                for (; from < next; from++) {
                    left += across[from];
                }
                int to = (int) Math.min(columns.length, (long) bottom + band);
                work(top, bottom, from, to);
                left += bottom - top;
                if (least(left, from, to, bottom) > limit) {
                    return limit + 1;
                }
            }
            for (; from < columns.length; from++) {
                left += across[from];
            }
            return Math.min(left, limit + 1);
        }

        /** A bound from below of the whole distance, from the cells of one row. */
        private int least(int left, int from, int to, int row) {
            int rest = columns.length - rows.length;
            int value = left;
            int least = value + Math.abs(rest - (from - row));
            for (int column = from; column < to; column++) {
                value += across[column];
                least = Math.min(least, value + Math.abs(rest - (column + 1 - row)));
            }
            return least;
        }

        private void work(int top, int bottom, int from, int to) {
            for (int row = top; row < bottom; row++) {
                rowsOfSymbol[rows[row]] |= 1L << (row - top);
            }
            long plus = -1L;
            long minus = 0;
            int last = bottom - top - 1;
            for (int column = from; column < to; column++) {
                long equal = rowsOfSymbol[columns[column]];
                int above = across[column];
                long aboveMinus = above >>> 31;
                long aboveIsPlus = (above + 1) >> 1;
                long vertical = equal | minus;
                equal |= aboveMinus;
                long horizontal = (((equal & plus) + plus) ^ plus) | equal;
                long rising = minus | ~(horizontal | plus);
                long falling = plus & horizontal;
                across[column] = (byte) (((rising >>> last) & 1) - ((falling >>> last) & 1));
                rising = rising << 1 | aboveIsPlus;
                falling = falling << 1 | aboveMinus;
                plus = falling | ~(vertical | rising);
                minus = rising & vertical;
            }
            for (int row = top; row < bottom; row++) {
                rowsOfSymbol[rows[row]] = 0;
            }
        }
    }
}
