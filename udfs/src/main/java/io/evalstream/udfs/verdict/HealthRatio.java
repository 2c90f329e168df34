package io.evalstream.udfs.verdict;

/**
 * κ, how much more the means of identical runs differ than the flips of single samples explain.
 *
 * <p>The e-process S takes samples as independent given the model. A shock that hits a whole run (a
 * different machine, a changed library) breaks that and shows here: κ is near 1 without one and far
 * above 1 with one. Under independence (R−1)·κ is roughly χ² with R−1 degrees of freedom. It is the
 * usual dispersion ratio of repeated measurements (Cochran, "The combination of estimates from
 * different experiments", 1954).
 *
 * <p>All pairs of runs count alike: a sample variance is the mean of half the squared difference
 * over all pairs (Hoeffding, "A class of statistics with asymptotically normal distribution",
 * 1948), for the run means above the fraction bar and for the scores of each sample below it. Two
 * averages are divided; an average of the ratios of pairs would hang on the pairs with few flips.
 *
 * @param kappa observed variance of the run means / variance expected from the samples; 1 when
 *     nothing varies at all
 * @param runs R, how many runs it rests on
 * @param observedVariance variance of the run means, unbiased
 * @param expectedVariance what it would be if samples flipped independently, unbiased
 */
public record HealthRatio(
        double kappa, int runs, double observedVariance, double expectedVariance) {

    /**
     * @param scores one array per run of the same model, at least two, each with the scores of the
     *     same samples in the same order, none missing
     */
    public static HealthRatio of(double[][] scores) {
        if (scores.length < 2) {
            throw new IllegalArgumentException(
                    "a variance between runs needs two of them, there are " + scores.length);
        }
        int runs = scores.length;
        int samples = scores[0].length;
        double[] means = new double[runs];
        double withinSum = 0;
        double[] column = new double[runs];
        for (int i = 0; i < samples; i++) {
            for (int r = 0; r < runs; r++) {
                if (scores[r].length != samples || Double.isNaN(scores[r][i])) {
                    throw new IllegalArgumentException(
                            "run " + r + " lacks samples; only complete runs are comparable");
                }
                column[r] = scores[r][i];
                means[r] += scores[r][i] / samples;
            }
            withinSum += variance(column);
        }
        double expected = withinSum / samples / samples;
        double observed = variance(means);
        return new HealthRatio(expected == 0 ? 1 : observed / expected, runs, observed, expected);
    }

    private static double variance(double[] values) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return squares / (values.length - 1);
    }
}
