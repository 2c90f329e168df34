package io.evalstream.udfs.anonymize;

import java.text.Normalizer;
import java.util.Arrays;

/**
 * A text as its readers see it, with the way back to how it was written: NFKC (Unicode Standard
 * Annex 15), all dashes a hyphen, all decimal digits ASCII, and without characters nobody sees.
 *
 * <p>Positions are in the folded text; beyond its ends there are {@link #NOTHING}s.
 */
final class FoldedText {

    /** What stands before the first and behind the last character. */
    static final char NOTHING = '\uffff';

    /** Ordering marks takes quadratic time, and no script stacks as many on a letter. */
    private static final int MARKS_IN_A_ROW = 32;

    private final String source;
    private char[] folded;
    private int length;

    /** Where each folded character begins in the source; null when the two are the same. */
    private int[] starts;

    FoldedText(String source) {
        this.source = source;
        if (isAscii(source)) {
            folded = source.toCharArray();
            length = folded.length;
        } else {
            folded = new char[source.length()];
            starts = new int[source.length()];
            fold();
        }
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private void fold() {
        for (int i = 0; i < source.length(); ) {
            int point = source.codePointAt(i);
            int end = i + Character.charCount(point);
            if (isInvisible(point)) {
                i = end;
                continue;
            }
            for (int marks = 0; end < source.length() && marks < MARKS_IN_A_ROW; marks++) {
                int next = source.codePointAt(end);
                if (next < 0x300 || !continuesLetter(next)) {
                    break;
                }
                end += Character.charCount(next);
            }
            if (point < 0x80 && end == i + 1) {
                append((char) point, i);
            } else {
                String normal =
                        Normalizer.normalize(source.substring(i, end), Normalizer.Form.NFKC);
                for (int k = 0; k < normal.length(); k++) {
                    append(plain(normal.charAt(k)), i);
                }
            }
            i = end;
        }
    }

    private static boolean continuesLetter(int point) {
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                // Vowels and final consonants of decomposed Korean, and half-width sound marks.
                || point >= 0x1161 && point <= 0x11FF
                || point == 0xFF9E
                || point == 0xFF9F;
    }

    private static boolean isInvisible(int point) {
        return point >= 0x80
                && (Character.getType(point) == Character.FORMAT
                        || point >= 0xFE00 && point <= 0xFE0F
                        || point == 0x34F
                        || point == 0x115F
                        || point == 0x1160
                        || point == 0x3164
                        || point == 0xFFA0);
    }

    private static char plain(char c) {
        if (c < 0x80) {
            return c;
        }
        if (c >= 0x2010 && c <= 0x2015 || c == 0x2043 || c == 0x2212 || c == 0x30FC) {
            return '-';
        }
        return Character.isDigit(c) ? (char) ('0' + Character.digit(c, 10)) : c;
    }

    private void append(char c, int start) {
        if (length == folded.length) {
            folded = Arrays.copyOf(folded, length * 2 + 16);
            starts = Arrays.copyOf(starts, length * 2 + 16);
        }
        folded[length] = c;
        starts[length++] = start;
    }

    String source() {
        return source;
    }

    int length() {
        return length;
    }

    char at(int position) {
        return position >= 0 && position < length ? folded[position] : NOTHING;
    }

    boolean isDigit(int position) {
        char c = at(position);
        return c >= '0' && c <= '9';
    }

    /** Whether a letter or digit of ASCII is there. */
    boolean isWord(int position) {
        return isDigit(position) || isLetter(position);
    }

    boolean isLetter(int position) {
        char c = (char) (at(position) | 0x20);
        return c >= 'a' && c <= 'z';
    }

    /** Whether a string is there, letter by letter. */
    boolean startsWith(String text, int position) {
        for (int i = 0; i < text.length(); i++) {
            if (at(position + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a lower-case word ends before a position, in upper or lower case. */
    boolean endsWith(String word, int end) {
        for (int i = 1; i <= word.length(); i++) {
            if (Character.toLowerCase(at(end - i)) != word.charAt(word.length() - i)) {
                return false;
            }
        }
        return true;
    }

    /** Some of the folded text. */
    String text(int from, int to) {
        return new String(folded, from, to - from);
    }

    /** Where the character of a position begins in the source. */
    int start(int position) {
        return starts == null ? position : starts[position];
    }

    /** Where the character of a position ends in the source, with what is invisible behind it. */
    int end(int position) {
        if (starts == null) {
            return position + 1;
        }
        int next = position + 1;
        while (next < length && starts[next] == starts[position]) {
            next++;
        }
        if (next == length) {
            return source.length();
        }
        return starts[next];
    }
}
