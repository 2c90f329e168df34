package io.evalstream.cli.dedup;

import io.evalstream.udfs.sketch.Bands;
import io.evalstream.udfs.sketch.OnePermutationSketch;
import io.evalstream.udfs.sketch.SketchMode;
import io.evalstream.udfs.sketch.Sketcher;
import io.evalstream.udfs.text.CloseTexts;
import io.evalstream.udfs.text.Closeness;
import io.evalstream.udfs.text.CodePoints;

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
 * <p>Candidates share a band of mode recall, since pools are small and what is missed here is
 * missed in every prompt; short texts are compared with all short texts of the pool. Each candidate
 * is verified by its exact distance. Takes some kilobytes of memory per item.
 */
final class PoolIndex {

    private static final SketchMode MODE = SketchMode.RECALL;

    private final Closeness closeness;
    private final CloseTexts texts;
    private final Sketcher sketcher = new Sketcher(MODE.shingle());
    private final int[] signature = new int[OnePermutationSketch.BINS];
    private final long[] bands = new long[MODE.bands()];
    private final List<Item> items = new ArrayList<>();
    private final Map<String, Integer> firstWithText = new HashMap<>();
    private final Map<Long, List<Integer>> byBand = new HashMap<>();
    private final List<Integer> shorts = new ArrayList<>();

    private record Item(String id, String text) {}

    /**
     * What an item is the same as.
     *
     * @param row of the pool's item, from 0
     * @param distance in code points, 0 for an equal text
     * @param length of the longer text
     */
    record Match(String id, long row, int distance, int length) {}

    PoolIndex(Closeness closeness) {
        this.closeness = closeness;
        this.texts = new CloseTexts(closeness);
    }

    /**
     * Adds the next item of the pool.
     *
     * @param text normalised
     */
    void add(String id, String text) {
        int row = items.size();
        items.add(new Item(id, text));
        if (firstWithText.putIfAbsent(text, row) != null) {
            return;
        }
        int[] points = CodePoints.of(text);
        if (isNearShort(points.length)) {
            shorts.add(row);
        }
        if (sketch(points)) {
            for (long band : bands) {
                byBand.computeIfAbsent(band, key -> new ArrayList<>(1)).add(row);
            }
        }
    }

    /**
     * The pool's item that is closest to a text, the first of several, if one is close enough.
     *
     * @param text normalised
     */
    Optional<Match> find(String text) {
        int[] points = CodePoints.of(text);
        Integer equal = firstWithText.get(text);
        if (equal != null) {
            return Optional.of(new Match(items.get(equal).id, equal, 0, points.length));
        }
        Set<Integer> candidates = new HashSet<>();
        if (isNearShort(points.length)) {
            candidates.addAll(shorts);
        }
        if (sketch(points)) {
            for (long band : bands) {
                candidates.addAll(byBand.getOrDefault(band, List.of()));
            }
        }
        return closest(points, candidates);
    }

    private Optional<Match> closest(int[] text, Set<Integer> candidates) {
        Match best = null;
        texts.representative(text, 0, text.length);
        for (int row : candidates) {
            int[] other = CodePoints.of(items.get(row).text);
            int distance = texts.distance(other, 0, other.length);
            if (distance >= 0) {
                int longer = Math.max(text.length, other.length);
                Match match = new Match(items.get(row).id, row, distance, longer);
                best = best == null || isBetter(match, best) ? match : best;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Fractions are compared in whole numbers, so that the order of candidates does not matter. */
    private static boolean isBetter(Match a, Match b) {
        long mine = (long) a.distance * b.length;
        long theirs = (long) b.distance * a.length;
        return mine < theirs || mine == theirs && a.row < b.row;
    }

    /** Whether a text can be close to one that is too short for bands. */
    private boolean isNearShort(int length) {
        return length <= closeness.longestPartner(SketchMode.SHORTEST - 1);
    }

    /** Leaves the bands of a text; false where it has none. */
    private boolean sketch(int[] text) {
        if (SketchMode.isTooShort(text.length)
                || !sketcher.sketch(text, 0, text.length, signature, 0)) {
            return false;
        }
        Bands.write(signature, 0, MODE, bands, 0);
        return true;
    }
}
