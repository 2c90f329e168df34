package io.evalstream.cli.dedup;

import java.util.List;

/**
 * What became of one suite.
 *
 * @param isProtected whether its items are only reported, never removed
 * @param files what it was read from, in order
 * @param items as they came
 * @param exact items that equal an earlier or preferred one
 * @param near items that nearly equal one
 * @param removed items left out of the kept file
 * @param reported items that are duplicates and stay
 * @param distinct about how many different normalised texts it has (theta sketch)
 */
record SuiteSummary(
        String name,
        boolean isProtected,
        List<InputFile> files,
        long items,
        long exact,
        long near,
        long removed,
        long reported,
        long distinct) {

    /** Items in the kept file: the raw denominator of scores over it. */
    long kept() {
        return items - removed;
    }

    /** Items when each cluster counts once: the de-duplicated denominator. */
    long countedOnce() {
        return items - exact - near;
    }

    /** Adds up the findings of a suite. */
    static SuiteSummary of(SuiteInput input, boolean isProtected, List<Finding> findings) {
        long exact = 0;
        long removed = 0;
        long all = 0;
        for (Finding finding : findings) {
            if (finding.suite().equals(input.name())) {
                all++;
                exact += finding.kind() == Finding.Kind.EXACT ? 1 : 0;
                removed += finding.action() == Finding.Action.REMOVED ? 1 : 0;
            }
        }
        return new SuiteSummary(
                input.name(),
                isProtected,
                input.files(),
                input.items(),
                exact,
                all - exact,
                removed,
                all - removed,
                Math.round(input.distinct()));
    }
}
