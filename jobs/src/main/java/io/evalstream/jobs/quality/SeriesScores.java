package io.evalstream.jobs.quality;

import io.evalstream.contract.Outcome;
import io.evalstream.udfs.verdict.ScoreSum;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The scores of one series of one run, as they are gathered for its verdict. */
final class SeriesScores {

    private final SortedResults all;

    /** Those that are meant, or null for all. */
    private final int[] rows;

    private final boolean areFailures;
    private ItemNumbers byItem;
    private Text[] clusters;
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
    private ItemMeans means = ItemMeans.NONE;

    private SeriesScores(SortedResults all, int[] rows, boolean areFailures) {
        this.all = all;
        this.rows = rows;
        this.areFailures = areFailures;
        results = rows == null ? all.size() : rows.length;
        for (int i = 0; i < results; i++) {
            add(row(i));
        }
        addUp();
    }

    /** The scores of all results; one without an item counts in the mean only. */
    static SeriesScores of(SortedResults all) {
        return new SeriesScores(all, null, false);
    }

    /**
     * The same of some of the results.
     *
     * @param rows which, in their order
     */
    static SeriesScores of(SortedResults all, int[] rows) {
        return new SeriesScores(all, rows, false);
    }

    /** 1 for each of the results that the model failed to answer, else 0. */
    static SeriesScores ofFailures(SortedResults all) {
        return new SeriesScores(all, null, true);
    }

    private int row(int i) {
        return rows == null ? i : rows[i];
    }

    private double score(int row) {
        if (areFailures) {
            Outcome outcome = all.outcome(row);
            return isFailure(outcome) ? 1 : outcome.isMeasured() ? 0 : Double.NaN;
        }
        double score = all.score(row);
        return score == 0 ? 0 : score; // There are two zeros.
    }

    private void add(int row) {
        Outcome outcome = all.outcome(row);
        unreadable += outcome == Outcome.UNREADABLE_ANSWER ? 1 : 0;
        failed += isFailure(outcome) ? 1 : 0;
        double score = score(row);
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
    }

    private void gather() {
        byItem = new ItemNumbers(all, (int) results);
        for (int i = 0; i < results; i++) {
            int row = row(i);
            double score = score(row);
            if (Double.isNaN(score) || all.item(row).isEmpty()) {
                continue;
            }
            int place = byItem.add(row, score);
            if (!all.cluster(row).isEmpty()) {
                if (clusters == null) {
                    clusters = new Text[(int) results];
                }
                clusters[place] = all.cluster(row);
            }
        }
        byItem.trimmed();
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
    static ItemMeans means(List<SeriesScores> runs) {
        if (runs.isEmpty()) {
            return ItemMeans.NONE;
        }
        SeriesScores latest = runs.get(runs.size() - 1);
        if (!GatheredScores.areSame(latest.averagedRuns, runs)) {
            List<ItemNumbers> byItem = new ArrayList<>();
            for (SeriesScores run : runs) {
                byItem.add(run.byItem());
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

    /** Scores by item. */
    ItemNumbers byItem() {
        if (byItem == null) {
            gather();
        }
        return byItem;
    }

    /**
     * The items that an earlier mean is known of, in {@link io.evalstream.udfs.verdict.ItemOrder}.
     *
     * @param before the mean of each
     * @param now its score
     * @param clusters number of its cluster, from 0
     */
    record Pairs(double[] before, double[] now, int[] clusters) {}

    /** Pairs the scores with earlier means. */
    Pairs pairs(ItemMeans earlier) {
        ItemNumbers own = byItem();
        double[] before = earlier.of(own.items());
        Pairs pairs =
                new Pairs(new double[own.size()], new double[own.size()], new int[own.size()]);
        Map<Text, Integer> numbers = new HashMap<>();
        int n = 0;
        int next = 0;
        for (int place : own.inItemOrder()) {
            if (Double.isNaN(before[place])) {
                continue;
            }
            pairs.before[n] = before[place];
            pairs.now[n] = own.numbers()[place];
            Text cluster = clusters == null ? null : clusters[place];
            Integer known = cluster == null ? null : numbers.get(cluster);
            pairs.clusters[n++] = known == null ? next : known;
            if (known == null) {
                if (cluster != null) {
                    numbers.put(cluster, next);
                }
                next++;
            }
        }
        return n == own.size()
                ? pairs
                : new Pairs(
                        Arrays.copyOf(pairs.before, n),
                        Arrays.copyOf(pairs.now, n),
                        Arrays.copyOf(pairs.clusters, n));
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
