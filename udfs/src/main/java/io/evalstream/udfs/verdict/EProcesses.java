package io.evalstream.udfs.verdict;

/**
 * The four e-processes of one (run, task, metric, slice) over samples in dispatch order.
 *
 * <p>With D = baseline − score of a sample, both in [0, 1] and oriented so that larger is better,
 * they bet against: the drop is not real (S), the whole run stays at or below half the threshold
 * (B), it stays below the threshold (C), it reaches the threshold (H). Under the hypothesis that is
 * bet against, the probability that log E ever reaches {@code log(1/α)} is at most α, so it may be
 * looked at after every sample.
 *
 * <p>S is the betting process for bounded means, mixed over a grid of stakes (Waudby-Smith and
 * Ramdas, "Estimating means of bounded random variables by betting", JRSS B 2024). B, C and H are
 * its form for sampling without replacement (Waudby-Smith and Ramdas, "Confidence sequences for
 * sampling without replacement", NeurIPS 2020): they rest on the random dispatch order only and end
 * certain, as the benchmark is finite. For time-uniform bounds see Howard, Ramdas, McAuliffe and
 * Sekhon, Annals of Statistics 2021.
 *
 * <p>A step costs 44 multiplications and allocates nothing. The same differences in the same order
 * give the same bits on every machine.
 */
public final class EProcesses {

    /** What a process is evidence for. */
    public enum Kind {
        /** The score has dropped: the mean difference is above 0. */
        S,
        /** The whole run will drop by more than half the threshold. */
        B,
        /** The whole run will drop by the threshold. */
        C,
        /** The whole run will stay below the threshold. */
        H
    }

    /** Sums of differences are this exact; beyond it a bound is not called passed. */
    private static final double TOLERANCE = 1e-9;

    private static final Kind[] KINDS = Kind.values();

    private final int samples;
    private final double totalForHalf;
    private final double totalForFull;
    private final WealthMixture[] mixtures = new WealthMixture[KINDS.length];

    private int steps;
    // Lowest and highest possible sum of the differences so far; the second parts carry what
    // rounding took (Knuth's two-sum), since N differences must add up to better than TOLERANCE.
    private double lowSum;
    private double lowRest;
    private double highSum;
    private double highRest;

    /**
     * @param samples N, how many samples the whole run has, at least 1
     * @param meanBaseline ā, mean baseline score over all N samples, in [0, 1]
     * @param threshold τ, the relative drop that breaches, in (0, 1)
     */
    public EProcesses(int samples, double meanBaseline, double threshold) {
        this(samples, DropTarget.relative(meanBaseline, threshold));
    }

    /**
     * @param samples N, how many samples the whole run has, at least 1
     * @param target the mean drop that breaches
     */
    public EProcesses(int samples, DropTarget target) {
        if (samples < 1) {
            throw new IllegalArgumentException("a run needs a sample, it has " + samples);
        }
        this.samples = samples;
        totalForHalf = samples * (target.meanDrop() / 2);
        totalForFull = samples * target.meanDrop();
        for (Kind kind : KINDS) {
            mixtures[kind.ordinal()] = new WealthMixture();
        }
    }

    /**
     * The log E at which a process raises its alarm: log(1/α).
     *
     * @param alpha accepted probability of a false alarm per run, in (0, 1)
     */
    public static double alarmThreshold(double alpha) {
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must lie between 0 and 1, it is " + alpha);
        }
        return -StrictMath.log(alpha);
    }

    /**
     * Takes the next sample in dispatch order.
     *
     * @param difference baseline score − current score, in [−1, 1]
     * @throws IllegalArgumentException when the difference is not a number or out of range
     * @throws IllegalStateException when all N samples were taken
     */
    public void step(double difference) {
        step(difference, difference);
    }

    /**
     * Takes the next sample in dispatch order when only bounds of its difference are known.
     *
     * @param lowest what S, B and C get, in [−1, 1]
     * @param highest what H gets, in [lowest, 1]
     */
    void step(double lowest, double highest) {
        if (!(lowest >= -1 && lowest <= highest && highest <= 1)) {
            throw new IllegalArgumentException(
                    "a difference of scores must lie in [-1, 1], it is "
                            + (lowest == highest ? "" + lowest : lowest + " to " + highest));
        }
        int remaining = samples - steps;
        if (remaining == 0) {
            throw new IllegalStateException("all " + samples + " samples were taken");
        }
        double low = lowSum + lowRest;
        double high = highSum + highRest;
        mixtures[0].bet(lowest);
        bet(mixtures[1], lowest, totalForHalf - low, remaining);
        bet(mixtures[2], lowest, totalForFull - low, remaining);
        bet(mixtures[3], -highest, high - totalForFull, remaining);

        double nextLow = lowSum + lowest;
        lowRest += twoSumRest(lowSum, lowest, nextLow);
        lowSum = nextLow;
        double nextHigh = highSum + highest;
        highRest += twoSumRest(highSum, highest, nextHigh);
        highSum = nextHigh;
        steps++;
    }

    /**
     * One round against "the remaining differences add up to at most so much".
     *
     * @param left what the hypothesis leaves for this and all later samples together, so that μ =
     *     left / remaining is the mean it predicts
     */
    private static void bet(WealthMixture mixture, double difference, double left, int remaining) {
        // remaining · (1 + μ): how far the prediction is above the lowest possible.
        double above = left + remaining;
        if (above < -TOLERANCE) {
            mixture.settleCertain();
        } else if (left > remaining + TOLERANCE) {
            mixture.settleImpossible();
        } else if (above > TOLERANCE) {
            mixture.bet(remaining * (1 + difference) / above - 1);
        } else if (1 + difference > TOLERANCE) {
            // Every later sample had to be the lowest possible, and this one is not.
            mixture.settleCertain();
        } else {
            mixture.bet(-1);
        }
    }

    private static double twoSumRest(double a, double b, double sum) {
        double b2 = sum - a;
        return (a - (sum - b2)) + (b - b2);
    }

    /** N, how many samples the whole run has. */
    public int samples() {
        return samples;
    }

    /** How many samples were taken. */
    public int t() {
        return steps;
    }

    /** Natural logarithm of the evidence, in [−∞, +∞]; infinite values are final. */
    public double logE(Kind kind) {
        return mixtures[kind.ordinal()].logWealth();
    }

    /** Largest log E so far, the one before the first sample (0) included. */
    public double maximumLogE(Kind kind) {
        return mixtures[kind.ordinal()].maximumLogWealth();
    }

    /** Mean difference of the samples taken, the lower bound where only bounds are known. */
    public double meanDrop() {
        return steps == 0 ? Double.NaN : (lowSum + lowRest) / steps;
    }

    /** Takes over the state of processes of the same run. */
    void copyFrom(EProcesses other) {
        steps = other.steps;
        lowSum = other.lowSum;
        lowRest = other.lowRest;
        highSum = other.highSum;
        highRest = other.highRest;
        for (int k = 0; k < mixtures.length; k++) {
            mixtures[k].copyFrom(other.mixtures[k]);
        }
    }
}
