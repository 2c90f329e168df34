package io.evalstream.jobs.quality;

import io.evalstream.contract.Outcome;
import io.evalstream.jobs.quality.RunArchive.Score;
import io.evalstream.udfs.verdict.ScoreSum;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.List;
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
    private long failed;
    private long unreadable;

    /** The scores of some results; one without an item counts in the mean only. */
    static SeriesScores of(List<Score> results) {
        SeriesScores scores = new SeriesScores();
        for (Score result : results) {
            scores.add(result, result.score());
        }
        return scores;
    }

    /** 1 for each of the results that the model failed to answer, else 0. */
    static SeriesScores ofFailures(List<Score> results) {
        SeriesScores scores = new SeriesScores();
        for (Score result : results) {
            boolean isMeasured = result.outcome().isMeasured();
            double failure = isFailure(result.outcome()) ? 1 : 0;
            scores.add(result, isMeasured ? failure : Double.NaN);
        }
        return scores;
    }

    private void add(Score result, double score) {
        results++;
        unreadable += result.outcome() == Outcome.UNREADABLE_ANSWER ? 1 : 0;
        failed += isFailure(result.outcome()) ? 1 : 0;
        if (Double.isNaN(score)) {
            return;
        }
        sum = sum.plus(score);
        BigDecimal decimal = BigDecimal.valueOf(score);
        squares = squares.add(decimal.multiply(decimal));
        smallest = Math.min(smallest, score);
        largest = Math.max(largest, score);
        if (!result.itemKey().isEmpty()) {
            byItem.put(result.itemKey(), score);
            if (!result.cluster().isEmpty()) {
                clusters.put(result.itemKey(), result.cluster());
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

    /** Counts of this series. */
    Tally tally(long missing) {
        return new Tally(sum.count(), missing, failed, unreadable);
    }

    /** Whether the model gave no answer, or none that is readable and complete. */
    static boolean isFailure(Outcome outcome) {
        return outcome.isMeasured() && outcome != Outcome.SCORED;
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
