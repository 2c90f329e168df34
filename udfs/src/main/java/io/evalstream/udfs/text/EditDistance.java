package io.evalstream.udfs.text;

/**
 * The Levenshtein distance of one text, the pattern, to many: what the pattern needs is made once.
 *
 * <p>Equal beginnings and ends are cut off, a few edits are tried on the diagonals ({@link
 * FewEdits}), then as many as fit into one word ({@link DiagonalBand}), then bands that become
 * wider ({@link TiledDistance}). Not for several threads; keeps its arrays, of about 16 bytes per
 * code point of the longest text it has seen.
 */
final class EditDistance {

    private static final int NARROW = 2 * DiagonalBand.MOST;

    private final PatternBits pattern = new PatternBits();
    private final TiledDistance tiles = new TiledDistance(pattern);
    private final DiagonalBand diagonals = new DiagonalBand(pattern);
    private final FewEdits fewEdits = new FewEdits();

    /** Takes the pattern; it must not be changed while it is compared. */
    void pattern(int[] text, int from, int length) {
        pattern.set(text, from, length);
    }

    /**
     * The distance of two texts where it is very small, for which no pattern has to be taken.
     *
     * @param limit at least 0
     * @return in [0, limit], or -1 where more has to be done to know it
     */
    int ifFew(int[] a, int fromA, int lengthA, int[] b, int fromB, int lengthB, int limit) {
        int longer = Math.max(lengthA, lengthB);
        int few = Math.min(limit, few(longer));
        int distance =
                fewEdits.ifPromising(a, fromA, fromA + lengthA, b, fromB, fromB + lengthB, few);
        return distance <= few ? distance : -1;
    }

    /** So many edits cost about as much as one pass over bit vectors. */
    private static int few(int length) {
        return (int) (Math.sqrt(length) / 3) + 1;
    }

    /**
     * The distance of the pattern and a text where it is at most the limit.
     *
     * @param limit in [0, 2147483646]
     * @param atLeast a distance that is known to be reached, at most the limit
     * @return in [0, limit], or limit + 1 for every distance above
     */
    int within(int[] text, int from, int length, int limit, int atLeast) {
        int[] rows = pattern.text();
        int rowFrom = pattern.from();
        int height = pattern.length();
        if (Math.abs(height - length) > limit) {
            return limit + 1;
        }
        int start = FewEdits.equal(rows, rowFrom, rowFrom + height, text, from, from + length);
        int rowEnd = height;
        int columnEnd = length;
        while (rowEnd > start
                && columnEnd > start
                && rows[rowFrom + rowEnd - 1] == text[from + columnEnd - 1]) {
            rowEnd--;
            columnEnd--;
        }
        int longer = Math.max(rowEnd, columnEnd) - start;
        if (rowEnd == start || columnEnd == start || limit == 0) {
            return Math.min(longer, limit + 1);
        }
        // No distance is larger than the longer of what remains.
        int most = Math.min(limit, longer);
        int few = Math.min(most, few(longer));
        if (atLeast <= few) {
            int distance =
                    fewEdits.within(
                            rows,
                            rowFrom + start,
                            rowFrom + rowEnd,
                            text,
                            from + start,
                            from + columnEnd,
                            few);
            if (distance <= few || few == limit) {
                return distance;
            }
        }
        int difference = Math.abs(height - length);
        // The bound is often near: edits that touch each other are counted as fewer.
        long likely = Math.max(atLeast + atLeast / 2L, difference);
        if (Math.min(likely, most) <= DiagonalBand.MOST && pattern.keepsAll()) {
            int k = Math.min(most, DiagonalBand.MOST);
            int distance =
                    diagonals.within(start, rowEnd, text, from + start, columnEnd - start, k);
            if (distance <= k || k == limit) {
                return distance;
            }
        }
        // Where the pattern's bits begin; the same number of equal code points stays before both.
        int aligned = start / PatternBits.ROWS * PatternBits.ROWS;
        tiles.set(text, from + aligned, columnEnd - aligned);
        long band = Math.max(NARROW, likely);
        while (true) {
            // A band that is nearly as wide as allowed would often be worked off twice.
            int k = band > most / 2 ? most : (int) band;
            int distance = tiles.within(aligned, rowEnd, k);
            if (distance <= k) {
                return distance;
            }
            if (k == most) {
                return limit + 1;
            }
            band = 2L * k;
        }
    }
}
