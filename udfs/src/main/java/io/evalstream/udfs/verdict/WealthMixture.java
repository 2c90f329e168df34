package io.evalstream.udfs.verdict;

import java.util.Arrays;

/**
 * The wealth of one bettor who splits a unit of capital evenly over a fixed grid of stakes and
 * never moves money between them.
 *
 * <p>A round with outcome x ≥ −1 multiplies the wealth at stake λ by 1 + λ·x. Products are kept
 * instead of sums of logarithms, which costs one multiplication per stake and round; exponents are
 * split off before a product can leave the range of a double. Scaling by powers of two is exact, so
 * the result does not depend on when that happens.
 */
final class WealthMixture {

    private static final double[] STAKES = {
        0.02, 0.04, 0.07, 0.11, 0.16, 0.23, 0.32, 0.43, 0.56, 0.72, 0.90
    };
    private static final double LOG_2 = StrictMath.log(2);

    /** A round with x ≤ 1 changes a wealth by at most 3.4 bits: far from the 1,022 there are. */
    private static final int ROUNDS_PER_BLOCK = 100;

    private final double[] wealth = new double[STAKES.length];
    private final int[] exponents = new int[STAKES.length];

    /** 2^(exponent − top) per stake, so that the mixture is one scalar product. */
    private final double[] scale = new double[STAKES.length];

    private int top;
    private int roundsInBlock;
    private double mixture = STAKES.length;
    private double blockMaximum = STAKES.length;
    private double earlierMaximum;

    /** The largest log wealth as of {@link #loggedAt}: a maximum stays for many rounds. */
    private double loggedMaximum;

    /** The {@link #blockMaximum} it was taken at; NaN before that. */
    private double loggedAt = Double.NaN;

    /** Zero while bets go on, else the infinite logarithm at which the wealth stays. */
    private double settled;

    WealthMixture() {
        Arrays.fill(wealth, 1);
        Arrays.fill(scale, 1);
    }

    /**
     * Plays one round; without effect once the wealth is settled.
     *
     * @param outcome payoff per unit at stake, at least −1
     */
    void bet(double outcome) {
        if (settled != 0) {
            return;
        }
        double sum = 0;
        for (int g = 0; g < STAKES.length; g++) {
            double next = wealth[g] * (1 + STAKES[g] * outcome);
            wealth[g] = next;
            sum += next * scale[g];
        }
        mixture = sum;
        if (sum > blockMaximum) {
            blockMaximum = sum;
        }
        roundsInBlock++;
        if (roundsInBlock == ROUNDS_PER_BLOCK || outcome > 1) {
            startBlock();
        }
    }

    /** The null hypothesis is refuted for good: infinite wealth. */
    void settleCertain() {
        if (settled == 0) {
            settled = Double.POSITIVE_INFINITY;
        }
    }

    /** The null hypothesis can no longer be refuted: all wealth is lost. */
    void settleImpossible() {
        if (settled == 0) {
            settled = Double.NEGATIVE_INFINITY;
        }
    }

    /** Natural logarithm of the wealth, in [−∞, +∞]; 0 before the first round. */
    double logWealth() {
        return settled != 0 ? settled : log(mixture);
    }

    /** Largest {@link #logWealth} there ever was, at least 0. */
    double maximumLogWealth() {
        if (settled == Double.POSITIVE_INFINITY) {
            return settled;
        }
        if (blockMaximum != loggedAt) {
            loggedMaximum = Math.max(earlierMaximum, log(blockMaximum));
            loggedAt = blockMaximum;
        }
        return loggedMaximum;
    }

    void copyFrom(WealthMixture other) {
        System.arraycopy(other.wealth, 0, wealth, 0, wealth.length);
        System.arraycopy(other.exponents, 0, exponents, 0, exponents.length);
        System.arraycopy(other.scale, 0, scale, 0, scale.length);
        top = other.top;
        roundsInBlock = other.roundsInBlock;
        mixture = other.mixture;
        blockMaximum = other.blockMaximum;
        earlierMaximum = other.earlierMaximum;
        loggedMaximum = other.loggedMaximum;
        loggedAt = other.loggedAt;
        settled = other.settled;
    }

    private double log(double sum) {
        return StrictMath.log(sum / STAKES.length) + top * LOG_2;
    }

    private void startBlock() {
        earlierMaximum = Math.max(earlierMaximum, log(blockMaximum));
        top = Integer.MIN_VALUE;
        for (int g = 0; g < STAKES.length; g++) {
            int exponent = Math.getExponent(wealth[g]);
            wealth[g] = Math.scalb(wealth[g], -exponent);
            exponents[g] += exponent;
            top = Math.max(top, exponents[g]);
        }
        mixture = 0;
        for (int g = 0; g < STAKES.length; g++) {
            scale[g] = Math.scalb(1.0, exponents[g] - top);
            mixture += wealth[g] * scale[g];
        }
        blockMaximum = mixture;
        loggedAt = Double.NaN;
        roundsInBlock = 0;
    }
}
