package io.evalstream.udfs.anonymize;

/** Where a number of several groups may begin and end without being part of a longer one. */
final class NumberBounds {

    private static final String JOINERS = "-./_,";

    private NumberBounds() {}

    /** Whether nothing before a position belongs to a number that begins there. */
    static boolean canStart(FoldedText text, int position) {
        return !text.isWord(position - 1)
                && !(isJoiner(text, position - 1) && text.isDigit(position - 2));
    }

    /** Whether nothing behind belongs to a number that ends before the position. */
    static boolean canEnd(FoldedText text, int position) {
        return !text.isWord(position) && !(isJoiner(text, position) && text.isDigit(position + 1));
    }

    private static boolean isJoiner(FoldedText text, int position) {
        return JOINERS.indexOf(text.at(position)) >= 0;
    }
}
