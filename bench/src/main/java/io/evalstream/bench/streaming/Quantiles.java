package io.evalstream.bench.streaming;

import java.util.Arrays;
import java.util.Locale;

/**
 * Latencies in milliseconds, by how many are not above.
 *
 * @param count how many were measured
 * @param missing how many never ended
 */
record Quantiles(int count, int missing, double p50, double p99, double p999, double most) {

    /**
     * @param latencies in milliseconds; NaN for one that never ended
     */
    static Quantiles of(double[] latencies) {
        double[] sorted = latencies.clone();
        Arrays.sort(sorted); // NaN is above all.
        int missing = 0;
        while (missing < sorted.length && Double.isNaN(sorted[sorted.length - 1 - missing])) {
            missing++;
        }
        return new Quantiles(
                sorted.length,
                missing,
                at(sorted, 0.5),
                at(sorted, 0.99),
                at(sorted, 0.999),
                at(sorted, 1));
    }

    /** The smallest latency that a share of all does not exceed; NaN when that many did not end. */
    private static double at(double[] sorted, double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.max(0, rank - 1)];
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "p50 %,.0f ms, p99 %,.0f ms, p99.9 %,.0f ms, most %,.0f ms (%,d measured%s)",
                p50,
                p99,
                p999,
                most,
                count,
                missing == 0 ? "" : String.format(Locale.ROOT, ", %,d never came", missing));
    }
}
