package io.evalstream.udfs.verdict;

/** What can be said of a run that is not complete. */
public enum EarlyVerdict {
    /** Nothing yet. */
    UNDECIDED,
    /** The drop is real, beyond half the threshold for sure, and at the threshold as it looks. */
    BREACH_EARLY,
    /** The finished run will breach, with confidence 1 − α. */
    BREACH_CERTAIN,
    /** The finished run will stay below the threshold, with confidence 1 − α. */
    CLEAR_EARLY
}
