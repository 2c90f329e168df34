package io.evalstream.cli;

import io.evalstream.jobs.quality.SeriesKey;
import io.evalstream.udfs.verdict.ItemOrder;
import io.evalstream.udfs.verdict.MetricCatalogue;
import io.evalstream.udfs.verdict.MetricDefinition;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One deciding metric of repeated runs, cut down to the items that all of them have.
 *
 * @param items item keys in the order of their hashes, which is as random as a shuffle however the
 *     keys are made
 * @param scores one array per run in the order of the items, in the metric's range
 * @param leftOut items that some runs have and others lack
 */
record RepeatedSeries(
        SeriesKey key,
        MetricDefinition metric,
        boolean higherIsBetter,
        List<String> items,
        double[][] scores,
        int leftOut) {

    /**
     * @param warnings where what is left out is told
     * @return empty when the metric does not decide or the runs share none of its items
     */
    static Optional<RepeatedSeries> of(
            SeriesKey key,
            List<RunScores> runs,
            MetricCatalogue catalogue,
            List<CalibrationWarning> warnings) {
        List<Map<String, Double>> byRun = new ArrayList<>();
        Set<String> all = new HashSet<>();
        Set<String> shared = null;
        Boolean stated = null;
        for (RunScores run : runs) {
            RunScores.Series series = run.series().get(key);
            Map<String, Double> scores = series == null ? Map.of() : series.scores();
            stated = stated == null && series != null ? series.stated() : stated;
            byRun.add(scores);
            all.addAll(scores.keySet());
            if (shared == null) {
                shared = new HashSet<>(scores.keySet());
            } else {
                shared.retainAll(scores.keySet());
            }
        }
        double smallest = Double.POSITIVE_INFINITY;
        double largest = Double.NEGATIVE_INFINITY;
        for (Map<String, Double> scores : byRun) {
            for (double score : scores.values()) {
                smallest = Math.min(smallest, score);
                largest = Math.max(largest, score);
            }
        }
        MetricDefinition metric =
                catalogue.findOrInfer(key.task(), key.metric(), smallest, largest);
        if (metric.tier() != 1 || all.isEmpty()) {
            return Optional.empty();
        }
        String fault =
                shared.isEmpty()
                        ? "the runs have no item in common"
                        : !metric.isBounded() || !metric.isNonNegative()
                                ? "the metric has no range in which a relative drop means anything"
                                : smallest < metric.lowest() || largest > metric.highest()
                                        ? "there are scores outside the metric's range"
                                        : "";
        if (!fault.isEmpty()) {
            warnings.add(
                    new CalibrationWarning(
                            CalibrationWarning.Kind.LEFT_OUT,
                            key.toString(),
                            fault + ", so it is left out"));
            return Optional.empty();
        }
        List<String> items = ItemOrder.of(shared);
        double[][] scores = new double[runs.size()][items.size()];
        for (int r = 0; r < scores.length; r++) {
            for (int i = 0; i < scores[r].length; i++) {
                scores[r][i] = byRun.get(r).get(items.get(i));
            }
        }
        return Optional.of(
                new RepeatedSeries(
                        key,
                        metric,
                        stated == null ? metric.higherIsBetter() : stated,
                        items,
                        scores,
                        all.size() - shared.size()));
    }
}
