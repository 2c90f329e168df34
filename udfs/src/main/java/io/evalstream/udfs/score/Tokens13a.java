package io.evalstream.udfs.score;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The words BLEU counts: the tokenisation "13a" of the NIST script mteval-v13a, as sacrebleu
 * defines it (Post, "A call for clarity in reporting BLEU scores", WMT 2018).
 *
 * <p>It is made for languages written with blanks between words and keeps the particles of Korean
 * with their nouns.
 */
final class Tokens13a {

    /** ASCII symbols that always stand alone: all but apostrophe, comma, dash and full stop. */
    private static final Pattern SYMBOL = Pattern.compile("[ -&(-+/:-@\\[-`{-~]");

    private static final Pattern STOP_BEHIND_NO_DIGIT = Pattern.compile("([^0-9])([.,])");
    private static final Pattern STOP_BEFORE_NO_DIGIT = Pattern.compile("([.,])([^0-9])");
    private static final Pattern DASH_BEHIND_DIGIT = Pattern.compile("([0-9])-");

    private Tokens13a() {}

    /** The tokens of a segment, in order. */
    static List<String> of(String segment) {
        String text = withoutEntities(withoutBlankEnd(segment));
        text = SYMBOL.matcher(" " + text + " ").replaceAll(" $0 ");
        text = STOP_BEHIND_NO_DIGIT.matcher(text).replaceAll("$1 $2 ");
        text = STOP_BEFORE_NO_DIGIT.matcher(text).replaceAll(" $1 $2");
        text = DASH_BEHIND_DIGIT.matcher(text).replaceAll("$1 - ");
        return split(text);
    }

    private static String withoutEntities(String segment) {
        String text = segment.replace("<skipped>", "").replace("-\n", "").replace('\n', ' ');
        if (text.indexOf('&') < 0) {
            return text;
        }
        return text.replace("&quot;", "\"")
                .replace("&amp;", "&")
                .replace("&lt;", "<")
                .replace("&gt;", ">");
    }

    private static String withoutBlankEnd(String segment) {
        int end = segment.length();
        while (end > 0 && isBlank(segment.charAt(end - 1))) {
            end--;
        }
        return segment.substring(0, end);
    }

    private static List<String> split(String text) {
        List<String> tokens = new ArrayList<>();
        int start = -1;
        for (int i = 0; i < text.length(); i++) {
            boolean blank = isBlank(text.charAt(i));
            if (!blank && start < 0) {
                start = i;
            } else if (blank && start >= 0) {
                tokens.add(text.substring(start, i));
                start = -1;
            }
        }
        if (start >= 0) {
            tokens.add(text.substring(start));
        }
        return tokens;
    }

    /** Blank as the reference implementation's language has it, no-break spaces included. */
    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
    }
}
