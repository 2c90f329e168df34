package io.evalstream.udfs.verdict;

import java.util.OptionalInt;

/** Estimates of how many more samples would decide a run, to be shown beside "inconclusive". */
public final class NeededSamples {

    private static final double[] STAKES = {0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9};

    private NeededSamples() {}

    /**
     * How many of the missing samples have to be scored until the others can no longer turn the
     * answer, if they are like those that arrived.
     *
     * @param baseline a_i in [0, 1], larger is better
     * @param scores x_i in [0, 1], NaN where missing; of the same length
     * @return at least 0; the number of missing samples when nothing less is enough
     */
    public static int toSettle(double[] baseline, double[] scores, DropTarget target) {
        MissingBounds bounds = MissingBounds.of(baseline, scores);
        int samples = scores.length;
        int missing = bounds.missing();
        if (missing == samples) {
            return missing;
        }
        // With every scored sample both ends move to the mean of those like it.
        double missingBaseline = 0;
        double difference = 0;
        for (int i = 0; i < samples; i++) {
            if (Double.isNaN(scores[i])) {
                missingBaseline += baseline[i];
            } else {
                difference += baseline[i] - scores[i];
            }
        }
        double typical = difference / (samples - missing);
        double highest = missing == 0 ? 0 : missingBaseline / missing;
        for (int more = 0; more < missing; more++) {
            double best = bounds.best() + more * (typical - (highest - 1)) / samples;
            double worst = bounds.worst() + more * (typical - highest) / samples;
            if (new MissingBounds(best, worst, missing - more).side(target)
                    != MissingBounds.Side.STRADDLES) {
                return more;
            }
        }
        return missing;
    }

    /**
     * How many samples like these, in all, make the evidence for a drop reach log(1/α): the
     * threshold divided by the growth of log wealth per sample at the best constant stake (Kelly,
     * "A new interpretation of information rate", 1956).
     *
     * @param differences baseline score − current score, in [−1, 1]
     * @param alpha accepted probability of a false alarm, in (0, 1)
     * @return empty when these samples do not speak for a drop
     */
    public static OptionalInt toConfirm(double[] differences, double alpha) {
        double growth = 0;
        for (double stake : STAKES) {
            double sum = 0;
            for (double difference : differences) {
                sum += StrictMath.log1p(stake * difference);
            }
            growth = Math.max(growth, sum / differences.length);
        }
        double needed = Math.ceil(EProcesses.alarmThreshold(alpha) / growth);
        return needed <= Integer.MAX_VALUE ? OptionalInt.of((int) needed) : OptionalInt.empty();
    }
}
