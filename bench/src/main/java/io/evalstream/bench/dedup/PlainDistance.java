package io.evalstream.bench.dedup;

/** Levenshtein's distance by rows of the textbook's table, for truth; one thread only. */
final class PlainDistance {
    private int[] above = new int[64];
    private int[] current = new int[64];

    /**
     * Insertions, deletions and replacements between two texts, given as code points (Wagner and
     * Fischer 1974; cells further than the limit from the diagonal cannot matter, Ukkonen 1985).
     *
     * @return the distance, or {@code limit + 1} when it is above the limit
     */
    int within(int limit, int[] a, int[] b) {
        if (Math.abs(a.length - b.length) > limit) {
            return limit + 1;
        }
        int unreachable = limit + 1;
        require(b.length + 2);
        for (int j = 0; j <= b.length; j++) {
            above[j] = Math.min(j, unreachable);
        }
        for (int i = 1; i <= a.length; i++) {
            int from = Math.max(1, i - limit);
            int to = Math.min(b.length, i + limit);
            current[from - 1] = from == 1 ? Math.min(i, unreachable) : unreachable;
            int least = current[from - 1];
            for (int j = from; j <= to; j++) {
                int replaced = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                // The cell above the last one of a row is outside of the band.
                int deleted = j == i + limit ? unreachable : above[j] + 1;
                int inserted = current[j - 1] + 1;
                int cell = Math.min(replaced, Math.min(deleted, inserted));
                current[j] = cell;
                least = Math.min(least, cell);
            }
            if (least > limit) {
                return unreachable;
            }
            int[] swapped = above;
            above = current;
            current = swapped;
        }
        return Math.min(above[b.length], unreachable);
    }

    /** The largest distance that is below a fifth of the longer of two lengths. */
    static int largestClose(int longer) {
        return (longer - 1) / 5;
    }

    private void require(int length) {
        if (above.length < length) {
            above = new int[length * 2];
            current = new int[length * 2];
        }
    }
}
