package io.evalstream.jobs.dedup.engine;

import io.evalstream.udfs.cluster.KeepRule;
import io.evalstream.udfs.sketch.SketchMode;
import io.evalstream.udfs.text.Closeness;

import java.io.Serializable;
import java.math.BigDecimal;

/**
 * What counts as a duplicate and what happens to it.
 *
 * @param numerator of the share of the longer text in which near duplicates may differ
 * @param denominator of that share
 * @param withContext whether the context of an item is part of its text
 * @param removeDifferentAnswers whether a near duplicate goes although its answer is another one
 * @param bucketCap so many documents of one bucket are all compared with each other; of a larger
 *     bucket each is compared with the first and with its neighbours by length; at least 2
 */
public record DedupParameters(
        SketchMode mode,
        KeepRule keep,
        int numerator,
        int denominator,
        boolean withContext,
        boolean removeDifferentAnswers,
        int bucketCap)
        implements Serializable {

    /** What applies where nothing else is said. */
    public static final DedupParameters DEFAULT =
            new DedupParameters(
                    SketchMode.EVAL, KeepRule.COMPONENTS, Closeness.FIFTH, false, false, 256);

    private static final int DIGITS = 6;

    /**
     * @throws IllegalArgumentException when a bucket could not hold a pair
     */
    public DedupParameters {
        if (bucketCap < 2) {
            throw new IllegalArgumentException("a bucket holds at least 2, not " + bucketCap);
        }
    }

    public DedupParameters(
            SketchMode mode,
            KeepRule keep,
            Closeness closeness,
            boolean withContext,
            boolean removeDifferentAnswers,
            int bucketCap) {
        this(
                mode,
                keep,
                closeness.numerator(),
                closeness.denominator(),
                withContext,
                removeDifferentAnswers,
                bucketCap);
    }

    /** Where near begins. */
    public Closeness closeness() {
        return new Closeness(numerator, denominator);
    }

    /** Texts up to this length are compared with the texts too short for a sketch. */
    int longestShort() {
        return closeness().longestPartner(SketchMode.SHORTEST - 1);
    }

    /**
     * A threshold from a decimal fraction of at most six digits.
     *
     * @throws IllegalArgumentException when it is none, or not between 0 and 1
     */
    public static Closeness threshold(String text) {
        BigDecimal value;
        try {
            value = new BigDecimal(text.strip()).stripTrailingZeros();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no number; write 0.2", e);
        }
        if (value.signum() <= 0 || value.compareTo(BigDecimal.ONE) >= 0 || value.scale() > DIGITS) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no fraction between 0 and 1 with at most 6 digits");
        }
        int denominator = BigDecimal.ONE.movePointRight(value.scale()).intValueExact();
        int numerator = value.movePointRight(value.scale()).intValueExact();
        int divisor = greatestDivisor(numerator, denominator);
        return new Closeness(numerator / divisor, denominator / divisor);
    }

    private static int greatestDivisor(int a, int b) {
        return b == 0 ? a : greatestDivisor(b, a % b);
    }
}
