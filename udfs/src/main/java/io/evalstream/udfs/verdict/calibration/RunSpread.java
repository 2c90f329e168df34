package io.evalstream.udfs.verdict.calibration;

import io.evalstream.udfs.verdict.HealthRatio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How far repeated runs of the same model are apart, item by item and as a whole.
 *
 * @param items N, items scored in every run
 * @param mean mean of all scores, in the metric's own unit
 * @param flipRate share of items whose score differs between two runs, averaged over all pairs
 * @param unstableShare share of items whose score is not the same in all runs
 * @param ratio κ and the variances it is made of, in the metric's own unit squared
 * @param chance probability of a κ at least as large if every item flipped independently of the
 *     others; 1 when nothing varies
 * @param lower lower end of the 95 % interval of κ; NaN with too few runs or flips to tell
 * @param upper upper end, likewise
 */
public record RunSpread(
        int items,
        double mean,
        double flipRate,
        double unstableShare,
        HealthRatio ratio,
        double chance,
        double lower,
        double upper) {

    /** κ from which people are warned: a release is then judged against a moving ground. */
    public static final double WARNING_KAPPA = 1.5;

    /** A κ that chance gives more often than this proves nothing. */
    private static final double PLAIN_CHANCE = 0.05;

    /** Below it the interval of a variance spans more than a factor of thirty. */
    public static final int RUNS_FOR_INTERVAL = 5;

    /** Below it the run means are too coarse to be taken as normal. */
    public static final int UNSTABLE_FOR_INTERVAL = 10;

    private static final int DRAWS = 1_999;

    /**
     * Measures the spread.
     *
     * <p>The probability comes from exchanging each item's scores between the runs at random
     * (Pitman, "Significance tests which may be applied to samples from any populations III", 1938,
     * items being the blocks), counting the observation itself (Phipson and Smyth, 2010): it holds
     * for two runs and for few flips. The interval takes (R−1)·κ as χ² with R−1 degrees of freedom
     * times its true value, which rests on normal run means.
     *
     * @param scores one array per run, at least two, each with the scores of the same items in the
     *     same order, none missing; at least one item
     * @param seed decides which exchanges are drawn
     */
    public static RunSpread of(double[][] scores, long seed) {
        HealthRatio ratio = HealthRatio.of(scores);
        int runs = scores.length;
        int items = scores[0].length;
        List<double[]> unstable = new ArrayList<>();
        double sum = 0;
        long differing = 0;
        for (int i = 0; i < items; i++) {
            double[] item = new double[runs];
            int differs = 0;
            for (int r = 0; r < runs; r++) {
                item[r] = scores[r][i];
                sum += item[r];
                for (int earlier = 0; earlier < r; earlier++) {
                    differs += item[earlier] == item[r] ? 0 : 1;
                }
            }
            differing += differs;
            if (differs > 0) {
                unstable.add(item);
            }
        }
        double pairs = runs * (runs - 1) / 2.0;
        boolean isTellable = runs >= RUNS_FOR_INTERVAL && unstable.size() >= UNSTABLE_FOR_INTERVAL;
        int degrees = runs - 1;
        double scaled = degrees * ratio.kappa();
        return new RunSpread(
                items,
                sum / items / runs,
                differing / pairs / items,
                (double) unstable.size() / items,
                ratio,
                chance(unstable, runs, seed),
                isTellable ? scaled / ChiSquare.quantile(0.975, degrees) : Double.NaN,
                isTellable ? scaled / ChiSquare.quantile(0.025, degrees) : Double.NaN);
    }

    private static double chance(List<double[]> unstable, int runs, long seed) {
        if (unstable.isEmpty()) {
            return 1;
        }
        double[] sums = new double[runs];
        add(unstable, sums);
        double observed = squares(sums);
        // Sums that differ by rounding only are equal.
        double atLeast = observed - 1e-9 * (observed + 1);
        SplittableRandom random = new SplittableRandom(seed);
        int count = 1;
        for (int draw = 0; draw < DRAWS; draw++) {
            for (double[] item : unstable) {
                for (int last = runs - 1; last > 0; last--) {
                    int other = random.nextInt(last + 1);
                    double moved = item[last];
                    item[last] = item[other];
                    item[other] = moved;
                }
            }
            add(unstable, sums);
            count += squares(sums) >= atLeast ? 1 : 0;
        }
        return count / (DRAWS + 1.0);
    }

    private static void add(List<double[]> unstable, double[] sums) {
        Arrays.fill(sums, 0);
        for (double[] item : unstable) {
            for (int r = 0; r < sums.length; r++) {
                sums[r] += item[r];
            }
        }
    }

    private static double squares(double[] sums) {
        double mean = 0;
        for (double sum : sums) {
            mean += sum / sums.length;
        }
        double squares = 0;
        for (double sum : sums) {
            squares += (sum - mean) * (sum - mean);
        }
        return squares;
    }

    /** Whether the runs differ by more than their items explain, as far as κ says. */
    public boolean isShaken() {
        return ratio.kappa() > WARNING_KAPPA;
    }

    /** Whether runs of independent items differ that much too often to conclude anything. */
    public boolean mayBeChance() {
        return chance > PLAIN_CHANCE;
    }

    /** Whether no item ever changed. */
    public boolean isDeterministic() {
        return unstableShare == 0;
    }

    /** Whether there is an interval of κ. */
    public boolean hasInterval() {
        return !Double.isNaN(lower);
    }
}
