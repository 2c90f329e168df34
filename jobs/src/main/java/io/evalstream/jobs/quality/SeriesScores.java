package io.evalstream.jobs.quality;

import io.evalstream.udfs.verdict.ScoreSum;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The scores of one series of one run, as they are gathered for its verdict. */
final class SeriesScores {

    private final SortedMap<String, Double> byItem = new TreeMap<>();
    private final Map<String, String> clusters = new HashMap<>();
    private ScoreSum sum = ScoreSum.EMPTY;
    private BigDecimal squares = BigDecimal.ZERO;
    private double smallest = Double.POSITIVE_INFINITY;
    private double largest = Double.NEGATIVE_INFINITY;
    private long results;

    /**
     * @param itemKey may be empty: then the score counts in the mean only
     * @param cluster passage or template the item belongs to, or empty
     * @param score NaN when the sample is missing
     */
    void add(String itemKey, String cluster, double score) {
        results++;
        if (Double.isNaN(score)) {
            return;
        }
        sum = sum.plus(score);
        BigDecimal decimal = BigDecimal.valueOf(score);
        squares = squares.add(decimal.multiply(decimal));
        smallest = Math.min(smallest, score);
        largest = Math.max(largest, score);
        if (!itemKey.isEmpty()) {
            byItem.put(itemKey, score);
            if (!cluster.isEmpty()) {
                clusters.put(itemKey, cluster);
            }
        }
    }

    ScoreSum sum() {
        return sum;
    }

    /** How many results there are, with and without a score. */
    long results() {
        return results;
    }

    double smallest() {
        return smallest;
    }

    double largest() {
        return largest;
    }

    /** Scores by item key, sorted by key. */
    SortedMap<String, Double> byItem() {
        return byItem;
    }

    /** Cluster of each item that has one, by item key. */
    Map<String, String> clusters() {
        return clusters;
    }

    /** Standard error of the mean; NaN below two scores. */
    double standardError() {
        long n = sum.count();
        if (n < 2) {
            return Double.NaN;
        }
        BigDecimal count = BigDecimal.valueOf(n);
        BigDecimal deviations =
                squares.subtract(
                        sum.sum().multiply(sum.sum()).divide(count, MathContext.DECIMAL128));
        double variance = Math.max(0, deviations.doubleValue()) / (n - 1);
        return Math.sqrt(variance / n);
    }
}
