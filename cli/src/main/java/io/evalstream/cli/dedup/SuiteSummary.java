package io.evalstream.cli.dedup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
public record SuiteSummary(
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
    public long kept() {
        return items - removed;
    }

    /** Items when each cluster counts once: the de-duplicated denominator. */
    public long countedOnce() {
        return items - exact - near;
    }

    /** Adds up the findings of each suite, in the order of the inputs. */
    static List<SuiteSummary> all(
            List<SuiteInput> inputs, Set<String> protectedSuites, List<Finding> findings) {
        Map<String, long[]> sums = new HashMap<>();
        for (Finding finding : findings) {
            long[] sum = sums.computeIfAbsent(finding.suite(), suite -> new long[3]);
            sum[0]++;
            sum[1] += finding.kind() == Finding.Kind.EXACT ? 1 : 0;
            sum[2] += finding.action() == Finding.Action.REMOVED ? 1 : 0;
        }
        List<SuiteSummary> summaries = new ArrayList<>();
        for (SuiteInput input : inputs) {
            long[] sum = sums.getOrDefault(input.name(), new long[3]);
            summaries.add(
                    new SuiteSummary(
                            input.name(),
                            protectedSuites.contains(input.name()),
                            input.files(),
                            input.items(),
                            sum[1],
                            sum[0] - sum[1],
                            sum[2],
                            sum[0] - sum[2],
                            Math.round(input.distinct())));
        }
        return summaries;
    }
}
