package io.evalstream.udfs.verdict;

/**
 * The mean drop at which a run breaches, on the scale [0, 1] on which samples are compared.
 *
 * @param baseline ā, mean baseline on the scale on which the drop is relative, at least 0
 * @param threshold τ, the relative drop that breaches, in (0, 1)
 * @param meanDrop mean difference of baseline and score that breaches, in [0, 1]
 */
public record DropTarget(double baseline, double threshold, double meanDrop) {

    /** Baselines below it also need an absolute drop: a tenth of nearly nothing is noise. */
    public static final double SMALL_BASELINE = 0.05;

    /** The absolute drop that small baselines need: one point. */
    public static final double ABSOLUTE_DROP = 0.01;

    public DropTarget {
        if (!(baseline >= 0 && baseline < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "the mean baseline must not be negative, it is " + baseline);
        }
        if (!(threshold > 0 && threshold < 1)) {
            throw new IllegalArgumentException(
                    "the threshold must lie between 0 and 1, it is " + threshold);
        }
        if (!(meanDrop >= 0 && meanDrop <= 1)) {
            throw new IllegalArgumentException(
                    "the mean drop must lie in [0, 1], it is " + meanDrop);
        }
    }

    /** The relative rule alone: a mean drop of τ·ā. */
    public static DropTarget relative(double baseline, double threshold) {
        return new DropTarget(baseline, threshold, threshold * baseline);
    }

    /**
     * The relative rule for scores in [0, 1], with an absolute drop of one point for baselines
     * below five. A baseline of zero is covered: there is nothing to drop from, so nothing ever
     * breaches.
     */
    public static DropTarget of(double baseline, double threshold) {
        double drop = threshold * baseline;
        return new DropTarget(
                baseline,
                threshold,
                baseline < SMALL_BASELINE ? Math.max(drop, ABSOLUTE_DROP) : drop);
    }

    /**
     * @param meanDifference mean difference of baseline and score
     * @return the drop relative to the baseline; NaN for a baseline of zero
     */
    public double relativeDrop(double meanDifference) {
        return baseline == 0 ? Double.NaN : meanDifference / baseline;
    }
}
