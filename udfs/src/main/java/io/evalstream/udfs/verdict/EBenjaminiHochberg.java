package io.evalstream.udfs.verdict;

import java.util.Arrays;

/**
 * The e-BH procedure: false discovery rate at most α whatever the dependence between e-values.
 *
 * <p>Wang and Ramdas, "False discovery rate control with e-values", JRSS B 2022. It is for e-values
 * at one moment, such as the end of a run; running maxima are not e-values.
 */
public final class EBenjaminiHochberg {

    private EBenjaminiHochberg() {}

    /**
     * Which hypotheses are rejected: the k with the largest e-values, for the largest k whose
     * smallest one satisfies k·e ≥ K/α.
     *
     * @param logE final log E per hypothesis, in [−∞, +∞]
     * @param alpha accepted false discovery rate, in (0, 1)
     */
    public static boolean[] rejected(double[] logE, double alpha) {
        double[] ascending = logE.clone();
        Arrays.sort(ascending);
        int hypotheses = logE.length;
        double alarm = EProcesses.alarmThreshold(alpha);
        double smallest = Double.NaN;
        for (int k = hypotheses; k >= 1; k--) {
            double value = ascending[hypotheses - k];
            if (Double.isNaN(value)) {
                throw new IllegalArgumentException("a log E is not a number");
            }
            if (Double.isNaN(smallest)
                    && value >= alarm + StrictMath.log((double) hypotheses / k)) {
                smallest = value;
            }
        }
        boolean[] rejected = new boolean[hypotheses];
        for (int i = 0; i < hypotheses; i++) {
            // False throughout when nothing is rejected, as nothing is at least NaN.
            rejected[i] = logE[i] >= smallest;
        }
        return rejected;
    }
}
