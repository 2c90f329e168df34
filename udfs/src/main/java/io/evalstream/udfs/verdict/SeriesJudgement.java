package io.evalstream.udfs.verdict;

import java.math.BigDecimal;
import java.util.List;

/**
 * The final verdict on one series of a finished run.
 *
 * @param value the run's mean; NaN without scores
 * @param baseline mean of the baseline runs' means; NaN without a baseline
 * @param relativeDrop positive when worse, relative to the baseline; NaN where it does not apply
 * @param why the verdict in words
 */
public record SeriesJudgement(
        SeriesVerdict verdict, double value, double baseline, double relativeDrop, String why) {

    /** Fewest samples a verdict may rest on where nobody says otherwise. */
    public static final int MINIMUM_SAMPLES = 30;

    /**
     * Judges a finished series.
     *
     * @param baseline sums of the comparable healthy runs, none of them empty; may be empty itself
     * @param candidate the scores that arrived
     * @param missing how many samples should be there and have no score, at least 0
     * @param minimumSamples fewest samples, missing ones included, that a verdict may rest on
     */
    public static SeriesJudgement of(
            DropRule rule,
            MetricDefinition metric,
            boolean higherIsBetter,
            List<ScoreSum> baseline,
            ScoreSum candidate,
            long missing,
            int minimumSamples) {
        double value = candidate.mean();
        if (baseline.isEmpty()) {
            return new SeriesJudgement(
                    candidate.count() == 0 ? SeriesVerdict.INCONCLUSIVE : SeriesVerdict.NO_BASELINE,
                    value,
                    Double.NaN,
                    Double.NaN,
                    candidate.count() == 0
                            ? "no sample was scored"
                            : "no comparable healthy run yet");
        }
        BigDecimal exactReference = DropRule.exactMean(baseline);
        double reference = exactReference.doubleValue();
        if (candidate.count() == 0) {
            return new SeriesJudgement(
                    SeriesVerdict.INCONCLUSIVE,
                    value,
                    reference,
                    Double.NaN,
                    "no sample was scored");
        }
        if (reference == 0 && metric.isNonNegative() && higherIsBetter) {
            return new SeriesJudgement(
                    SeriesVerdict.PASS,
                    value,
                    reference,
                    Double.NaN,
                    "the baseline is zero: there is nothing to drop from");
        }
        if (!metric.isNonNegative() || !(reference > 0)) {
            return new SeriesJudgement(
                    SeriesVerdict.NOT_APPLICABLE,
                    value,
                    reference,
                    Double.NaN,
                    metric.isNonNegative()
                            ? "the baseline is not positive, so there is no relative drop"
                            : "the metric can be negative, so there is no relative drop");
        }
        double drop = DropRule.relativeDrop(exactReference, candidate, higherIsBetter);
        if (candidate.count() + missing < minimumSamples) {
            return new SeriesJudgement(
                    SeriesVerdict.INCONCLUSIVE,
                    value,
                    reference,
                    drop,
                    "fewer than " + minimumSamples + " samples");
        }
        return withMissing(
                rule, metric, higherIsBetter, baseline, candidate, missing, reference, drop);
    }

    /** Missing samples are taken as best and as worst possible; both must give one answer. */
    private static SeriesJudgement withMissing(
            DropRule rule,
            MetricDefinition metric,
            boolean higherIsBetter,
            List<ScoreSum> baseline,
            ScoreSum candidate,
            long missing,
            double reference,
            double drop) {
        double value = candidate.mean();
        if (missing > 0 && !metric.isBounded()) {
            return new SeriesJudgement(
                    SeriesVerdict.INCONCLUSIVE,
                    value,
                    reference,
                    drop,
                    missing + " samples are missing and the metric has no known range");
        }
        BigDecimal leastDrop = leastDrop(metric, reference);
        boolean atBest =
                rule.breaches(
                        baseline,
                        imputed(
                                candidate,
                                missing,
                                higherIsBetter ? metric.highest() : metric.lowest()),
                        higherIsBetter,
                        leastDrop);
        boolean atWorst =
                missing == 0
                        ? atBest
                        : rule.breaches(
                                baseline,
                                imputed(
                                        candidate,
                                        missing,
                                        higherIsBetter ? metric.lowest() : metric.highest()),
                                higherIsBetter,
                                leastDrop);
        String suffix = missing == 0 ? "" : ", whatever the " + missing + " missing samples are";
        if (atBest) {
            return new SeriesJudgement(
                    SeriesVerdict.BREACH_FINAL,
                    value,
                    reference,
                    drop,
                    "at or beyond the threshold" + suffix);
        }
        if (atWorst) {
            return new SeriesJudgement(
                    SeriesVerdict.INCONCLUSIVE,
                    value,
                    reference,
                    drop,
                    "the " + missing + " missing samples could turn the answer");
        }
        return new SeriesJudgement(
                SeriesVerdict.PASS, value, reference, drop, "below the threshold" + suffix);
    }

    /** A tenth of nearly nothing is noise: small baselines also need a drop of one point. */
    private static BigDecimal leastDrop(MetricDefinition metric, double reference) {
        if (!metric.isBounded()) {
            return BigDecimal.ZERO;
        }
        double width = metric.highest() - metric.lowest();
        return reference < DropTarget.SMALL_BASELINE * width
                ? BigDecimal.valueOf(DropTarget.ABSOLUTE_DROP).multiply(BigDecimal.valueOf(width))
                : BigDecimal.ZERO;
    }

    private static ScoreSum imputed(ScoreSum candidate, long missing, double score) {
        return missing == 0 ? candidate : candidate.plus(BigDecimal.valueOf(score), missing);
    }
}
