package io.evalstream.jobs.quality;

import io.evalstream.jobs.quality.RunArchive.Score;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The results of one series of one run that count, and what verdicts need of them, each made once:
 * a healthy run is compared with by every run that follows.
 */
final class GatheredScores {

    /** The results of a series of which there are none. */
    static final GatheredScores NONE = new GatheredScores(List.of());

    private final List<Score> all;
    private SeriesScores whole;
    private SeriesScores failures;
    private Map<String, Double> latencies;
    private Map<String, List<Score>> bySlice;
    private final Map<String, SeriesScores> slices = new HashMap<>();
    private List<GatheredScores> slicedRuns = List.of();
    private Map<String, String> sliceByItem = Map.of();

    /**
     * @param all in order of their items
     */
    GatheredScores(List<Score> all) {
        this.all = all;
    }

    /** Every result, in order of their items. */
    List<Score> all() {
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

    /** How many results each slice has. */
    Map<String, List<Score>> bySlice() {
        if (bySlice == null) {
            bySlice = new HashMap<>();
            for (Score score : all) {
                if (!score.slice().isEmpty()) {
                    bySlice.computeIfAbsent(score.slice(), s -> new ArrayList<>()).add(score);
                }
            }
        }
        return bySlice;
    }

    /** The scores of a slice as a pool has it. */
    SeriesScores slice(SlicePool pool, String name) {
        if (pool.isPooled(name)) {
            return SeriesScores.of(pool.select(all, name));
        }
        SeriesScores known = slices.get(name);
        if (known == null) {
            known = SeriesScores.of(bySlice().getOrDefault(name, List.of()));
            slices.put(name, known);
        }
        return known;
    }

    /** Latencies of answers that were given, by item, sorted. */
    Map<String, Double> latencies() {
        if (latencies == null) {
            Map<String, Double> byItem = new LinkedHashMap<>();
            for (Score score : all) {
                if (!score.itemKey().isEmpty() && isLatency(score)) {
                    byItem.put(score.itemKey(), score.latencyMs());
                }
            }
            latencies = Collections.unmodifiableMap(byItem);
        }
        return latencies;
    }

    /** Of an answer that was given; how long a failure took says nothing of the speed. */
    private static boolean isLatency(Score score) {
        return score.latencyMs() > 0
                && score.latencyMs() < Double.POSITIVE_INFINITY
                && score.outcome().isMeasured()
                && !SeriesScores.isFailure(score.outcome());
    }

    /**
     * The slice of each item that has one, as the latest of some runs says.
     *
     * @param runs oldest first
     */
    static Map<String, String> sliceByItem(List<GatheredScores> runs) {
        if (runs.isEmpty()) {
            return Map.of();
        }
        GatheredScores latest = runs.get(runs.size() - 1);
        if (!areSame(latest.slicedRuns, runs)) {
            Map<String, String> slices = new HashMap<>();
            for (GatheredScores run : runs) {
                for (Score score : run.all) {
                    if (!score.slice().isEmpty() && !score.itemKey().isEmpty()) {
                        slices.put(score.itemKey(), score.slice());
                    }
                }
            }
            latest.sliceByItem = slices;
            latest.slicedRuns = List.copyOf(runs);
        }
        return latest.sliceByItem;
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
