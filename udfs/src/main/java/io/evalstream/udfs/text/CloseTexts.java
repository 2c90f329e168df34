package io.evalstream.udfs.text;

/**
 * Decides whether texts are close to one of them, the representative, and how far they are.
 *
 * <p>The difference of the lengths comes first, then the distance with the limit as its cut-off.
 * Texts are code points or UTF-8, of which is decoded only what lies between equal beginnings and
 * ends, and nothing of short ASCII. Not for several threads; nothing is allocated per comparison.
 */
public final class CloseTexts {

    private final Closeness closeness;
    private final EditDistance distance = new EditDistance();

    private int[] points = new int[0];
    private byte[] bytes = new byte[0];

    /** Where the representative lies in its array, which is one of both. */
    private int from;

    private int to;

    /** Code points of the representative. */
    private int length;

    private int[] middle = new int[0];
    private int[] otherMiddle = new int[0];

    public CloseTexts(Closeness closeness) {
        this.closeness = closeness;
    }

    /**
     * Sets the text that others of code points are compared with; it must not change meanwhile.
     *
     * @param text holds the code points, each in [0, 0x10FFFF]
     */
    public void representative(int[] text, int textFrom, int textLength) {
        points = text;
        from = textFrom;
        to = textFrom + textLength;
        length = textLength;
    }

    /**
     * Sets the text that others in UTF-8 are compared with; it must not change meanwhile.
     *
     * @param text holds the bytes [textFrom, textTo), as {@link CodePoints#decode} takes them
     */
    public void representative(byte[] text, int textFrom, int textTo) {
        bytes = text;
        from = textFrom;
        to = textTo;
        length = CodePoints.count(text, textFrom, textTo);
    }

    /**
     * The distance of a text to the representative, which is of code points, too.
     *
     * @param text holds the code points, each in [0, 0x10FFFF]
     * @return the distance where the texts are close, else -1
     */
    public int distance(int[] text, int textFrom, int textLength) {
        int limit = closeness.limit(Math.max(length, textLength));
        if (Math.abs(length - textLength) > limit) {
            return -1;
        }
        int found = distance.within(points, from, length, text, textFrom, textLength, limit);
        return found > limit ? -1 : found;
    }

    /**
     * The distance of a text to the representative, which is in UTF-8, too.
     *
     * @param text holds the bytes [textFrom, textTo), as {@link CodePoints#decode} takes them
     * @return the distance where the texts are close, else -1
     */
    public int distance(byte[] text, int textFrom, int textTo) {
        int count = CodePoints.count(text, textFrom, textTo);
        int limit = closeness.limit(Math.max(length, count));
        if (Math.abs(length - count) > limit) {
            return -1;
        }
        boolean isAscii = length == to - from && count == textTo - textFrom;
        int found =
                isAscii && limit <= WordBand.MOST
                        ? distance.withinWord(bytes, from, to, text, textFrom, textTo, limit)
                        : decoded(text, textFrom, textTo, limit);
        return found > limit ? -1 : found;
    }

    private int decoded(byte[] text, int textFrom, int textTo, int limit) {
        int most = Math.min(to - from, textTo - textFrom);
        int start = SameEnds.prefixOfPoints(bytes, from, text, textFrom, most);
        int end = SameEnds.suffixOfPoints(bytes, to, text, textTo, most - start);
        middle = roomFor(to - from - start - end, middle);
        otherMiddle = roomFor(textTo - textFrom - start - end, otherMiddle);
        int height = CodePoints.decode(bytes, from + start, to - end, middle);
        int width = CodePoints.decode(text, textFrom + start, textTo - end, otherMiddle);
        return distance.within(middle, 0, height, otherMiddle, 0, width, limit);
    }

    private static int[] roomFor(int most, int[] buffer) {
        return most <= buffer.length
                ? buffer
                : new int[Math.max(most, Math.min(2 * buffer.length, 1 << 20))];
    }
}
