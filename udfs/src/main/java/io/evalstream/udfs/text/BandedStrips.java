package io.evalstream.udfs.text;

import java.util.Arrays;

/**
 * The edit distance within a band, bit-parallel in strips of 64 rows.
 *
 * <p>Myers, "A fast bit-vector algorithm for approximate string matching based on dynamic
 * programming", JACM 1999, with the blocks of Hyyrö, "A bit-vector algorithm for computing
 * Levenshtein and Damerau edit distances", 2003. A strip leaves the differences along its last row
 * to the next one. Two strips are worked off together where both have the column: a step waits for
 * the one before it, and the lower strip's steps fill the processor meanwhile.
 *
 * <p>The band is Ukkonen's ("Algorithms for approximate string matching", 1985): edits that lead u
 * diagonals up and w down, with u − w the difference of the lengths and u + w at most k, visit only
 * diagonals from −w to u. What lies outside is taken as growing by one with every step, which is
 * never less than the truth, so distances up to k come out exactly. The band becomes narrower as
 * edits are used up.
 */
final class BandedStrips {

    private static final int ROWS = PatternBits.ROWS;

    private final PatternBits pattern;

    private int[] columns = new int[ROWS];
    private int mapped;
    private int width;
    private int[] other;
    private int otherFrom;

    /** Columns whose difference to the one before, in the last row done, is not +1, in bit 63. */
    private long[] level = new long[ROWS];

    /** Columns whose difference to the one before, in the last row done, is −1, in bit 63. */
    private long[] falling = new long[ROWS];

    /** Where the band begins and ends in the last row done, and the values there. */
    private int left;

    private int leftValue;
    private int right;
    private int rightValue;

    /** Vertical differences of the strip that is worked on, and of the one below. */
    private long plus;

    private long minus;
    private long lowerPlus;
    private long lowerMinus;

    BandedStrips(PatternBits pattern) {
        this.pattern = pattern;
    }

    /**
     * Takes the text that the pattern is compared with.
     *
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
            int size = Math.max(count, Math.min(2 * columns.length, 1 << 20));
            columns = new int[size];
            level = new long[size];
            falling = new long[size];
        }
    }

    /**
     * The distance of the pattern and the columns that were set, where it is at most k.
     *
     * @param height how many rows the pattern has, at least 1
     * @param k at least the difference of the lengths
     * @return in [0, k], or k + 1 for every distance above
     */
    int within(int height, int k) {
        int found = within(height, k, true);
        return found >= 0 ? found : within(height, k, false);
    }

    /**
     * The same.
     *
     * @param hopes whether edits are taken to be spread evenly, so that fewer are looked for
     * @return -1 where that was not so
     */
    private int within(int height, int most, boolean hopes) {
        int k = most;
        int difference = width - height;
        int down = (int) (((long) k - difference) / 2);
        int up = (int) (((long) k + difference) / 2);
        int strips = (height + ROWS - 1) / ROWS;
        left = 0;
        leftValue = 0;
        right = 0;
        rightValue = 0;
        for (int strip = 0; strip < strips; strip += 2) {
            int first = first(strip, down);
            int end = end(strip, up);
            if (strip + 1 == strips) {
                begin(first, end, end);
                single(strip, first, end);
                end(end);
                break;
            }
            int second = first(strip + 1, down);
            int secondEnd = end(strip + 1, up);
            begin(first, end, secondEnd);
            pair(strip, first, end, second, secondEnd);
            int done = (strip + 2) * ROWS;
            if (done < height) {
                int goal = Math.min(width, Math.max(left, Math.min(right, done + difference)));
                int value = rightValue - change(goal, right);
                if (value > k) {
                    return k == most ? k + 1 : -1;
                }
                if (hopes && goal == done + difference) {
                    k = (int) Math.min(k, hope(value, done, height));
                }
                // An edit that leads on away from the goal's diagonal has to be made up for.
                long outwards = (long) k + difference + right - done - rightValue;
                up = (int) Math.min(up, outwards >> 1);
                outwards = (long) k - difference + done - left - leftValue;
                down = (int) Math.min(down, outwards >> 1);
                if (up < difference || down < -difference) {
                    return k == most ? k + 1 : -1;
                }
            }
        }
        int beyond = strips * ROWS - height;
        if (beyond > 0) {
            int rows = ROWS - beyond;
            rightValue -= Long.bitCount(plus >>> rows) - Long.bitCount(minus >>> rows);
        }
        return rightValue <= k ? rightValue : k == most ? k + 1 : -1;
    }

