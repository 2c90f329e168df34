package io.evalstream.udfs.verdict;

import java.util.Map;

/**
 * What the samples that a run shares with its baseline say about the difference.
 *
 * @param paired how many samples could be compared
 * @param losses samples on the good half of the scale before and on the bad half now
 * @param gains the reverse
 * @param p one-sided probability of such a loss if nothing had changed; NaN without pairs
 * @param maximumLogE largest log E of "the drop is real" along the run, at least 0
 * @param logE the same at the end of the run, in [−∞, +∞]; 0 where there is no range
 * @param lower lower end of the 95 % interval of the relative drop; NaN where there is none
 * @param upper upper end
 */
public record PairedComparison(
        int paired,
        int losses,
        int gains,
        double p,
        double maximumLogE,
        double logE,
        double lower,
        double upper) {

    public static final double CONFIDENCE = 0.95;

    /** Nothing could be compared. */
    public static final PairedComparison NONE =
            new PairedComparison(0, 0, 0, Double.NaN, 0, 0, Double.NaN, Double.NaN);

    private static final double MIDDLE = 0.5;

    /**
     * Compares the samples that are in both.
     *
     * <p>They are taken in {@link ItemOrder}.
     *
     * @param baseline mean score of each sample over the baseline runs, by item key, on the
     *     metric's own scale
     * @param current score of each sample in this run, likewise
     * @param clusters cluster of each sample that has one, by item key
     * @param threshold τ, the relative drop that breaches, in (0, 1)
     */
    public static PairedComparison of(
            Map<String, Double> baseline,
            Map<String, Double> current,
            Map<String, String> clusters,
            MetricScale scale,
            double threshold) {
        return of(PairedScores.of(baseline, current, clusters, scale::orient), scale, threshold);
    }

    /**
     * Compares samples that are in both, in {@link ItemOrder}.
     *
     * @param before mean score of each over the baseline runs, on the metric's own scale
     * @param now its score in this run, likewise
     * @param clusters number of its cluster, from 0
     * @param threshold τ, the relative drop that breaches, in (0, 1)
     */
    public static PairedComparison of(
            double[] before, double[] now, int[] clusters, MetricScale scale, double threshold) {
        return of(PairedScores.of(before, now, clusters, scale::orient), scale, threshold);
    }

    private static PairedComparison of(PairedScores pairs, MetricScale scale, double threshold) {
        int n = pairs.before().length;
        if (n == 0) {
            return NONE;
        }
        double[] differences = pairs.differences();
        DropTarget target = scale.target(pairs.meanBaseline(), threshold);
        // Of the e-processes only the one for a real drop is asked for.
        WealthMixture evidence = new WealthMixture();
        int losses = 0;
        int gains = 0;
        for (int i = 0; i < n; i++) {
            evidence.bet(differences[i]);
            boolean wasGood = pairs.before()[i] >= MIDDLE;
            boolean isGood = pairs.now()[i] >= MIDDLE;
            losses += wasGood && !isGood ? 1 : 0;
            gains += !wasGood && isGood ? 1 : 0;
        }
        double p =
                pairs.areBinary()
                        ? McNemar.oneSidedMidP(losses, gains)
                        : SignFlip.oneSidedP(differences, 0);
        return withInterval(
                pairs,
                differences,
                target.baseline(),
                new PairedComparison(
                        n,
                        losses,
                        gains,
                        p,
                        evidence.maximumLogWealth(),
                        evidence.logWealth(),
                        Double.NaN,
                        Double.NaN));
    }

    /**
     * Compares the samples of a metric without a range: there are no halves of a scale and no
     * e-process, which needs bounded differences; the test and, over a positive baseline, the
     * interval remain.
     */
    public static PairedComparison unbounded(
            double[] before, double[] now, int[] clusters, boolean higherIsBetter) {
        PairedScores pairs =
                PairedScores.of(
                        before, now, clusters, higherIsBetter ? score -> score : score -> -score);
        int n = pairs.before().length;
        if (n == 0) {
            return NONE;
        }
        double[] differences = pairs.differences();
        double p = SignFlip.oneSidedP(differences, 0);
        return withInterval(
                pairs,
                differences,
                pairs.meanBaseline(),
                new PairedComparison(n, 0, 0, p, 0, 0, Double.NaN, Double.NaN));
    }

    private static PairedComparison withInterval(
            PairedScores pairs, double[] differences, double baseline, PairedComparison without) {
        if (!(baseline > 0) || without.paired() < 2) {
            return without;
        }
        PairedInterval interval =
                PairedInterval.clustered(differences, pairs.clusters(), baseline, CONFIDENCE);
        return new PairedComparison(
                without.paired(),
                without.losses(),
                without.gains(),
                without.p(),
                without.maximumLogE(),
                without.logE(),
                interval.lower(),
                interval.upper());
    }

    /**
     * Whether the drop is more than noise: by the evidence along the run or by the paired test.
     *
     * @param hypotheses how many deciding metrics the run has, at least 1: each gets its share of α
     * @param alpha accepted probability of a false alarm per run, in (0, 1)
     */
    public boolean confirms(int hypotheses, double alpha) {
        return maximumLogE >= EBonferroni.threshold(hypotheses, alpha) || p <= alpha / hypotheses;
    }
}
