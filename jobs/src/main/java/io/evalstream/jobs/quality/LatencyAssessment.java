package io.evalstream.jobs.quality;

import io.evalstream.udfs.verdict.EBonferroni;
import io.evalstream.udfs.verdict.PairedComparison;
import io.evalstream.udfs.verdict.SequentialSignTest;
import io.evalstream.udfs.verdict.SeriesVerdict;

import java.util.Arrays;

/**
 * Judges how long the answers of a run took, sample by sample against the baseline.
 *
 * <p>A run's mean or 95th percentile moves with every neighbour on the machine. What does not is
 * how many of the samples are slower than before: more than half of them by more than the threshold
 * is a warning.
 */
final class LatencyAssessment {

    /** Name of the series; lower is better, a diagnostic. */
    static final String METRIC = "latency_ms";

    private static final int DIAGNOSTIC = 3;

    private final ModelPolicy policy;

    LatencyAssessment(ModelPolicy policy) {
        this.policy = policy;
    }

    /**
     * Judges one task.
     *
     * @param tasks how many tasks share the accepted false alarms, at least 1
     */
    SeriesResult result(String task, RunEvidence.Latencies latencies, int tasks) {
        double threshold = Double.parseDouble(policy.threshold());
        ItemNumbers own = latencies.own();
        double[] before = latencies.earlier().of(own.items());
        SequentialSignTest test = new SequentialSignTest(threshold);
        double[] ratios = new double[own.size()];
        int n = 0;
        for (int place : own.inItemOrder()) {
            if (!Double.isNaN(before[place])) {
                double now = own.numbers()[place];
                test.step(before[place], now);
                ratios[n++] = now / before[place];
            }
        }
        ratios = Arrays.copyOf(ratios, n);
        boolean isJudged = n >= policy.minimumSamples();
        boolean isSlower =
                isJudged && test.maximumLogE() >= EBonferroni.threshold(tasks, policy.alpha());
        return new SeriesResult(
                new SeriesKey(task, METRIC, "", ""),
                verdict(latencies, isJudged, isSlower),
                DIAGNOSTIC,
                false,
                new Tally(latencies.own().size(), 0, 0, 0),
                median(own.numbers()),
                Double.NaN,
                new Reference(
                        latencies.runs(), median(latencies.earlier().means()), median(ratios) - 1),
                Reference.NONE,
                new PairedComparison(
                        n,
                        0,
                        0,
                        Double.NaN,
                        test.maximumLogE(),
                        test.logE(),
                        Double.NaN,
                        Double.NaN),
                isSlower,
                0,
                Changed.NONE,
                why(latencies, isJudged, isSlower));
    }

    private static SeriesVerdict verdict(
            RunEvidence.Latencies latencies, boolean isJudged, boolean isSlower) {
        if (latencies.runs().isEmpty()) {
            return SeriesVerdict.NO_BASELINE;
        }
        if (!isJudged) {
            return SeriesVerdict.INCONCLUSIVE;
        }
        return isSlower ? SeriesVerdict.BREACH_FINAL : SeriesVerdict.PASS;
    }

    private String why(RunEvidence.Latencies latencies, boolean isJudged, boolean isSlower) {
        if (latencies.runs().isEmpty()) {
            return "no comparable healthy run yet";
        }
        if (!isJudged) {
            return "fewer than " + policy.minimumSamples() + " samples";
        }
        return isSlower
                ? "most answers take longer by more than the threshold"
                : "not slower for most answers by more than the threshold";
    }

    /** NaN without values. */
    private static double median(double[] values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