    /** So many edits at most are likely, after so many in the rows that are done. */
    private static long hope(int value, int done, int height) {
        long rest = (long) value * (height - done) / done;
        return value + rest + rest / 4 + ROWS / 2;
    }

    private static int first(int strip, int down) {
        return (int) Math.max(0, (long) strip * ROWS - down);
    }

    private int end(int strip, int up) {
        return (int) Math.min(width, (strip + 1L) * ROWS + up);
    }

    /** By how much the last row done rises between two columns. */
    private int change(int from, int to) {
        long not = 0;
        for (int i = from; i < to; i++) {
            not += (level[i] >>> 63) + (falling[i] >>> 63);
        }
        return to - from - (int) not;
    }

    /** Goes on to a strip's columns [first, end); behind them, up to last, nothing is known. */
    private void begin(int first, int end, int last) {
        if (mapped < last) {
            pattern.symbols(other, otherFrom + mapped, last - mapped, columns, mapped);
            mapped = last;
        }
        leftValue += change(left, Math.min(first, right)) + Math.max(0, first - right);
        left = first;
        leftValue += ROWS;
        int known = Math.min(end, right);
        rightValue -= change(known, right);
        rightValue += end - known;
        right = end;
        if (known < last) {
            Arrays.fill(level, known, last, 0);
            Arrays.fill(falling, known, last, 0);
        }
        plus = -1L;
        minus = 0;
    }

    /** Leaves a strip. */
    private void end(int end) {
        right = end;
        rightValue += Long.bitCount(plus) - Long.bitCount(minus);
    }

    private void pair(int strip, int first, int end, int second, int secondEnd) {
        int upper = pattern.strip(strip);
        int lower = pattern.strip(strip + 1);
        int both = Math.min(second, end);
        work(upper, first, both);
        lowerPlus = -1L;
        lowerMinus = 0;
        workBoth(upper, lower, both, end);
        end(end);
        leftValue += change(first, second) + ROWS;
        left = second;
        rightValue += secondEnd - end;
        plus = lowerPlus;
        minus = lowerMinus;
        work(lower, Math.max(end, second), secondEnd);
        end(secondEnd);
    }

    private void single(int strip, int first, int end) {
        work(pattern.strip(strip), first, end);
    }

    private void work(int at, int from, int end) {
        long[] words = pattern.words();
        int[] symbols = columns;
        long[] notRising = level;
        long[] falls = falling;
        long p = plus;
        long m = minus;
        for (int i = from; i < end; i++) {
            long equal = words[at + symbols[i]];
            long above = falls[i] >>> 63;
            long notAbove = notRising[i] >>> 63;
            long vertical = equal | m;
            equal |= above;
            long horizontal = (((equal & p) + p) ^ p) | equal;
            long flat = ~m & (horizontal | p);
            long fall = p & horizontal;
            notRising[i] = flat;
            falls[i] = fall;
            flat = flat << 1 | notAbove;
            fall = fall << 1 | above;
            p = fall | ~vertical & flat;
            m = vertical & ~flat;
        }
        plus = p;
        minus = m;
    }

    private void workBoth(int upper, int lower, int from, int end) {
        long[] words = pattern.words();
        int[] symbols = columns;
        long[] notRising = level;
        long[] falls = falling;
        long p = plus;
        long m = minus;
        long q = lowerPlus;
        long n = lowerMinus;
        for (int i = from; i < end; i++) {
            int symbol = symbols[i];
            long equal = words[upper + symbol];
            long above = falls[i] >>> 63;
            long notAbove = notRising[i] >>> 63;
            long vertical = equal | m;
            equal |= above;
            long horizontal = (((equal & p) + p) ^ p) | equal;
            long flat = ~m & (horizontal | p);
            long fall = p & horizontal;
            long between = fall >>> 63;
            long notBetween = flat >>> 63;
            flat = flat << 1 | notAbove;
            fall = fall << 1 | above;
            p = fall | ~vertical & flat;
            m = vertical & ~flat;
            equal = words[lower + symbol];
            vertical = equal | n;
            equal |= between;
            horizontal = (((equal & q) + q) ^ q) | equal;
            flat = ~n & (horizontal | q);
            fall = q & horizontal;
            notRising[i] = flat;
            falls[i] = fall;
            flat = flat << 1 | notBetween;
            fall = fall << 1 | between;
            q = fall | ~vertical & flat;
            n = vertical & ~flat;
        }
        plus = p;
        minus = m;
        lowerPlus = q;
        lowerMinus = n;
    }
}
