package io.evalstream.jobs.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Everything the verdict on an ended run rests on.
 *
 * @param series by series: whole tasks, their slices and the failures of each task
 * @param latencies by task
 */
record RunEvidence(Map<SeriesKey, Series> series, Map<String, Latencies> latencies) {

    /** A run that is compared with, and its scores on one series. */
    record Earlier(String runId, SeriesScores scores) {}

    /**
     * One series of scores.
     *
     * @param expected how many samples it should have, or −1
     * @param stated direction the events state, or null
     * @param baseline comparable healthy runs, oldest first
     * @param anchor the run that is compared with besides, or null
     * @param note what else a reader should know, or empty
     */
    record Series(
            SeriesScores scores,
            long expected,
            Boolean stated,
            List<Earlier> baseline,
            Earlier anchor,
            String note) {

        /** What was announced; where nothing was, as many as the latest baseline run had. */
        long samples() {
            long samples =
                    expected >= 0 || baseline.isEmpty()
                            ? expected
                            : baseline.get(baseline.size() - 1).scores().sum().count();
            return Math.max(samples, scores.results());
        }

        Series withStated(Boolean other) {
            return new Series(scores, expected, other, baseline, anchor, note);
        }

        /** Whether this run or one it is compared with has a score above zero. */
        boolean isEverAboveZero() {
            boolean isAbove =
                    scores.largest() > 0 || (anchor != null && anchor.scores().largest() > 0);
            for (Earlier run : baseline) {
                isAbove |= run.scores().largest() > 0;
            }
            return isAbove;
        }

        /** Mean score of each item over some of those runs. */
        static ItemMeans means(List<Earlier> runs) {
            List<SeriesScores> scores = new ArrayList<>();
            for (Earlier run : runs) {
                scores.add(run.scores());
            }
            return SeriesScores.means(scores);
        }
    }

    /**
     * Latencies in milliseconds.
     *
     * @param runs ids of the baseline runs, oldest first
     * @param earlier mean over the baseline runs
     */
    record Latencies(ItemNumbers own, List<String> runs, ItemMeans earlier) {}
}
