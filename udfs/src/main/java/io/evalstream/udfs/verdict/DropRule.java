package io.evalstream.udfs.verdict;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/**
 * The user's rule, exactly: a run breaches when its mean is worse than the mean of the last N runs'
 * means by at least the threshold, relative to that baseline.
 *
 * <p>With run means v and b = (b₁ + … + b_K)/K the rule is b − v ≥ τ·b where higher is better and v
 * − b ≥ τ·b where lower is better; it is decided in decimal arithmetic without rounding.
 */
public final class DropRule {

    private final BigDecimal threshold;

    /**
     * @param threshold τ, the relative drop that breaches, in (0, 1)
     */
    public DropRule(BigDecimal threshold) {
        if (threshold.signum() <= 0 || threshold.compareTo(BigDecimal.ONE) >= 0) {
            throw new IllegalArgumentException(
                    "the threshold must lie between 0 and 1, it is " + threshold);
        }
        this.threshold = threshold;
    }

    /** The relative drop that breaches. */
    public BigDecimal threshold() {
        return threshold;
    }

    /**
     * Whether the candidate breaches.
     *
     * @param baseline one sum per baseline run, none of them empty, with a positive mean of means
     * @param candidate the sum of the run that is judged, not empty
     */
    public boolean breaches(List<ScoreSum> baseline, ScoreSum candidate, boolean higherIsBetter) {
        return breaches(baseline, candidate, higherIsBetter, BigDecimal.ZERO);
    }

    /**
     * Whether the candidate breaches, where a tiny drop never does.
     *
     * @param leastDrop absolute drop it takes besides, in the metric's own unit, at least 0
     */
    boolean breaches(
            List<ScoreSum> baseline,
            ScoreSum candidate,
            boolean higherIsBetter,
            BigDecimal leastDrop) {
        requireScores(baseline, candidate);
        // Both means times candidate count × all baseline counts × K: no division is left.
        BigDecimal runs = BigDecimal.valueOf(baseline.size());
        BigDecimal counts = counts(baseline, -1);
        BigDecimal scale = counts.multiply(BigDecimal.valueOf(candidate.count()));
        BigDecimal value = candidate.sum().multiply(counts).multiply(runs);
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < baseline.size(); i++) {
            sum = sum.add(baseline.get(i).sum().multiply(counts(baseline, i)));
        }
        BigDecimal reference = sum.multiply(BigDecimal.valueOf(candidate.count()));
        if (reference.signum() <= 0) {
            throw new IllegalArgumentException(
                    "the relative rule needs a positive baseline, it is " + mean(baseline));
        }
        BigDecimal drop = higherIsBetter ? reference.subtract(value) : value.subtract(reference);
        return drop.compareTo(threshold.multiply(reference)) >= 0
                && drop.compareTo(leastDrop.multiply(scale).multiply(runs)) >= 0;
    }

    /** The product of the counts of all runs but one. */
    private static BigDecimal counts(List<ScoreSum> baseline, int without) {
        BigDecimal product = BigDecimal.ONE;
        for (int i = 0; i < baseline.size(); i++) {
            if (i != without) {
                product = product.multiply(BigDecimal.valueOf(baseline.get(i).count()));
            }
        }
        return product;
    }

    /** Mean of the runs' means. */
    public static double mean(List<ScoreSum> baseline) {
        return exactMean(baseline).doubleValue();
    }

    /** The same to 34 digits. */
    static BigDecimal exactMean(List<ScoreSum> baseline) {
        BigDecimal total = BigDecimal.ZERO;
        for (ScoreSum run : baseline) {
            total = total.add(ScoreSum.quotient(run.sum(), run.count()));
        }
        return ScoreSum.quotient(total, baseline.size());
    }

    /**
     * How much worse the candidate is, relative to the baseline; negative when it is better.
     *
     * @return a number to show; {@link #breaches} decides
     */
    public static double relativeDrop(
            List<ScoreSum> baseline, ScoreSum candidate, boolean higherIsBetter) {
        requireScores(baseline, candidate);
        return relativeDrop(exactMean(baseline), candidate, higherIsBetter);
    }

    /**
     * The same.
     *
     * @param reference {@link #exactMean} of the baseline
     */
    static double relativeDrop(BigDecimal reference, ScoreSum candidate, boolean higherIsBetter) {
        BigDecimal value = ScoreSum.quotient(candidate.sum(), candidate.count());
        BigDecimal drop = higherIsBetter ? reference.subtract(value) : value.subtract(reference);
        return drop.divide(reference, MathContext.DECIMAL128).doubleValue();
    }

    private static void requireScores(List<ScoreSum> baseline, ScoreSum candidate) {
        if (baseline.isEmpty() || candidate.count() == 0) {
            throw new IllegalArgumentException("baseline and candidate need at least one score");
        }
        for (ScoreSum run : baseline) {
            if (run.count() == 0) {
                throw new IllegalArgumentException("a baseline run without scores");
            }
        }
    }
}
