package io.evalstream.bench.dedup;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** The comparison form of a text, written a second time so that truth shares no code with us. */
final class PlainText {
    private static final Pattern BLANKS = Pattern.compile("\\p{IsWhite_Space}+");

    private PlainText() {}

    /** NFKC, lower case, runs of white space as one blank, none at the ends. */
    static int[] codePoints(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFKC);
        // Lower case may leave a letter and a mark that have a composed form together.
        String lower =
                Normalizer.normalize(composed.toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
        String collapsed = BLANKS.matcher(lower).replaceAll(" ");
        int from = collapsed.startsWith(" ") ? 1 : 0;
        int to =
                collapsed.length() - (collapsed.length() > from && collapsed.endsWith(" ") ? 1 : 0);
        return collapsed.substring(from, to).codePoints().toArray();
    }
}
