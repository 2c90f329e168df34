package io.evalstream.udfs.verdict.calibration;

import io.evalstream.udfs.verdict.DropTarget;
import io.evalstream.udfs.verdict.MetricScale;

import java.util.function.DoubleUnaryOperator;

/**
 * The smallest true drops that one run shows with a probability of 99 %, relative to the baseline.
 *
 * <p>A drop is taken as a random share of the items failing for good, which is the kind that varies
 * most; means are taken as normal. Shocks of whole runs (κ above 1) widen both.
 *
 * @param breach drop that is measured at the threshold or beyond; NaN when there is none
 * @param confirmed drop that the paired test calls more than noise and that is large enough to be
 *     told; NaN when there is none
 */
public record DetectableDrop(double breach, double confirmed) {

    private static final double POWER = StandardNormal.quantile(0.99);
    private static final int HALVINGS = 60;

    /**
     * Computes both drops.
     *
     * @param scores one array per run, at least two, of the same items, in the metric's range
     * @param spread what was measured on them
     * @param leastTold smallest change worth telling, in the metric's own unit
     */
    public static DetectableDrop of(
            double[][] scores,
            RunSpread spread,
            MetricScale scale,
            CalibrationRule rule,
            double leastTold) {
        double width = scale.highest() - scale.lowest();
        DropTarget target = scale.target(spread.mean(), rule.threshold());
        if (!(target.baseline() > 0) || spread.items() < rule.minimumSamples()) {
            return new DetectableDrop(Double.NaN, Double.NaN);
        }
        int items = spread.items();
        double mean = 0;
        double square = 0;
        for (double[] run : scores) {
            for (double score : run) {
                double oriented = scale.orient(score);
                mean += oriented / items / scores.length;
                square += oriented * oriented / items / scores.length;
            }
        }
        // The candidate's noise and that of the mean of the baseline runs.
        double flips =
                spread.ratio().expectedVariance()
                        / (width * width)
                        * (1 + 1.0 / rule.baselineRuns());
        double shaken = flips * Math.max(1, spread.ratio().kappa());
        double good = mean;
        double perBreak = square / items;
        double critical = StandardNormal.quantile(1 - rule.share());
        DoubleUnaryOperator lowest =
                drop -> {
                    double broken = drop / good;
                    return drop - POWER * Math.sqrt(shaken + broken * (1 - broken) * perBreak);
                };
        return new DetectableDrop(
                smallest(drop -> lowest.applyAsDouble(drop) - target.meanDrop(), good)
                        / target.baseline(),
                smallest(
                                drop -> {
                                    double error = Math.sqrt(flips + drop / good * perBreak);
                                    double least = Math.max(critical * error, leastTold / width);
                                    return lowest.applyAsDouble(drop) - least;
                                },
                                good)
                        / target.baseline());
    }

    /** The only root in [0, most] of a function that is convex, or the least of two such. */
    private static double smallest(DoubleUnaryOperator margin, double most) {
        if (!(most > 0) || margin.applyAsDouble(most) < 0) {
            return Double.NaN;
        }
        double low = 0;
        double high = most;
        for (int halving = 0; halving < HALVINGS; halving++) {
            double middle = (low + high) / 2;
            if (margin.applyAsDouble(middle) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }
}
