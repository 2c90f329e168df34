package io.evalstream.udfs.verdict;

/**
 * The mean drop of a whole run with its missing samples at their best and at their worst.
 *
 * <p>No assumption on why samples are missing is made (Manski, "Nonparametric bounds on treatment
 * effects", 1990).
 *
 * @param best mean drop over all N samples when every missing one gets the score 1
 * @param worst mean drop over all N samples when every missing one gets the score 0
 * @param missing how many samples are missing
 */
public record MissingBounds(double best, double worst, int missing) {

    /** Sums are this exact; a run exactly at the threshold breaches. */
    private static final double TOLERANCE = 1e-12;

    /** Where both bounds lie. */
    public enum Side {
        /** The run breaches whatever the missing samples are. */
        BREACH,
        /** The run does not breach whatever the missing samples are. */
        PASS,
        /** The missing samples could turn the answer. */
        STRADDLES
    }

    /**
     * @param baseline a_i in [0, 1], larger is better
     * @param scores x_i in [0, 1], NaN where missing; of the same length, not empty
     */
    public static MissingBounds of(double[] baseline, double[] scores) {
        if (baseline.length != scores.length || scores.length == 0) {
            throw new IllegalArgumentException(
                    baseline.length + " baselines for " + scores.length + " scores");
        }
        double worst = 0;
        int missing = 0;
        for (int i = 0; i < scores.length; i++) {
            if (!(baseline[i] >= 0 && baseline[i] <= 1) || scores[i] < 0 || scores[i] > 1) {
                throw new IllegalArgumentException(
                        "sample " + i + " goes from " + baseline[i] + " to " + scores[i]);
            }
            boolean absent = Double.isNaN(scores[i]);
            missing += absent ? 1 : 0;
            worst += baseline[i] - (absent ? 0 : scores[i]);
        }
        return new MissingBounds((worst - missing) / scores.length, worst / scores.length, missing);
    }

    /** Which answers are still possible. */
    public Side side(DropTarget target) {
        if (best >= target.meanDrop() - TOLERANCE) {
            return Side.BREACH;
        }
        return worst < target.meanDrop() - TOLERANCE ? Side.PASS : Side.STRADDLES;
    }
}
