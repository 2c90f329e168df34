package io.evalstream.cli.dedup;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * The distance, relative to the longer text, below which two texts are nearly the same: a fraction
 * of whole numbers, so that what lies exactly on it is decided exactly.
 *
 * @param numerator at least 1
 * @param denominator above the numerator
 */
public record Threshold(int numerator, int denominator) {

    private static final int MOST_DIGITS = 6;

    /**
     * From a decimal number such as 0.2.
     *
     * @throws IllegalArgumentException unless it is above 0 and below 1 with at most 6 digits
     */
    public static Threshold of(BigDecimal value) {
        BigDecimal plain = value.stripTrailingZeros();
        if (plain.signum() <= 0
                || plain.compareTo(BigDecimal.ONE) >= 0
                || plain.scale() > MOST_DIGITS) {
            throw new IllegalArgumentException(
                    value.toPlainString()
                            + " is no threshold; it is above 0 and below 1, with at most "
                            + MOST_DIGITS
                            + " digits");
        }
        BigInteger tens = BigInteger.TEN.pow(plain.scale());
        BigInteger divisor = plain.unscaledValue().gcd(tens);
        return new Threshold(
                plain.unscaledValue().divide(divisor).intValueExact(),
                tens.divide(divisor).intValueExact());
    }

    /** The greatest distance that is still below it, for the length of the longer text. */
    int greatestDistance(int longer) {
        return longer == 0 ? 0 : (int) (((long) numerator * longer - 1) / denominator);
    }

    @Override
    public String toString() {
        return new BigDecimal(numerator).divide(new BigDecimal(denominator)).toPlainString();
    }
}
