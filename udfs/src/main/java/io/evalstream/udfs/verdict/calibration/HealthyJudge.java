package io.evalstream.udfs.verdict.calibration;

import io.evalstream.udfs.verdict.EarlyDecision;
import io.evalstream.udfs.verdict.MetricDefinition;
import io.evalstream.udfs.verdict.MetricScale;
import io.evalstream.udfs.verdict.PairedComparison;
import io.evalstream.udfs.verdict.PrefixEngine;
import io.evalstream.udfs.verdict.ScoreSum;
import io.evalstream.udfs.verdict.SeriesJudgement;
import io.evalstream.udfs.verdict.SeriesVerdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Judges complete runs of one series against others the way the quality job does: along the order
 * of dispatch by the prefix engine, at the end by the exact rule and the paired comparison.
 */
public final class HealthyJudge {

    /** Far above the rounding of a mean, far below one score of any benchmark. */
    private static final double SURELY_BELOW = 1e-6;

    private final List<String> keys;
    private final MetricDefinition metric;
    private final MetricScale scale;
    private final CalibrationRule rule;

    /**
     * @param keys item keys in the order of dispatch
     * @param metric a metric with a range that is not negative
     */
    public HealthyJudge(
            List<String> keys,
            MetricDefinition metric,
            boolean higherIsBetter,
            CalibrationRule rule) {
        this.keys = List.copyOf(keys);
        this.metric = metric;
        this.rule = rule;
        scale = new MetricScale(metric.lowest(), metric.highest(), higherIsBetter);
    }

    /** The rule runs are judged by. */
    CalibrationRule rule() {
        return rule;
    }

    /**
     * Judges one run.
     *
     * @param baseline scores of the runs it is compared with, [run][item], in the order of the keys
     *     and in the metric's range
     * @param candidate its own scores, likewise
     */
    FalseAlarms judge(List<double[]> baseline, double[] candidate) {
        int samples = candidate.length;
        double[] before = new double[samples];
        double mean = 0;
        double value = 0;
        for (int i = 0; i < samples; i++) {
            for (double[] run : baseline) {
                before[i] += run[i];
            }
            before[i] /= baseline.size();
            mean += before[i] / samples;
            value += candidate[i] / samples;
        }
        boolean isEarly = samples >= rule.minimumSamples() && isEarly(before, candidate, mean);
        double drop = scale.higherIsBetter() ? mean - value : value - mean;
        boolean isFinal =
                drop >= rule.threshold() * mean - SURELY_BELOW && isFinal(baseline, candidate);
        return new FalseAlarms(
                1,
                isEarly ? 1 : 0,
                isFinal ? 1 : 0,
                isFinal && isConfirmed(before, candidate) ? 1 : 0);
    }

    private boolean isEarly(double[] before, double[] candidate, double mean) {
        int samples = candidate.length;
        PrefixEngine engine =
                PrefixEngine.inUnknownOrder(
                        samples,
                        scale.target(mean, rule.threshold()),
                        rule.share(),
                        rule.minimumPaired(samples));
        for (int i = 0; i < samples; i++) {
            engine.record(i, scale.orient(before[i]), scale.orient(candidate[i]));
        }
        // One evaluation looks at all prefixes, and says of each verdict where it came first.
        EarlyDecision decision = engine.decision();
        return decision.breachAt() > 0 || decision.certainAt() > 0;
    }

    private boolean isFinal(List<double[]> baseline, double[] candidate) {
        List<ScoreSum> sums = new ArrayList<>();
        for (double[] run : baseline) {
            sums.add(sum(run));
        }
        SeriesJudgement judgement =
                SeriesJudgement.of(
                        rule.drop(),
                        metric,
                        scale.higherIsBetter(),
                        sums,
                        sum(candidate),
                        0,
                        rule.minimumSamples());
        return judgement.verdict() == SeriesVerdict.BREACH_FINAL;
    }

    private static ScoreSum sum(double[] scores) {
        ScoreSum sum = ScoreSum.EMPTY;
        for (double score : scores) {
            sum = sum.plus(score);
        }
        return sum;
    }

    private boolean isConfirmed(double[] before, double[] candidate) {
        return PairedComparison.of(
                        byKey(before), byKey(candidate), Map.of(), scale, rule.threshold())
                .confirms(rule.decidingSeries(), rule.alpha());
    }

    private SortedMap<String, Double> byKey(double[] scores) {
        SortedMap<String, Double> byKey = new TreeMap<>();
        for (int i = 0; i < scores.length; i++) {
            byKey.put(keys.get(i), scores[i]);
        }
        return byKey;
    }
}
