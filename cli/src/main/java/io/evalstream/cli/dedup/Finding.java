package io.evalstream.cli.dedup;

/**
 * An item that is the same as another one: a line of {@code removed.jsonl}.
 *
 * @param suite where the item is
 * @param item its id
 * @param row its place in the suite, from 0
 * @param keptSuite where the item is that it is the same as
 * @param distance Levenshtein distance of the normalised texts in code points
 * @param length of the longer text, in code points
 * @param cluster the smallest number of an item in its cluster
 * @param why what protects an item that is only reported; empty for a removed one
 */
public record Finding(
        String suite,
        String item,
        long row,
        String keptSuite,
        String keptItem,
        long keptRow,
        Kind kind,
        int distance,
        int length,
        long cluster,
        Action action,
        String why) {

    /** The reason for which an item with another answer stays. */
    static final String DIFFERENT_ANSWER = "DIFFERENT_ANSWER";

    /** How two items are the same. */
    enum Kind {
        /** Their normalised texts are equal. */
        EXACT,
        /** Their normalised texts are closer than the threshold. */
        NEAR
    }

    /** What became of the item. */
    enum Action {
        REMOVED,
        REPORTED
    }

    /** The distance relative to the longer text, in [0, 1]. */
    double share() {
        return length == 0 ? 0 : (double) distance / length;
    }

    /** Where the item is. */
    Place place() {
        return new Place(suite, row);
    }

    /** Where the item is that it is the same as. */
    Place keptPlace() {
        return new Place(keptSuite, keptRow);
    }

    /**
     * Where an item is.
     *
     * @param row its place in the suite, from 0
     */
    record Place(String suite, long row) {}
}
