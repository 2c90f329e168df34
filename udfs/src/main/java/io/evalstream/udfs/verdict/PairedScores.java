package io.evalstream.udfs.verdict;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * The samples a run shares with its baseline, oriented so that larger is better, in {@link
 * ItemOrder}; on the scale [0, 1] where the metric has a range, else in its own unit.
 *
 * @param before a_i, n values
 * @param now x_i, n values
 * @param clusters number of each sample's cluster, n values from 0
 * @param meanBaseline mean of the baseline on the metric's own scale; NaN without samples
 */
record PairedScores(double[] before, double[] now, int[] clusters, double meanBaseline) {

    static PairedScores of(
            Map<String, Double> baseline,
            Map<String, Double> current,
            Map<String, String> clusters,
            DoubleUnaryOperator orient) {
        double[] before = new double[current.size()];
        double[] now = new double[current.size()];
        int[] cluster = new int[current.size()];
        Map<String, Integer> numbers = new HashMap<>();
        double sum = 0;
        int n = 0;
        int next = 0;
        for (String item : ItemOrder.of(current.keySet())) {
            Double earlier = baseline.get(item);
            if (earlier == null) {
                continue;
            }
            before[n] = orient.applyAsDouble(earlier);
            now[n] = orient.applyAsDouble(current.get(item));
            sum += earlier;
            String name = clusters.get(item);
            if (name == null) {
                cluster[n] = next++;
            } else {
                Integer number = numbers.get(name);
                if (number == null) {
                    number = next++;
                    numbers.put(name, number);
                }
                cluster[n] = number;
            }
            n++;
        }
        return new PairedScores(
                Arrays.copyOf(before, n),
                Arrays.copyOf(now, n),
                Arrays.copyOf(cluster, n),
                n == 0 ? Double.NaN : sum / n);
    }

    /**
     * Of samples that both have.
     *
     * @param before mean of each over the baseline runs on the metric's own scale, in {@link
     *     ItemOrder}
     * @param now its score in the run, likewise
     * @param clusters number of its cluster, from 0
     */
    static PairedScores of(
            double[] before, double[] now, int[] clusters, DoubleUnaryOperator orient) {
        int n = before.length;
        double[] orientedBefore = new double[n];
        double[] orientedNow = new double[n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            orientedBefore[i] = orient.applyAsDouble(before[i]);
            orientedNow[i] = orient.applyAsDouble(now[i]);
            sum += before[i];
        }
        return new PairedScores(
                orientedBefore, orientedNow, clusters, n == 0 ? Double.NaN : sum / n);
    }

    /** D_i = a_i − x_i: positive when worse. */
    double[] differences() {
        double[] differences = new double[before.length];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = before[i] - now[i];
        }
        return differences;
    }

    /** Whether every score is an end of the scale. */
    boolean areBinary() {
        for (int i = 0; i < before.length; i++) {
            if ((before[i] != 0 && before[i] != 1) || (now[i] != 0 && now[i] != 1)) {
                return false;
            }
        }
        return true;
    }
}
