package io.evalstream.jobs.dedup.engine;

/**
 * An item that has a duplicate before it.
 *
 * @param item its id
 * @param row its place in its suite, from 0
 * @param keptSuite suite of the item that is kept in its place
 * @param distance of the two normalised texts, in code points; of two ends of a chain it may be
 *     above the threshold
 * @param length of the longer one, in code points
 * @param cluster number of the first item it is connected with, over all suites as they were given,
 *     from 0
 */
public record Duplicate(
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
        Why why) {

    /** How it is a duplicate. */
    public enum Kind {
        /** The normalised texts are equal. */
        EXACT,
        /** They are nearly equal, or connected by items each nearly equal to the next. */
        NEAR
    }

    /** What happens to it. */
    public enum Action {
        REMOVED,
        REPORTED
    }

    /** What speaks against removing it. */
    public enum Why {
        NONE,
        PROTECTED,
        DIFFERENT_ANSWER
    }

    /** Share of the longer text that differs, in [0, 1]. */
    public double normalizedDistance() {
        return length == 0 ? 0 : (double) distance / length;
    }

    public boolean isRemoved() {
        return action == Action.REMOVED;
    }
}
