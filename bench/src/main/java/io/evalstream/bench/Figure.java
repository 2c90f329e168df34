package io.evalstream.bench;

import java.util.Arrays;

/** What several rounds come to: a median with the ends of its range. */
public record Figure(double median, double least, double most) {

    /**
     * @param values one of each round, in any order; at least one
     */
    public static Figure of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        double median =
                sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        return new Figure(median, sorted[0], sorted[sorted.length - 1]);
    }
}
