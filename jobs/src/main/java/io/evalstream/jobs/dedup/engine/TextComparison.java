package io.evalstream.jobs.dedup.engine;

import io.evalstream.udfs.text.Levenshtein;

import java.util.Arrays;

/** Compares one text after the other with a text that stays. */
final class TextComparison {

    private final Threshold threshold;
    private int[] pattern = new int[0];

    TextComparison(Threshold threshold) {
        this.threshold = threshold;
    }

    /** Sets the text that stays. */
    void pattern(int[] points, int length) {
        pattern = Arrays.copyOf(points, length);
    }

    /**
     * Compares a text with the one that stays.
     *
     * @return the distance in code points, or -1 where it is not near
     */
    int near(int[] points, int length) {
        int longer = Math.max(pattern.length, length);
        if (!threshold.lengthsFit(Math.min(pattern.length, length), longer)) {
            return -1;
        }
        int limit = threshold.limit(longer);
        int distance = Levenshtein.bounded(pattern, Arrays.copyOf(points, length), limit);
        return distance <= limit ? distance : -1;
    }

    /** The distance of a text to the one that stays, however far. */
    int distance(int[] points, int length) {
        return Levenshtein.distance(pattern, Arrays.copyOf(points, length));
    }
}
