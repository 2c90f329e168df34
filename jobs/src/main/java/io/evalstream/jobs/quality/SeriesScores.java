package io.evalstream.jobs.quality;

import io.evalstream.contract.Outcome;
import io.evalstream.jobs.quality.RunArchive.Score;
import io.evalstream.udfs.verdict.ScoreSum;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The scores of one series of one run, as they are gathered for its verdict. */
final class SeriesScores {

    private static final Double ZERO = 0.0;
    private static final Double ONE = 1.0;

    private final Map<String, Double> byItem;
    private final Map<String, String> clusters = new HashMap<>();
    private ScoreSum sum = ScoreSum.EMPTY;
    private BigDecimal squares = BigDecimal.ZERO;
    private long zeros;
    private long ones;
    private double smallest = Double.POSITIVE_INFINITY;
    private double largest = Double.NEGATIVE_INFINITY;
    private long results;
    private long failed;
    private long unreadable;
    private List<SeriesScores> averagedRuns = List.of();
    private Map<String, Double> means = Map.of();

    private SeriesScores(int results) {
        byItem = new LinkedHashMap<>(results * 4 / 3 + 1);
    }

    /**
     * The scores of some results; one without an item counts in the mean only.
     *
     * @param results in order of their items
     */
    static SeriesScores of(List<Score> results) {
        SeriesScores scores = new SeriesScores(results.size());
        for (Score result : results) {
            scores.add(result, result.score());
        }
        scores.addUp();
        return scores;
    }

    /** 1 for each of the results that the model failed to answer, else 0. */
    static SeriesScores ofFailures(List<Score> results) {
        SeriesScores scores = new SeriesScores(results.size());
        for (Score result : results) {
            boolean isMeasured = result.outcome().isMeasured();
            double failure = isFailure(result.outcome()) ? 1 : 0;
            scores.add(result, isMeasured ? failure : Double.NaN);
        }
        scores.addUp();
        return scores;
    }

    private void add(Score result, double score) {
        results++;
        unreadable += result.outcome() == Outcome.UNREADABLE_ANSWER ? 1 : 0;
        failed += isFailure(result.outcome()) ? 1 : 0;
        if (Double.isNaN(score)) {
            return;
        }
        // Most scores are one of two numbers; decimals are for the others.
        if (score == 0) {
            zeros++;
        } else if (score == 1) {
            ones++;
        } else {
            sum = sum.plus(score);
            BigDecimal decimal = BigDecimal.valueOf(score);
            squares = squares.add(decimal.multiply(decimal));
        }
        smallest = Math.min(smallest, score);
        largest = Math.max(largest, score);
        if (!result.itemKey().isEmpty()) {
            byItem.put(result.itemKey(), score == 1 ? ONE : score == 0 ? ZERO : (Double) score);
            if (!result.cluster().isEmpty()) {
                clusters.put(result.itemKey(), result.cluster());
            }
        }
    }

    private void addUp() {
        sum = sum.plus(BigDecimal.ZERO, zeros).plus(BigDecimal.ONE, ones);
        squares = squares.add(BigDecimal.valueOf(ones));
    }

    /**
     * Mean score of each item over the runs that have it.
     *
     * @param runs oldest first
     */
    static Map<String, Double> means(List<SeriesScores> runs) {
        if (runs.isEmpty()) {
            return Map.of();
        }
        SeriesScores latest = runs.get(runs.size() - 1);
        if (!GatheredScores.areSame(latest.averagedRuns, runs)) {
            List<Map<String, Double>> byItem = new ArrayList<>();
            for (SeriesScores run : runs) {
                byItem.add(run.byItem);
            }
            latest.means = ItemMeans.of(byItem);
            latest.averagedRuns = List.copyOf(runs);
        }
        return latest.means;
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
    Map<String, Double> byItem() {
        return Collections.unmodifiableMap(byItem);
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
