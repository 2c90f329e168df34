package io.evalstream.jobs.quality;

import java.util.Arrays;

/** Orders rows by a number of each, which nearly decides, and by a comparison where it does not. */
final class RowOrder {

    private static final int FEW = 16;

    /** Compares two rows whose numbers are nearly equal; 0 for no two of them. */
    @FunctionalInterface
    interface Comparison {
        int compare(int one, int other);
    }

    private RowOrder() {}

    /**
     * The rows in order.
     *
     * @param numbers of a row each, signed; overwritten. A row with a smaller number must not be
     *     compared as larger
     */
    static int[] of(long[] numbers, Comparison comparison) {
        int n = numbers.length;
        // The lowest bits make room for the number of the row: primitives sort without objects.
        long mask = n < 2 ? 0 : -1L >>> Long.numberOfLeadingZeros(n - 1);
        for (int row = 0; row < n; row++) {
            numbers[row] = numbers[row] & ~mask | row;
        }
        Arrays.sort(numbers);
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = (int) (numbers[i] & mask);
        }
        for (int from = 0; from < n; ) {
            int to = from + 1;
            while (to < n && (numbers[to] & ~mask) == (numbers[from] & ~mask)) {
                to++;
            }
            if (to - from > 1) {
                sort(order, from, to, comparison);
            }
            from = to;
        }
        return order;
    }

    private static void sort(int[] order, int from, int to, Comparison comparison) {
        if (to - from > FEW) {
            Integer[] rows = new Integer[to - from];
            Arrays.setAll(rows, i -> order[from + i]);
            Arrays.sort(rows, comparison::compare);
            for (int i = from; i < to; i++) {
                order[i] = rows[i - from];
            }
            return;
        }
        for (int i = from + 1; i < to; i++) {
            int row = order[i];
            int gap = i;
            while (gap > from && comparison.compare(order[gap - 1], row) > 0) {
                order[gap] = order[gap - 1];
                gap--;
            }
            order[gap] = row;
        }
    }
}
