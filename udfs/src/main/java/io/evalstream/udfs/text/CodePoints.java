package io.evalstream.udfs.text;

import java.util.Arrays;

/** Text as the numbers of its code points, in which lengths, shingles and distances are counted. */
public final class CodePoints {

    private CodePoints() {}

    /**
     * The code points of a text; a surrogate without its other half counts as one of its own.
     *
     * @return a new array with one element per code point
     */
    public static int[] of(String text) {
        int[] points = new int[text.length()];
        int count = 0;
        for (int i = 0; i < text.length(); count++) {
            int point = text.codePointAt(i);
            points[count] = point;
            i += Character.charCount(point);
        }
        return count == points.length ? points : Arrays.copyOf(points, count);
    }
}
