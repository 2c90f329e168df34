package io.evalstream.udfs.verdict.simulation;

/**
 * A candidate run with its baseline; all samples are numbered by dispatch index.
 *
 * @param baseline mean score over the healthy runs, [metric][sample], in [0, 1]
 * @param latestHealthy scores of the latest healthy run, [metric][sample], 0 or 1
 * @param scores the candidate's scores, [metric][sample], 0 or 1, lost samples included
 * @param healthyMeans mean score per healthy run, [metric][run], oldest first
 * @param slices each sample's slice, from 0
 * @param seconds how long each sample took
 * @param arrivals dispatch indexes in the order of arrival, repeated where a sample comes again,
 *     absent where it is lost
 */
public record SimulatedRun(
        double[][] baseline,
        double[][] latestHealthy,
        double[][] scores,
        double[][] healthyMeans,
        int[] slices,
        double[] seconds,
        int[] arrivals) {

    /** N, how many samples were dispatched. */
    public int samples() {
        return slices.length;
    }

    /** Mean baseline ā of a metric. */
    public double meanBaseline(int metric) {
        return mean(baseline[metric]);
    }

    /** Drop of the whole run relative to ā, lost samples included: the truth. */
    public double measuredDrop(int metric) {
        double reference = meanBaseline(metric);
        return (reference - mean(scores[metric])) / reference;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
