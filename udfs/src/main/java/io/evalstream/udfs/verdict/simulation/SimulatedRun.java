package io.evalstream.udfs.verdict.simulation;

import io.evalstream.udfs.verdict.DropTarget;
import io.evalstream.udfs.verdict.MissingBounds;

import java.util.Arrays;

/**
 * A candidate run with its baseline; all samples are numbered by dispatch index.
 *
 * @param baseline mean score over the healthy runs, [metric][sample], in [0, 1]
 * @param healthy scores of each of them, oldest first, [run][metric][sample], 0 or 1
 * @param scores the candidate's scores, [metric][sample], 0 or 1, lost samples included
 * @param slices each sample's slice, from 0
 * @param arrivals dispatch indexes in the order of arrival, repeated where a sample comes again,
 *     absent where it is lost
 */
public record SimulatedRun(
        double[][] baseline,
        double[][][] healthy,
        double[][] scores,
        int[] slices,
        int[] arrivals) {

    /** N, how many samples were dispatched. */
    public int samples() {
        return slices.length;
    }

    /** Scores of the latest healthy run, [metric][sample], 0 or 1. */
    public double[][] latestHealthy() {
        return healthy[healthy.length - 1];
    }

    /** Mean baseline ā of a metric. */
    public double meanBaseline(int metric) {
        return mean(baseline[metric]);
    }

    /** Drop of the whole run relative to ā, lost samples included. */
    public double measuredDrop(int metric) {
        double reference = meanBaseline(metric);
        return (reference - mean(scores[metric])) / reference;
    }

    /** Whether the drop of the whole run is at the threshold, lost samples included: the truth. */
    public boolean breaches(int metric, double threshold) {
        return side(scores[metric], metric, threshold) == MissingBounds.Side.BREACH;
    }

    /** Whether the finished run is called a breach, whatever the lost samples would have been. */
    public boolean breachesAsArrived(int metric, double threshold) {
        double[] known = new double[samples()];
        Arrays.fill(known, Double.NaN);
        for (int sample : arrivals) {
            known[sample] = scores[metric][sample];
        }
        return side(known, metric, threshold) == MissingBounds.Side.BREACH;
    }

    private MissingBounds.Side side(double[] known, int metric, double threshold) {
        return MissingBounds.of(baseline[metric], known)
                .side(DropTarget.of(meanBaseline(metric), threshold));
    }

    /** The samples of one slice as a run of their own. */
    public SimulatedRun ofSlice(int slice) {
        int[] place = new int[samples()];
        int[] members = new int[samples()];
        int count = 0;
        for (int i = 0; i < place.length; i++) {
            place[i] = slices[i] == slice ? count : -1;
            if (slices[i] == slice) {
                members[count++] = i;
            }
        }
        int[] chosen = Arrays.copyOf(members, count);
        double[][][] earlier = new double[healthy.length][][];
        Arrays.setAll(earlier, run -> restricted(healthy[run], chosen));
        return new SimulatedRun(
                restricted(baseline, chosen),
                earlier,
                restricted(scores, chosen),
                new int[count],
                Arrays.stream(arrivals).map(i -> place[i]).filter(i -> i >= 0).toArray());
    }

    private static double[][] restricted(double[][] values, int[] samples) {
        double[][] result = new double[values.length][samples.length];
        for (int m = 0; m < values.length; m++) {
            for (int i = 0; i < samples.length; i++) {
                result[m][i] = values[m][samples[i]];
            }
        }
        return result;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
