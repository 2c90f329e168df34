package io.evalstream.udfs.text;

/**
 * The Levenshtein distance of two texts, up to a limit.
 *
 * <p>Equal beginnings and ends are cut off. Then small distances are looked for in one word ({@link
 * WordBand}), others on the diagonals as long as these are few edits ({@link FewEdits}), then in
 * bands that become wider ({@link BandedStrips}). Not for several threads; keeps its arrays, of
 * about 24 bytes per code point of the longest text it has seen.
 */
final class EditDistance {

    /** Four words; a narrower band is little faster. */
    private static final int NARROW = 3 * PatternBits.ROWS - 2;

    /** Up to here the whole band is begun with: it becomes narrower soon enough. */
    private static final int WIDE = 2048;

    private final PatternBits pattern = new PatternBits();
    private final BandedStrips strips = new BandedStrips(pattern);
    private final LongTextCounts counts = new LongTextCounts();
    private final FewEdits fewEdits = new FewEdits();
    private final WordBand word = new WordBand();
    private final ByteSymbols symbols = new ByteSymbols();
    private byte[] bytesA = new byte[256];
    private byte[] bytesB = new byte[256];

    /**
     * The distance of two texts where it is at most the limit.
     *
     * @param limit in [0, 2147483646]
     * @return in [0, limit], or limit + 1 for every distance above
     */
    int within(int[] a, int fromA, int lengthA, int[] b, int fromB, int lengthB, int limit) {
        int difference = Math.abs(lengthA - lengthB);
        if (difference > limit) {
            return limit + 1;
        }
        int start = FewEdits.equal(a, fromA, fromA + lengthA, b, fromB, fromB + lengthB);
        int shorter = Math.min(lengthA, lengthB);
        int same = start;
        int endA = fromA + lengthA - 1 + start;
        int endB = fromB + lengthB - 1 + start;
        while (same < shorter && a[endA - same] == b[endB - same]) {
            same++;
        }
        int height = lengthA - same;
        int width = lengthB - same;
        int longer = Math.max(height, width);
        if (height == 0 || width == 0 || limit == 0) {
            return Math.min(longer, limit + 1);
        }
        int topA = fromA + start;
        int topB = fromB + start;
        // No distance is larger than the longer of what remains.
        int most = Math.min(limit, longer);
        if (most <= WordBand.MOST && isInBytes(a, topA, height, b, topB, width)) {
            int found = word.within(bytesA, 0, height, bytesB, 0, width, most);
            return found <= most ? found : limit + 1;
        }
        int few = Math.min(most, few(longer));
        int found = fewEdits.ifPromising(a, topA, topA + height, b, topB, topB + width, few);
        if (found <= few) {
            return found;
        }
        int atLeast = difference;
        if (longer >= LongTextCounts.LONG) {
            atLeast = Math.max(atLeast, counts.bound(a, topA, height, b, topB, width));
            if (atLeast > limit) {
                return limit + 1;
            }
        }
        pattern.set(a, topA, height);
        strips.set(b, topB, width);
        // The bound is often near: edits that touch each other are counted as fewer.
        long band = Math.max(NARROW, atLeast + atLeast / 2L);
        while (true) {
            // A band that is nearly as wide as allowed would often be worked off twice.
            int k = band > most / 2 || most <= WIDE ? most : (int) band;
            int distance = strips.within(height, k);
            if (distance <= k) {
                return distance;
            }
            if (k == most) {
                return limit + 1;
            }
            band = 2L * k;
        }
    }

    /** So many edits cost about as much as one pass over bit vectors. */
    private static int few(int length) {
        return (int) (Math.sqrt(length) / 3) + 1;
    }

    /** The distance of texts in ASCII, one byte per code point; see {@link WordBand#within}. */
    int withinWord(byte[] a, int fromA, int endA, byte[] b, int fromB, int endB, int limit) {
        return word.within(a, fromA, endA, b, fromB, endB, limit);
    }

    private boolean isInBytes(int[] a, int fromA, int height, int[] b, int fromB, int width) {
        if (bytesA.length < height) {
            bytesA = new byte[Math.max(height, 2 * bytesA.length)];
        }
        if (bytesB.length < width) {
            bytesB = new byte[Math.max(width, 2 * bytesB.length)];
        }
        symbols.clear();
        return symbols.write(a, fromA, height, bytesA) && symbols.write(b, fromB, width, bytesB);
    }
}
