package io.evalstream.udfs.verdict;

/** What is concluded about one metric of one run. */
public enum SeriesVerdict {
    /** Still running: the drop is real and looks to be at the threshold. */
    BREACH_EARLY,
    /** Still running, or cancelled for it: the finished run breaches with confidence 1 − α. */
    BREACH_CERTAIN,
    /** Still running: the finished run stays below the threshold with confidence 1 − α. */
    CLEAR_EARLY,
    /** Complete, and worse than the baseline by at least the threshold. */
    BREACH_FINAL,
    /** Complete and not worse by the threshold, yet worse than noise explains. */
    REGRESSION,
    /** Complete, and not worse by the threshold. */
    PASS,
    /** Too few samples, or the missing ones could turn the answer. */
    INCONCLUSIVE,
    /** No earlier healthy run can be compared. */
    NO_BASELINE,
    /** The relative rule does not apply: a signed range or a baseline that is not positive. */
    NOT_APPLICABLE
}
