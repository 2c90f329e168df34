package io.evalstream.udfs.text;

import java.text.Normalizer;
import java.util.Locale;

/**
 * The form in which texts are compared: NFKC, lower case, blanks collapsed.
 *
 * <p>Digits and punctuation stay, since benchmark items that differ in nothing else are different
 * items. Blanks are the characters with the property White_Space (Unicode Standard Annex 44), which
 * become one space between words and nothing at the ends. Lower case follows the root locale.
 * Normalising twice changes nothing.
 */
public final class TextNormalization {

    /** So many marks in a row are put in canonical order together, never more. */
    static final int MARKS_IN_A_ROW = 256;

    private TextNormalization() {}

    /**
     * The normal form of a text.
     *
     * <p>No script stacks more than a few marks on a letter; a run of more than {@value
     * #MARKS_IN_A_ROW} is ordered in pieces of that size, because ordering takes quadratic time.
     *
     * @return at most 18 times as long (U+FDFA); the same object where nothing changes
     */
    public static String normalize(String text) {
        if (isNormalAscii(text)) {
            return text;
        }
        TextNormalizer normalizer = new TextNormalizer();
        normalizer.normalize(text);
        return normalizer.text();
    }

    /** The normal form of a text by the definition, whatever characters it has. */
    static String ofWhole(String text) {
        // Lower case can make a letter composable with the mark behind it: J with caron.
        String lower = compose(compose(text).toLowerCase(Locale.ROOT));
        return collapseBlanks(lower);
    }

    private static boolean isNormalAscii(String text) {
        boolean afterBlank = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && isBlank(c) || c > '~' || c >= 'A' && c <= 'Z') {
                return false;
            }
            if (c == ' ' && afterBlank) {
                return false;
            }
            afterBlank = c == ' ';
        }
        return !afterBlank || text.isEmpty();
    }

    private static String compose(String text) {
        int run = 0;
        int from = 0;
        StringBuilder pieces = null;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            run = isMark(point) ? run + 1 : 0;
            if (run > MARKS_IN_A_ROW) {
                pieces = pieces == null ? new StringBuilder(text.length()) : pieces;
                pieces.append(Normalizer.normalize(text.substring(from, i), Normalizer.Form.NFKC));
                from = i;
                run = 1;
            }
            i += Character.charCount(point);
        }
        if (pieces == null) {
            return Normalizer.normalize(text, Normalizer.Form.NFKC);
        }
        return pieces.append(Normalizer.normalize(text.substring(from), Normalizer.Form.NFKC))
                .toString();
    }

    static boolean isMark(int point) {
        if (point < 0x300) {
            return false;
        }
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    private static String collapseBlanks(String text) {
        StringBuilder collapsed = new StringBuilder(text.length());
        boolean blankBefore = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isBlank(c)) {
                blankBefore = true;
                continue;
            }
            if (blankBefore && !collapsed.isEmpty()) {
                collapsed.append(' ');
            }
            blankBefore = false;
            collapsed.append(c);
        }
        return collapsed.toString();
    }

    /** White_Space; all of it lies in the basic plane. */
    static boolean isBlank(char c) {
        return c == ' '
                || c >= '\t' && c <= '\r'
                || c == 0x85
                || c == 0xA0
                || c == 0x1680
                || c >= 0x2000 && c <= 0x200A
                || c == 0x2028
                || c == 0x2029
                || c == 0x202F
                || c == 0x205F
                || c == 0x3000;
    }
}
