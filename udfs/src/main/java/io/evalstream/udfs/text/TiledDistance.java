package io.evalstream.udfs.text;

import java.util.Arrays;

/**
 * The edit distance within a band, bit-parallel in tiles of 64 rows and 64 columns.
 *
 * <p>Myers, "A fast bit-vector algorithm for approximate string matching based on dynamic
 * programming", JACM 1999, with the blocks of Hyyrö, "A bit-vector algorithm for computing
 * Levenshtein and Damerau edit distances", 2003. The differences that leave a tile below fill two
 * longs, so that a strip of 64 rows hands the next one two longs per 64 columns. Two strips are
 * worked off together, the lower one a tile behind: a step waits for the one before it, and two
 * tiles that do not wait for each other keep the processor busy.
 *
 * <p>The band is Ukkonen's ("Algorithms for approximate string matching", 1985): edits that lead u
 * diagonals up and w down, with u − w the difference of the lengths and u + w at most k, visit only
 * diagonals from −w to u. What lies outside is taken as growing by one with every step, which is
 * never less than the truth, so distances up to k come out exactly.
 */
final class TiledDistance {

    private static final int WIDTH = Long.SIZE;

    private final PatternBits pattern;

    private int[] columns = new int[WIDTH];
    private int mapped;
    private int width;
    private int[] other;
    private int otherFrom;

    /** Columns, 64 to a long, whose difference to the one before is +1 (−1) in the last row. */
    private long[] rising = new long[1];

    private long[] falling = new long[1];

    /** Vertical differences of the two strips, and those of the strip that was done last. */
    private long plus;

    private long minus;
    private long lowerPlus;
    private long lowerMinus;

    TiledDistance(PatternBits pattern) {
        this.pattern = pattern;
    }

    /**
     * The distance of the pattern's rows [top, bottom) and a text.
     *
     * @param top a multiple of 64, less than bottom
     * @param text holds the columns
     * @param from where they begin
     * @param count how many, at least 1
     */
    void set(int[] text, int from, int count) {
        other = text;
        otherFrom = from;
        width = count;
        mapped = 0;
        if (columns.length < count) {
            columns = new int[Math.max(count, Math.min(2 * columns.length, 1 << 20))];
        }
        int chunks = (count + WIDTH - 1) / WIDTH;
        if (rising.length < chunks) {
            rising = new long[2 * chunks];
            falling = new long[2 * chunks];
        }
    }

    /**
     * The distance of the pattern's rows [top, bottom) and the columns that were set, where it is
     * at most k.
     *
     * @param top a multiple of 64, less than bottom
     * @param k at least the difference of the lengths
     * @return in [0, k], or k + 1 for every distance above
     */
    int within(int top, int bottom, int k) {
        int height = bottom - top;
        int difference = width - height;
        long down = ((long) k - difference) / 2;
        long up = ((long) k + difference) / 2;
        int chunks = (width + WIDTH - 1) / WIDTH;
        int strips = (height + WIDTH - 1) / WIDTH;
        int firstStrip = top / WIDTH;
        Arrays.fill(rising, 0, chunks, -1L);
        Arrays.fill(falling, 0, chunks, 0);
        // The value left of the chunk where a strip begins, in the last row above the strip.
        int left = 0;
        int from = 0;
        for (int strip = 0; strip < strips; strip += 2) {
            int first = firstChunk(strip, down);
            int end = endChunk(strip, up, chunks);
            for (; from < first; from++) {
                left += rise(from);
            }
            left += WIDTH;
            if (strip + 1 == strips) {
                single(firstStrip + strip, first, end);
            } else {
                int second = firstChunk(strip + 1, down);
                int secondEnd = endChunk(strip + 1, up, chunks);
                pair(firstStrip + strip, first, end, second, secondEnd);
                for (; from < second; from++) {
                    left += rise(from);
                }
                left += WIDTH;
                plus = lowerPlus;
                minus = lowerMinus;
                end = secondEnd;
            }
            int done = Math.min(strips, strip + 2) * WIDTH;
            if (done < height && least(left, from, end, done, difference) > k) {
                return k + 1;
            }
        }
        for (; from < chunks; from++) {
            left += rise(from);
        }
        int beyond = strips * WIDTH - height;
        if (beyond > 0) {
            int rows = WIDTH - beyond;
            left -= Long.bitCount(plus >>> rows) - Long.bitCount(minus >>> rows);
        }
        return Math.min(left, k + 1);
    }

    private static int firstChunk(int strip, long down) {
        return (int) Math.max(0, ((long) strip * WIDTH - down) >> 6);
    }

    private static int endChunk(int strip, long up, int chunks) {
        return (int) Math.min(chunks, (((strip + 1L) * WIDTH - 1 + up) >> 6) + 1);
    }

    private int rise(int chunk) {
        return Long.bitCount(rising[chunk]) - Long.bitCount(falling[chunk]);
    }

    /**
     * A bound from below of the whole distance, from the values at the chunks' corners: between two
     * corners a value falls by at most one per column from either.
     */
    private int least(int left, int from, int end, int row, int difference) {
        int value = left;
        int least = Integer.MAX_VALUE;
        for (int chunk = from; chunk < end; chunk++) {
            int next = value + rise(chunk);
            int begin = chunk * WIDTH;
            int stop = Math.min(begin + WIDTH, width);
            int lowest = (value + next - (stop - begin) + 1) >> 1;
            int rest = Math.max(0, Math.max(begin - row - difference, difference - (stop - row)));
            least = Math.min(least, lowest + rest);
            value = next;
        }
        return least;
    }

