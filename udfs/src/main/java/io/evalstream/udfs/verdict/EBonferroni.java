package io.evalstream.udfs.verdict;

/**
 * Several e-processes under one budget of false alarms, valid at any time.
 *
 * <p>By the union bound the probability that any true hypothesis k ever has log E ≥ log(1/(α·w_k))
 * is at most α when the weights add up to 1, however the processes depend on each other; so running
 * maxima may be compared (Vovk and Wang, "E-values: calibration, combination and applications",
 * Annals of Statistics 2021).
 */
public final class EBonferroni {

    private EBonferroni() {}

    /**
     * The log E that one of K equally important hypotheses has to reach: log(K/α).
     *
     * @param hypotheses K, at least 1
     * @param alpha accepted probability of any false alarm, in (0, 1)
     */
    public static double threshold(int hypotheses, double alpha) {
        if (hypotheses < 1) {
            throw new IllegalArgumentException("there are " + hypotheses + " hypotheses");
        }
        return StrictMath.log(hypotheses) + EProcesses.alarmThreshold(alpha);
    }

    /**
     * Which hypotheses are rejected.
     *
     * @param maximaLogE running maximum of log E per hypothesis
     * @param weights importance per hypothesis, at least 0, not all 0; need not add up to 1
     * @param alpha accepted probability of any false alarm, in (0, 1)
     */
    public static boolean[] rejected(double[] maximaLogE, double[] weights, double alpha) {
        if (maximaLogE.length != weights.length) {
            throw new IllegalArgumentException(
                    maximaLogE.length + " hypotheses, " + weights.length + " weights");
        }
        double total = 0;
        for (double weight : weights) {
            if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("a weight must not be " + weight);
            }
            total += weight;
        }
        boolean[] rejected = new boolean[weights.length];
        for (int k = 0; k < weights.length; k++) {
            if (Double.isNaN(maximaLogE[k])) {
                throw new IllegalArgumentException("log E of hypothesis " + k + " is not a number");
            }
            rejected[k] =
                    weights[k] > 0
                            && maximaLogE[k]
                                    >= EProcesses.alarmThreshold(alpha)
                                            - StrictMath.log(weights[k] / total);
        }
        return rejected;
    }
}
