package io.evalstream.udfs.verdict.calibration;

import io.evalstream.udfs.verdict.DropRule;
import io.evalstream.udfs.verdict.MetricDefinition;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Runs with a known flip rate and a known κ: a share of the items is right with probability one
 * half, and a shock moves that probability for all of them in a run.
 */
final class SimulatedRuns {

    static final MetricDefinition ACCURACY = new MetricDefinition("acc", true, 0, 1, 1);

    private final int items;
    private final int unstable;
    private final int right;
    private final double shock;
    private final SplittableRandom random;

    /**
     * @param items N
     * @param flipRate share of items that differ between two runs, in [0, 0.5]
     * @param accuracy expected mean
     * @param kappa at least 1
     */
    SimulatedRuns(int items, double flipRate, double accuracy, double kappa, long seed) {
        this.items = items;
        // Two fair coins differ with probability one half.
        unstable = (int) Math.round(2 * flipRate * items);
        right = (int) Math.round(accuracy * items - unstable / 2.0);
        // Var(sum) = U·(1/4 − s²) + U²·s² is to be κ·U/4.
        shock = unstable < 2 ? 0 : Math.sqrt((kappa - 1) / 4 / (unstable - 1));
        random = new SplittableRandom(seed);
    }

    double[] next() {
        double[] run = new double[items];
        double half = 0.5 + shock * random.nextGaussian();
        for (int i = 0; i < items; i++) {
            run[i] =
                    i < unstable
                            ? random.nextDouble() < half ? 1 : 0
                            : i < unstable + right ? 1 : 0;
        }
        return run;
    }

    double[][] next(int runs) {
        double[][] scores = new double[runs][];
        for (int r = 0; r < runs; r++) {
            scores[r] = next();
        }
        return scores;
    }

    static CalibrationRule rule() {
        return new CalibrationRule(new DropRule(new BigDecimal("0.10")), 0.01, 1, 30, 0.02, 5);
    }

    static List<String> keys(int items) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < items; i++) {
            keys.add("item-" + i);
        }
        return keys;
    }

    /** A judge of accuracy. */
    static HealthyJudge judge(int items) {
        return new HealthyJudge(keys(items), ACCURACY, true, rule());
    }

    /** The runs with their items in another, random order, the same for all. */
    static double[][] shuffled(double[][] runs, long seed) {
        double[][] shuffled = new double[runs.length][];
        for (int r = 0; r < runs.length; r++) {
            shuffled[r] = runs[r].clone();
            SplittableRandom random = new SplittableRandom(seed);
            for (int last = shuffled[r].length - 1; last > 0; last--) {
                int other = random.nextInt(last + 1);
                double moved = shuffled[r][last];
                shuffled[r][last] = shuffled[r][other];
                shuffled[r][other] = moved;
            }
        }
        return shuffled;
    }
}
