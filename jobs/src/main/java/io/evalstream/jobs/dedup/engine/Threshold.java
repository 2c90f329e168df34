package io.evalstream.jobs.dedup.engine;

import java.io.Serializable;
import java.math.BigDecimal;

/**
 * The share of a text that may differ for two items to be near duplicates: strictly less than
 * numerator / denominator of the longer text, decided in integers.
 *
 * @param numerator at least 1
 * @param denominator greater than the numerator
 */
public record Threshold(int numerator, int denominator) implements Serializable {

    /** 0.2. */
    public static final Threshold DEFAULT = new Threshold(1, 5);

    private static final int DIGITS = 6;

    /**
     * @throws IllegalArgumentException when it is no share between 0 and 1
     */
    public Threshold {
        if (numerator < 1 || denominator <= numerator) {
            throw new IllegalArgumentException(
                    "a threshold lies between 0 and 1, exclusively; "
                            + numerator
                            + "/"
                            + denominator
                            + " does not");
        }
    }

    /**
     * A threshold from a decimal fraction of at most six digits.
     *
     * @throws IllegalArgumentException when it is none, or not between 0 and 1
     */
    public static Threshold parse(String text) {
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
        return new Threshold(numerator / divisor, denominator / divisor);
    }

    private static int greatestDivisor(int a, int b) {
        return b == 0 ? a : greatestDivisor(b, a % b);
    }

    /** Whether a distance is near for a longer text of so many code points. */
    public boolean isNear(int distance, int longer) {
        return (long) denominator * distance < (long) numerator * longer;
    }

    /**
     * The greatest near distance, in code points.
     *
     * @return at least 0; 0 for an empty text as well, whose only equal is itself
     */
    public int limit(int longer) {
        return longer == 0 ? 0 : (int) (((long) numerator * longer - 1) / denominator);
    }

    /** Whether texts of these lengths can be near: their distance is at least the difference. */
    public boolean lengthsFit(int shorter, int longer) {
        return shorter == longer || isNear(longer - shorter, longer);
    }

    /** The greatest length that can be near to one, in code points. */
    public int longestNearTo(int length) {
        // den·(x − length) < num·x, so x < den·length / (den − num).
        long bound = (long) denominator * length;
        int rest = denominator - numerator;
        return (int) Math.max(length, Math.min(Integer.MAX_VALUE, (bound - 1) / rest));
    }

    @Override
    public String toString() {
        return numerator + "/" + denominator;
    }
}
