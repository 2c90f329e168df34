package io.evalstream.udfs.text;

import java.text.Normalizer;

/**
 * The normal form of single characters, where it does not depend on their neighbours.
 *
 * <p>It depends on them for marks and jamo, which compose with the letter before; for the capital
 * sigma, whose lower case is another at the end of a word; and for what decomposes into these. Such
 * characters have no form here, and a text with one of them is normalised as a whole.
 */
final class CharacterForms {

    /** No form that is free of context. */
    static final int NONE = -1;

    /** Below: the character itself; from here on: {@link #EXPANSIONS} at what is above. */
    static final int EXPANSION = 0x110000;

    private static final int[] FORMS = new int[1 << 16];
    private static final int[][] EXPANSIONS;

    static {
        int[][] expansions = new int[4096][];
        int count = 0;
        for (int c = 0; c < FORMS.length; c++) {
            int[] form = formAlone((char) c);
            if (form.length == 1) {
                FORMS[c] = form[0];
            } else if (form.length == 0) {
                FORMS[c] = NONE;
            } else {
                FORMS[c] = EXPANSION + count;
                expansions[count++] = form;
            }
        }
        EXPANSIONS = expansions;
    }

    private CharacterForms() {}

    /**
     * The form of a character.
     *
     * @return a code point, {@link #NONE}, or {@link #EXPANSION} and more
     */
    static int of(char c) {
        return FORMS[c];
    }

    /** The code points of a form that is more than one. */
    static int[] expansion(int form) {
        return EXPANSIONS[form - EXPANSION];
    }

    /** Whether a code point beyond the basic plane is its own form: pictographs, ideographs. */
    static boolean isPlain(int point) {
        return point >= 0x1F300 && point <= 0x1FAFF || point >= 0x20000 && point <= 0x2F7FF;
    }

    private static int[] formAlone(char c) {
        if (TextNormalization.isBlank(c)) {
            return new int[] {' '};
        }
        if (Character.isSurrogate(c)) {
            return new int[0];
        }
        String single = String.valueOf(c);
        String composed = Normalizer.normalize(single, Normalizer.Form.NFKC);
        String form = TextNormalization.ofWhole(single);
        boolean isCut =
                TextNormalization.isBlank(composed.charAt(0))
                        || TextNormalization.isBlank(composed.charAt(composed.length() - 1));
        if (isCut || dependsOnNeighbours(single) || dependsOnNeighbours(composed)) {
            return new int[0];
        }
        return dependsOnNeighbours(form) ? new int[0] : form.codePoints().toArray();
    }

    private static boolean dependsOnNeighbours(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isSelector = c >= 0xFE00 && c <= 0xFE0F;
            boolean isJamo = c >= 0x1100 && c <= 0x11FF;
            boolean isMark = TextNormalization.isMark(c) && !isSelector;
            if (isMark || isJamo || c == 0x3A3 || Character.isSurrogate(c)) {
                return true;
            }
        }
        return false;
    }
}
