package io.evalstream.jobs.quality;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The results of one series of one run that count, and what verdicts need of them, each made once:
 * a healthy run is compared with by every run that follows.
 */
final class GatheredScores {

    /** The results of a series of which there are none. */
    static final GatheredScores NONE = new GatheredScores(SortedResults.NONE);

    private final SortedResults all;
    private SeriesScores whole;
    private SeriesScores failures;
    private ItemNumbers latencies;
    private Map<String, int[]> bySlice;
    private final Map<String, SeriesScores> slices = new HashMap<>();
    private BaselineSlices baselineSlices;

    GatheredScores(SortedResults all) {
        this.all = all;
    }

    /** Every result. */
    SortedResults all() {
        return all;
    }

    SeriesScores whole() {
        if (whole == null) {
            whole = SeriesScores.of(all);
        }
        return whole;
    }

    /** See {@link SeriesScores#ofFailures}. */
    SeriesScores failures() {
        if (failures == null) {
            failures = SeriesScores.ofFailures(all);
        }
        return failures;
    }

    /** The rows of each slice, in their order. */
    Map<String, int[]> bySlice() {
        if (bySlice == null) {
            Map<Text, Integer> sizes = new HashMap<>();
            for (int row = 0; row < all.size(); row++) {
                if (!all.slice(row).isEmpty()) {
                    sizes.merge(all.slice(row), 1, Integer::sum);
                }
            }
            bySlice = new HashMap<>();
            Map<Text, Rows> rows = new HashMap<>();
            sizes.forEach(
                    (slice, size) -> {
                        Rows its = new Rows(size);
                        rows.put(slice, its);
                        bySlice.put(slice.toString(), its.rows);
                    });
            for (int row = 0; row < all.size(); row++) {
                if (!all.slice(row).isEmpty()) {
                    rows.get(all.slice(row)).add(row);
                }
            }
        }
        return bySlice;
    }

    /** Rows that are being gathered. */
    private static final class Rows {
        private final int[] rows;
        private int size;

        Rows(int capacity) {
            rows = new int[capacity];
        }

        void add(int row) {
            rows[size++] = row;
        }
    }

    /** The scores of a slice as a pool has it. */
    SeriesScores slice(SlicePool pool, String name) {
        if (pool.isPooled(name)) {
            return SeriesScores.of(all, pool.select(bySlice(), name));
        }
        SeriesScores known = slices.get(name);
        if (known == null) {
            known = SeriesScores.of(all, bySlice().getOrDefault(name, new int[0]));
            slices.put(name, known);
        }
        return known;
    }

    /** Latencies of answers that were given. */
    ItemNumbers latencies() {
        if (latencies == null) {
            ItemNumbers byItem = new ItemNumbers(all, all.size());
            for (int row = 0; row < all.size(); row++) {
                if (!all.item(row).isEmpty() && isLatency(row)) {
                    byItem.add(row, all.latencyMs(row));
                }
            }
            latencies = byItem.trimmed();
        }
        return latencies;
    }

    /** Of an answer that was given; how long a failure took says nothing of the speed. */
    private boolean isLatency(int row) {
        return all.latencyMs(row) > 0
                && all.latencyMs(row) < Double.POSITIVE_INFINITY
                && all.outcome(row).isMeasured()
                && !SeriesScores.isFailure(all.outcome(row));
    }

    /**
     * The slices of the items of some runs.
     *
     * @param runs oldest first; the latest of them that knows the slice of an item decides
     * @param means of these runs
     */
    static BaselineSlices slices(List<GatheredScores> runs, ItemMeans means) {
        if (runs.isEmpty()) {
            return BaselineSlices.of(List.of(), means);
        }
        GatheredScores latest = runs.get(runs.size() - 1);
        List<SortedResults> results = new ArrayList<>();
        for (GatheredScores run : runs) {
            results.add(run.all);
        }
        if (latest.baselineSlices == null || !latest.baselineSlices.isOf(results, means)) {
            latest.baselineSlices = BaselineSlices.of(results, means);
        }
        return latest.baselineSlices;
    }

    /** Whether two lists hold the very same objects, which never change. */
    @SuppressWarnings("ReferenceEquality")
    static <T> boolean areSame(List<T> some, List<T> others) {
        boolean areSame = some.size() == others.size();
        for (int i = 0; areSame && i < some.size(); i++) {
            areSame = some.get(i) == others.get(i);
        }
        return areSame;
    }
}
