package io.evalstream.jobs.quality;

import io.evalstream.jobs.quality.RunArchive.RunSeries;
import io.evalstream.udfs.verdict.DropRule;
import io.evalstream.udfs.verdict.DropTarget;
import io.evalstream.udfs.verdict.MetricCatalogue;
import io.evalstream.udfs.verdict.MetricDefinition;
import io.evalstream.udfs.verdict.MetricScale;
import io.evalstream.udfs.verdict.PrefixEngine;
import io.evalstream.udfs.verdict.ScoreSum;
import io.evalstream.udfs.verdict.SliceEngine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One deciding series of a running run, judged while its samples arrive. Not kept in state: it is a
 * function of the scores and is made again from them after a restart.
 */
final class LiveSeries {

    private final PrefixEngine engine;
    private final SliceEngine slices;
    private final MetricScale scale;

    private final ItemMeans baselineByItem;
    private final double baseline;
    private final List<String> baselineRuns;

    private LiveSeries(
            PrefixEngine engine,
            SliceEngine slices,
            MetricScale scale,
            ItemMeans baselineByItem,
            double baseline,
            List<String> baselineRuns) {
        this.engine = engine;
        this.slices = slices;
        this.scale = scale;
        this.baselineByItem = baselineByItem;
        this.baseline = baseline;
        this.baselineRuns = baselineRuns;
    }

    /**
     * Starts to judge a series from what has arrived of it.
     *
     * @param samples N, how many samples the run announced for it
     * @param hypotheses how many deciding series the run has: each gets its share of α
     * @return empty when it cannot be judged before its end: a diagnostic, no range, no baseline
     */
    static Optional<LiveSeries> start(
            EvidenceReader.SeriesView view,
            RunSeries key,
            long samples,
            int hypotheses,
            MetricCatalogue catalogue,
            ModelPolicy policy) {
        SeriesKey name = key.series();
        Optional<MetricDefinition> metric = catalogue.find(name.task(), name.metric());
        if (metric.isEmpty()
                || metric.get().tier() != 1
                || !metric.get().isBounded()
                || !metric.get().isNonNegative()
                || view.baseline().isEmpty()
                || samples < policy.minimumSamples()
                || samples > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        List<ScoreSum> sums = new ArrayList<>();
        List<String> runs = new ArrayList<>();
        for (RunEvidence.Earlier run : view.baseline()) {
            sums.add(run.scores().sum());
            runs.add(run.runId());
        }
        double mean = DropRule.mean(sums);
        MetricScale scale =
                new MetricScale(
                        metric.get().lowest(),
                        metric.get().highest(),
                        catalogue.higherIsBetter(name.task(), name.metric(), view.stated()));
        DropTarget target = scale.target(mean, Double.parseDouble(policy.threshold()));
        LiveSeries series =
                new LiveSeries(
                        PrefixEngine.inUnknownOrder(
                                (int) samples,
                                target,
                                policy.alpha() / hypotheses,
                                policy.minimumPaired(samples)),
                        new SliceEngine(
                                (int) samples,
                                view.slices().onScale(scale.highest() - scale.lowest()),
                                Double.parseDouble(policy.threshold()),
                                policy.liveSliceAlpha() / hypotheses),
                        scale,
                        view.means(),
                        mean,
                        List.copyOf(runs));
        SortedResults own = view.own().all();
        double[] before = view.means().of(own.items());
        for (int row = 0; row < own.size(); row++) {
            series.add(
                    own.dispatchIndex(row), before[row], own.slice(row).toString(), own.score(row));
        }
        return Optional.of(series);
    }

    /**
     * Takes a sample in; one without a place, a score or a baseline says nothing before the end.
     */
    void add(int dispatchIndex, Text item, String slice, double score) {
        add(dispatchIndex, baselineByItem.of(item), slice, score);
    }

    private void add(int dispatchIndex, double before, String slice, double score) {
        boolean isMissing = Double.isNaN(score);
        if (isMissing || dispatchIndex < 0 || dispatchIndex >= engine.samples()) {
            return;
        }
        if (Double.isNaN(before)) {
            slices.leaveOut(dispatchIndex);
            return;
        }
        if (!isOnScale(score) || !isOnScale(before)) {
            return;
        }
        engine.record(dispatchIndex, scale.orient(before), scale.orient(score));
        if (slice.isEmpty()) {
            slices.leaveOut(dispatchIndex);
        } else {
            slices.record(dispatchIndex, slice, scale.orient(before), scale.orient(score));
        }
    }

    private boolean isOnScale(double score) {
        return score >= scale.lowest() && score <= scale.highest();
    }

    SliceEngine slices() {
        return slices;
    }

    PrefixEngine engine() {
        return engine;
    }

    /** Mean of the baseline runs' means. */
    double baseline() {
        return baseline;
    }

    List<String> baselineRuns() {
        return baselineRuns;
    }

    boolean higherIsBetter() {
        return scale.higherIsBetter();
    }

    /** The run's mean on the metric's own scale, if its drop is {@code relativeDrop}. */
    double valueAt(double relativeDrop) {
        return scale.higherIsBetter()
                ? baseline * (1 - relativeDrop)
                : baseline * (1 + relativeDrop);
    }
}
