package io.evalstream.udfs.verdict;

/**
 * Maps the scores of a metric with a known range to [0, 1], larger always being better.
 *
 * @param lowest smallest possible score, at least 0
 * @param highest largest possible score, finite
 */
public record MetricScale(double lowest, double highest, boolean higherIsBetter) {

    public MetricScale {
        if (!(lowest >= 0 && lowest < highest && highest < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "a range must be finite and must not be negative, it is ["
                            + lowest
                            + ", "
                            + highest
                            + "]");
        }
    }

    /** The scale of a bounded metric that cannot be negative. */
    public static MetricScale of(MetricDefinition metric) {
        return new MetricScale(metric.lowest(), metric.highest(), metric.higherIsBetter());
    }

    /**
     * @param score a score of the metric
     * @return in [0, 1], larger is better
     * @throws IllegalArgumentException when the score is not a number or out of range
     */
    public double orient(double score) {
        if (!(score >= lowest && score <= highest)) {
            throw new IllegalArgumentException(
                    "the score must lie in [" + lowest + ", " + highest + "], it is " + score);
        }
        double width = highest - lowest;
        return higherIsBetter ? (score - lowest) / width : (highest - score) / width;
    }

    /**
     * The mean drop that breaches. It is relative to the baseline as the metric counts, which is
     * not the mean of the oriented scores where lower is better or the range does not begin at 0.
     *
     * @param baseline mean baseline of the metric, not oriented
     * @param threshold τ in (0, 1)
     */
    public DropTarget target(double baseline, double threshold) {
        return DropTarget.of(baseline / (highest - lowest), threshold);
    }
}
