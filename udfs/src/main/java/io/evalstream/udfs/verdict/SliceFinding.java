package io.evalstream.udfs.verdict;

import java.util.List;

/**
 * What is known of one judged slice of a run.
 *
 * @param name the slice, or {@link SliceEngine#OTHER}
 * @param members the slice, or those that were pooled
 * @param samples how many samples it has in the whole run
 * @param compared how many of them have arrived
 * @param relativeDrop drop of those, relative to the baseline; NaN without samples or with a
 *     baseline of zero
 * @param maximumLogE largest log E of "the drop is real" along the run, at least 0
 * @param foundAt shortest prefix of the series' dispatch order at which the drop was certain to be
 *     real and looked to be at the threshold; 0 if there is none
 * @param result what follows from it
 */
public record SliceFinding(
        String name,
        List<String> members,
        int samples,
        int compared,
        double relativeDrop,
        double maximumLogE,
        int foundAt,
        Result result) {

    /** What is concluded about a slice. */
    public enum Result {
        /** Nothing. */
        NONE,
        /** Worse than noise explains, and by at least the threshold as far as it has arrived. */
        DROP,
        /** At the end of the run: worse than noise explains, but not by the threshold. */
        REGRESSION
    }
}
