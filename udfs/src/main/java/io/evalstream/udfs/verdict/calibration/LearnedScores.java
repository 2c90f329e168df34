package io.evalstream.udfs.verdict.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Draws further runs of a model from repeated runs of it: each item scores what it scored in one of
 * them, and all items of a run share some of their luck.
 *
 * <p>The shared part is a Gaussian copula with one factor (Vasicek, "The distribution of loan
 * portfolio value", 2002): item i takes the quantile Φ(√ρ·Z + √(1−ρ)·E_i) of its own scores, Z
 * being common to the run. So every item keeps its rate whatever ρ is; ρ is chosen so that the
 * means of runs vary by max(1, κ) times what independent items explain. R scores of an item show
 * only (R−1)/R of its variance; the rest is made up by ρ too, which errs on the side of more
 * alarms.
 */
public final class LearnedScores {

    private static final double HIGHEST_SHARED = 0.999;
    private static final int HALVINGS = 24;
    private static final double REACH = 8;
    private static final double STEP = 0.25;

    /**
     * The scores an item may have.
     *
     * @param values distinct, rising
     * @param limits the normal deviates that separate them, one fewer than values
     * @param variance of a score that is drawn
     */
    private record Item(int place, double[] values, double[] limits, double variance) {

        double at(double deviate) {
            int k = 0;
            while (k < limits.length && deviate > limits[k]) {
                k++;
            }
            return values[k];
        }

        /** Expected score of a run whose shared deviate is z. */
        double mean(double z, double shared) {
            double mean = values[0];
            for (int k = 0; k < limits.length; k++) {
                double own = (limits[k] - Math.sqrt(shared) * z) / Math.sqrt(1 - shared);
                mean += (values[k + 1] - values[k]) * (1 - StandardNormal.probability(own));
            }
            return mean;
        }
    }

    private final double[] stable;
    private final List<Item> items = new ArrayList<>();
    private final double own;
    private final double common;

    /**
     * @param scores one array per run, at least two, each with the scores of the same items in the
     *     same order, none missing
     * @param kappa how many times more the means of runs vary than independent items explain; below
     *     1 it counts as 1
     */
    public LearnedScores(double[][] scores, double kappa) {
        stable = scores[0].clone();
        int runs = scores.length;
        double unbiased = 0;
        for (int i = 0; i < stable.length; i++) {
            double[] seen = new double[runs];
            for (int r = 0; r < runs; r++) {
                seen[r] = scores[r][i];
            }
            Arrays.sort(seen);
            if (seen[0] != seen[runs - 1]) {
                Item item = item(i, seen);
                items.add(item);
                unbiased += item.variance() * runs / (runs - 1);
            }
        }
        double shared = shared(Math.max(1, kappa) * unbiased);
        common = Math.sqrt(shared);
        own = Math.sqrt(1 - shared);
    }

    private static Item item(int place, double[] sorted) {
        List<Double> values = new ArrayList<>();
        List<Double> limits = new ArrayList<>();
        for (int r = 0; r < sorted.length; r++) {
            if (r > 0 && sorted[r] == sorted[r - 1]) {
                continue;
            }
            if (r > 0) {
                limits.add(StandardNormal.quantile((double) r / sorted.length));
            }
            values.add(sorted[r]);
        }
        return new Item(
                place,
                values.stream().mapToDouble(Double::doubleValue).toArray(),
                limits.stream().mapToDouble(Double::doubleValue).toArray(),
                variance(sorted));
    }

    private static double variance(double[] values) {
        double mean = Arrays.stream(values).sum() / values.length;
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return squares / values.length;
    }

    /** The ρ at which the sum over items has the wanted variance, or the largest there is. */
    private double shared(double wanted) {
        // Items with the same scores behave alike; of yes-or-no scores there are R − 1 kinds.
        Map<List<Double>, Kind> kinds = new LinkedHashMap<>();
        double independent = 0;
        for (Item item : items) {
            List<Double> scores = new ArrayList<>();
            Arrays.stream(item.values()).forEach(scores::add);
            Arrays.stream(item.limits()).forEach(scores::add);
            kinds.computeIfAbsent(scores, unknown -> new Kind(item)).items++;
            independent += item.variance();
        }
        double low = 0;
        double high = HIGHEST_SHARED;
        for (int halving = 0; halving < HALVINGS; halving++) {
            double middle = (low + high) / 2;
            if (independent + covariances(kinds.values(), middle) < wanted) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Sum of the covariances of all ordered pairs of different items, integrated over Z. */
    private static double covariances(Collection<Kind> kinds, double shared) {
        Moments run = new Moments();
        kinds.forEach(kind -> kind.means = new Moments());
        for (double z = -REACH; z <= REACH; z += STEP) {
            double density = StrictMath.exp(-z * z / 2);
            double total = 0;
            for (Kind kind : kinds) {
                double mean = kind.example.mean(z, shared);
                kind.means.add(density, mean);
                total += kind.items * mean;
            }
            run.add(density, total);
        }
        double covariances = run.variance();
        for (Kind kind : kinds) {
            covariances -= kind.items * kind.means.variance();
        }
        return covariances;
    }

    /** Items that have the same scores. */
    private static final class Kind {
        private final Item example;
        private int items;
        private Moments means = new Moments();

        Kind(Item example) {
            this.example = example;
        }
    }

    /** The weighted variance of a few numbers. */
    private static final class Moments {
        private double weight;
        private double sum;
        private double squares;

        void add(double howMuch, double value) {
            weight += howMuch;
            sum += howMuch * value;
            squares += howMuch * value * value;
        }

        double variance() {
            double mean = sum / weight;
            return squares / weight - mean * mean;
        }
    }

    /** Another run: N scores in the order of the items. */
    public double[] draw(SplittableRandom random) {
        double[] run = stable.clone();
        double shift = common * random.nextGaussian();
        for (Item item : items) {
            run[item.place()] = item.at(shift + own * random.nextGaussian());
        }
        return run;
    }
}
