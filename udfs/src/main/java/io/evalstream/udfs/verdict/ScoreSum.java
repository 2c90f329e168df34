package io.evalstream.udfs.verdict;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * An exact sum of scores, each taken as the decimal it is written as, so that neither the order of
 * summation nor binary rounding can move a run across the threshold.
 *
 * @param sum of all scores
 * @param count how many there are, at least 0
 */
public record ScoreSum(BigDecimal sum, long count) {

    private static final int FEW_DIGITS = 9;

    public static final ScoreSum EMPTY = new ScoreSum(BigDecimal.ZERO, 0);

    /**
     * Returns this sum with one more score.
     *
     * @param score a finite number
     * @throws NumberFormatException when the score is NaN or infinite
     */
    public ScoreSum plus(double score) {
        return new ScoreSum(sum.add(BigDecimal.valueOf(score)), count + 1);
    }

    /** Returns this sum with {@code times} more scores of one value. */
    public ScoreSum plus(BigDecimal score, long times) {
        return new ScoreSum(sum.add(score.multiply(BigDecimal.valueOf(times))), count + times);
    }

    /** The mean, correctly rounded; NaN when there are no scores. */
    public double mean() {
        return count == 0 ? Double.NaN : quotient(sum, count).doubleValue();
    }

    /**
     * A number divided by a count, to 34 digits.
     *
     * @param count at least 1
     */
    static BigDecimal quotient(BigDecimal number, long count) {
        long power = 1;
        for (int digits = 0; digits <= FEW_DIGITS; digits++) {
            if (power % count == 0) {
                // It comes out even: a multiplication, where a division would strip zeros one by
                // one.
                BigDecimal quotient = number.multiply(BigDecimal.valueOf(power / count, digits));
                if (quotient.precision() <= MathContext.DECIMAL128.getPrecision()) {
                    return quotient;
                }
            }
            power *= 10;
        }
        return number.divide(BigDecimal.valueOf(count), MathContext.DECIMAL128);
    }
}
