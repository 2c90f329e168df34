package io.evalstream.udfs.verdict;

/**
 * Evidence that a positive quantity such as latency has grown by more than a tolerated factor for
 * more than half of the samples.
 *
 * <p>Bets on the sign of log(current/baseline) − log(1 + τ) per sample, so neither heavy tails nor
 * one slow minute can make it alarm by themselves; valid at any time along the dispatch order (the
 * sign test as a betting game: Ramdas, Grünwald, Vovk and Shafer, "Game-theoretic statistics and
 * safe anytime-valid inference", 2023).
 */
public final class SequentialSignTest {

    private final WealthMixture mixture = new WealthMixture();
    private final double factor;
    private int steps;

    /**
     * @param tolerated τ, the relative growth that is tolerated, at least 0
     */
    public SequentialSignTest(double tolerated) {
        if (!(tolerated >= 0 && tolerated < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the tolerated growth is " + tolerated);
        }
        factor = 1 + tolerated;
    }

    /**
     * Takes the next sample in dispatch order.
     *
     * @param baseline typical value of this sample before, above 0
     * @param current its value now, above 0
     */
    public void step(double baseline, double current) {
        if (!(baseline > 0 && current > 0 && current < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "a growth needs positive values, it goes from " + baseline + " to " + current);
        }
        // The comparison of the logarithms, without them.
        mixture.bet(Math.signum(current - factor * baseline));
        steps++;
    }

    /** Takes the next sample, which has not arrived: it counts as not slower. */
    public void stepMissing() {
        mixture.bet(-1);
        steps++;
    }

    /** Natural logarithm of the evidence so far. */
    public double logE() {
        return mixture.logWealth();
    }

    /** Largest log E so far, at least 0; an alarm from {@link EProcesses#alarmThreshold} on. */
    public double maximumLogE() {
        return mixture.maximumLogWealth();
    }

    /** How many samples were taken. */
    public int t() {
        return steps;
    }
}
