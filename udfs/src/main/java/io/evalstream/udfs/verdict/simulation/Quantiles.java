package io.evalstream.udfs.verdict.simulation;

import java.util.List;

/** Quantiles of how many samples it took. */
public final class Quantiles {

    private Quantiles() {}

    /**
     * Quantile as a share of the run; the smallest value that enough values do not exceed.
     *
     * @return NaN without values
     */
    public static double share(List<Integer> counts, double quantile, int samples) {
        if (counts.isEmpty()) {
            return Double.NaN;
        }
        List<Integer> sorted = counts.stream().sorted().toList();
        int place = (int) Math.ceil(quantile * sorted.size()) - 1;
        return (double) sorted.get(Math.max(0, place)) / samples;
    }
}
