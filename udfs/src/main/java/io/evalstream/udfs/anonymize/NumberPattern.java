package io.evalstream.udfs.anonymize;

/**
 * A way to write a number: digits as they are, {@code #} any digit, {@code N} a digit from 2 to 9,
 * {@code -} a separator, {@code ~} one that may be missing, all else itself.
 *
 * <p>All separators are equal, but for a blank or a closing parenthesis before the first.
 */
record NumberPattern(String pattern) {

    /** The end of such a number that begins here, or 0. */
    int end(FoldedText text, int from) {
        int position = from;
        for (int i = 0; i < pattern.length(); i++) {
            char wanted = pattern.charAt(i);
            if (wanted == '-' || wanted == '~') {
                int end = separatorEnd(text, position);
                if (end == position && wanted == '-') {
                    return 0;
                }
                position = end;
            } else if (isMatch(wanted, text, position)) {
                position++;
            } else {
                return 0;
            }
        }
        return position;
    }

    private static boolean isMatch(char wanted, FoldedText text, int position) {
        return switch (wanted) {
            case '#' -> text.isDigit(position);
            case 'N' -> text.at(position) >= '2' && text.at(position) <= '9';
            default -> text.at(position) == wanted;
        };
    }

    /** Behind a hyphen, dot, underscore or closing parenthesis, each with a blank, or a blank. */
    private static int separatorEnd(FoldedText text, int position) {
        int end = position;
        if (text.at(end) == ' ') {
            end++;
        }
        if ("-._)".indexOf(text.at(end)) >= 0) {
            end++;
            if (text.at(end) == ' ') {
                end++;
            }
        }
        return end;
    }
}