    private void map(int chunk) {
        int end = (int) Math.min(width, (chunk + 1L) * WIDTH);
        if (mapped < end) {
            pattern.symbols(other, otherFrom + mapped, end - mapped, columns, mapped);
            mapped = end;
        }
    }

    private void single(int strip, int first, int end) {
        plus = -1L;
        minus = 0;
        int at = pattern.strip(strip);
        for (int chunk = first; chunk < end; chunk++) {
            map(chunk);
            tile(at, chunk);
        }
    }

    private void pair(int strip, int first, int end, int second, int secondEnd) {
        int upper = pattern.strip(strip);
        int lower = pattern.strip(strip + 1);
        plus = -1L;
        minus = 0;
        lowerPlus = -1L;
        lowerMinus = 0;
        int full = width / WIDTH;
        for (int chunk = first; chunk <= secondEnd; chunk++) {
            boolean hasUpper = chunk < end;
            boolean hasLower = chunk > second && chunk <= secondEnd;
            if (hasUpper) {
                map(chunk);
            }
            if (hasLower) {
                map(chunk - 1);
            }
            if (hasUpper && hasLower && chunk < full) {
                twoTiles(upper, lower, chunk);
                continue;
            }
            if (hasUpper) {
                tile(upper, chunk);
            }
            if (hasLower) {
                lowerTile(lower, chunk - 1);
            }
        }
    }

    private void lowerTile(int at, int chunk) {
        long upperPlus = plus;
        long upperMinus = minus;
        plus = lowerPlus;
        minus = lowerMinus;
        tile(at, chunk);
        lowerPlus = plus;
        lowerMinus = minus;
        plus = upperPlus;
        minus = upperMinus;
    }

    private void tile(int at, int chunk) {
        long[] words = pattern.words();
        int[] symbols = columns;
        int begin = chunk * WIDTH;
        int count = Math.min(WIDTH, width - begin);
        long p = plus;
        long m = minus;
        long up = rising[chunk];
        long down = falling[chunk];
        for (int i = begin; i < begin + count; i++) {
            long equal = words[at + symbols[i]];
            long above = down & 1;
            long vertical = equal | m;
            equal |= above;
            long horizontal = (((equal & p) + p) ^ p) | equal;
            long rises = m | ~(horizontal | p);
            long falls = p & horizontal;
            long shifted = rises << 1 | up & 1;
            up = up >>> 1 | rises & Long.MIN_VALUE;
            down = down >>> 1 | falls & Long.MIN_VALUE;
            falls = falls << 1 | above;
            p = falls | ~(vertical | shifted);
            m = shifted & vertical;
        }
        rising[chunk] = up >>> (WIDTH - count);
        falling[chunk] = down >>> (WIDTH - count);
        plus = p;
        minus = m;
    }

    /** The upper strip's tile in a chunk and the lower strip's in the chunk before. */
    private void twoTiles(int upper, int lower, int chunk) {
        long[] words = pattern.words();
        int[] symbols = columns;
        int begin = chunk * WIDTH;
        long p = plus;
        long m = minus;
        long q = lowerPlus;
        long n = lowerMinus;
        long up = rising[chunk];
        long down = falling[chunk];
        long lowerUp = rising[chunk - 1];
        long lowerDown = falling[chunk - 1];
        for (int i = begin; i < begin + WIDTH; i++) {
            long equal = words[upper + symbols[i]];
            long lowerEqual = words[lower + symbols[i - WIDTH]];
            long above = down & 1;
            long lowerAbove = lowerDown & 1;
            long vertical = equal | m;
            long lowerVertical = lowerEqual | n;
            equal |= above;
            lowerEqual |= lowerAbove;
            long horizontal = (((equal & p) + p) ^ p) | equal;
            long lowerHorizontal = (((lowerEqual & q) + q) ^ q) | lowerEqual;
            long rises = m | ~(horizontal | p);
            long lowerRises = n | ~(lowerHorizontal | q);
            long falls = p & horizontal;
            long lowerFalls = q & lowerHorizontal;
            long shifted = rises << 1 | up & 1;
            long lowerShifted = lowerRises << 1 | lowerUp & 1;
            up = up >>> 1 | rises & Long.MIN_VALUE;
            lowerUp = lowerUp >>> 1 | lowerRises & Long.MIN_VALUE;
            down = down >>> 1 | falls & Long.MIN_VALUE;
            lowerDown = lowerDown >>> 1 | lowerFalls & Long.MIN_VALUE;
            falls = falls << 1 | above;
            lowerFalls = lowerFalls << 1 | lowerAbove;
            p = falls | ~(vertical | shifted);
            q = lowerFalls | ~(lowerVertical | lowerShifted);
            m = shifted & vertical;
            n = lowerShifted & lowerVertical;
        }
        rising[chunk] = up;
        falling[chunk] = down;
        rising[chunk - 1] = lowerUp;
        falling[chunk - 1] = lowerDown;
        plus = p;
        minus = m;
        lowerPlus = q;
        lowerMinus = n;
    }
}
