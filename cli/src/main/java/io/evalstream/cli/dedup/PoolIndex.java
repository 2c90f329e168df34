package io.evalstream.cli.dedup;

import io.evalstream.udfs.sketch.OnePermutationSketch;
import io.evalstream.udfs.sketch.Signatures;
import io.evalstream.udfs.text.CodePoints;
import io.evalstream.udfs.text.Levenshtein;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The items of a few-shot pool, found again by equal or nearly equal texts.
 *
 * <p>Candidates share one of 85 bands of 3 MinHash values, those of mode recall; short texts are
 * compared with all short texts of the pool. Each candidate is verified by its exact distance.
 * Takes some kilobytes of memory per item, as pools are small.
 */
final class PoolIndex {

    /** Below so many code points a text has too few shingles for bands to meet. */
    static final int SHORT = 30;

    private static final int BANDS = 85;
    private static final int ROWS = 3;

    private final Threshold threshold;
    private final List<String> ids = new ArrayList<>();
    private final List<int[]> texts = new ArrayList<>();
    private final Map<String, Integer> firstWithText = new HashMap<>();
    private final Map<Long, List<Integer>> byBand = new HashMap<>();
    private final List<Integer> shorts = new ArrayList<>();

    /**
     * What an item is the same as.
     *
     * @param row of the pool's item, from 0
     * @param distance in code points, 0 for an equal text
     * @param length of the longer text
     */
    record Match(String id, long row, int distance, int length) {}

    PoolIndex(Threshold threshold) {
        this.threshold = threshold;
    }

    /**
     * Adds the next item of the pool.
     *
     * @param text normalised
     */
    void add(String id, String text) {
        int row = ids.size();
        int[] points = CodePoints.of(text);
        ids.add(id);
        texts.add(points);
        if (firstWithText.putIfAbsent(text, row) != null) {
            return;
        }
        if (isShort(points, SHORT)) {
            shorts.add(row);
        }
        if (points.length >= SHORT) {
            for (long band : bands(points)) {
                byBand.computeIfAbsent(band, hash -> new ArrayList<>(1)).add(row);
            }
        }
    }

    /**
     * The pool's item that is closest to a text, the first of several, if one is close enough.
     *
     * @param text normalised
     */
    Optional<Match> find(String text) {
        Integer equal = firstWithText.get(text);
        int[] points = CodePoints.of(text);
        if (equal != null) {
            return Optional.of(new Match(ids.get(equal), equal, 0, points.length));
        }
        Closest closest = new Closest(points);
        if (isShort(points, SHORT)) {
            shorts.forEach(closest::offer);
        }
        if (points.length >= SHORT) {
            for (long band : bands(points)) {
                byBand.getOrDefault(band, List.of()).forEach(closest::offer);
            }
        }
        return Optional.ofNullable(closest.best);
    }

    /** Whether a text can be close to one that is shorter than that. */
    private boolean isShort(int[] points, int length) {
        return points.length - (length - 1) <= threshold.greatestDistance(points.length);
    }

    private static long[] bands(int[] points) {
        return Signatures.bands(OnePermutationSketch.of(points), BANDS, ROWS);
    }

    /** The best of the candidates that were offered, each of them compared once. */
    private final class Closest {

        private final int[] text;
        private final Set<Integer> seen = new HashSet<>();
        private Match best;

        Closest(int[] text) {
            this.text = text;
        }

        void offer(int row) {
            int[] other = texts.get(row);
            int longer = Math.max(text.length, other.length);
            int limit = threshold.greatestDistance(longer);
            if (Math.abs(text.length - other.length) > limit || !seen.add(row)) {
                return;
            }
            int distance = Levenshtein.bounded(text, other, limit);
            if (distance > limit) {
                return;
            }
            long mine = best == null ? 0 : (long) distance * best.length;
            long theirs = best == null ? 0 : (long) best.distance * longer;
            if (best == null || mine < theirs || mine == theirs && row < best.row) {
                best = new Match(ids.get(row), row, distance, longer);
            }
        }
    }
}
