package io.evalstream.udfs.verdict;

import java.util.Arrays;

/**
 * A confidence interval of the relative drop from paired samples.
 *
 * <p>The mean difference is divided by ā, which is known before the run, so no delta method is
 * needed. The standard error is cluster-robust with the factor G/(G−1) and Student's t with G−1
 * degrees of freedom (Liang and Zeger 1986; Cameron and Miller, "A practitioner's guide to
 * cluster-robust inference", 2015; for evaluations: Miller, "Adding error bars to evals", 2024).
 * With one sample per cluster it is the paired t interval.
 *
 * @param relativeDrop mean difference / ā
 * @param lower lower end; negative infinity with fewer than two clusters
 * @param upper upper end; positive infinity with fewer than two clusters
 * @param clusters G, how many clusters (or samples) it rests on
 */
public record PairedInterval(double relativeDrop, double lower, double upper, int clusters) {

    /**
     * Of independent samples.
     *
     * @param differences baseline score − current score of the compared samples, not empty
     * @param baseline ā > 0 on the scale of the differences
     * @param confidence in (0, 1), usually 0.95
     */
    public static PairedInterval of(double[] differences, double baseline, double confidence) {
        int[] clusters = new int[differences.length];
        Arrays.setAll(clusters, i -> i);
        return clustered(differences, clusters, baseline, confidence);
    }

    /**
     * Of samples that come in clusters, such as questions on one text.
     *
     * @param differences baseline score − current score of the compared samples, not empty
     * @param cluster number of each sample's cluster, from 0, of the same length
     * @param baseline ā > 0 on the scale of the differences
     * @param confidence in (0, 1), usually 0.95
     */
    public static PairedInterval clustered(
            double[] differences, int[] cluster, double baseline, double confidence) {
        if (differences.length == 0 || differences.length != cluster.length) {
            throw new IllegalArgumentException(
                    differences.length + " differences in " + cluster.length + " clusters");
        }
        if (!(baseline > 0)) {
            throw new IllegalArgumentException("a relative drop needs ā > 0, it is " + baseline);
        }
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("the confidence is " + confidence);
        }
        int n = differences.length;
        double mean = Arrays.stream(differences).sum() / n;
        double[] residuals = new double[Arrays.stream(cluster).max().orElseThrow() + 1];
        boolean[] present = new boolean[residuals.length];
        for (int i = 0; i < n; i++) {
            residuals[cluster[i]] += differences[i] - mean;
            present[cluster[i]] = true;
        }
        int groups = 0;
        double squares = 0;
        for (int g = 0; g < residuals.length; g++) {
            groups += present[g] ? 1 : 0;
            squares += residuals[g] * residuals[g];
        }
        double drop = mean / baseline;
        if (groups < 2) {
            return new PairedInterval(
                    drop, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, groups);
        }
        double error = Math.sqrt(squares * groups / (groups - 1.0)) / n / baseline;
        double half = StudentT.twoSidedQuantile(confidence, groups - 1) * error;
        return new PairedInterval(drop, drop - half, drop + half, groups);
    }
}
