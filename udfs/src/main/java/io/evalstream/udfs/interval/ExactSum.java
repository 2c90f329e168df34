package io.evalstream.udfs.interval;

/**
 * A sum in twice the precision of a double, from which numbers can be taken back.
 *
 * <p>Two-sum after Knuth and the renormalising addition of Dekker, "A floating-point technique for
 * extending the available precision", 1971: the relative error of an addition is about 2⁻¹⁰⁵, so
 * that the order of rows does not show after rounding to a double.
 *
 * @param high the sum, rounded
 * @param low what is missing, at most half a unit in the last place of {@code high}
 */
public record ExactSum(double high, double low) {

    /** The sum of nothing. */
    public static final ExactSum ZERO = new ExactSum(0, 0);

    /** With another number. */
    public ExactSum plus(double value) {
        return add(value, 0);
    }

    /** With another sum. */
    public ExactSum plus(ExactSum other) {
        return add(other.high, other.low);
    }

    /** The other sign. */
    public ExactSum negated() {
        return new ExactSum(-high, -low);
    }

    /** The exact square of a number. */
    public static ExactSum square(double value) {
        double product = value * value;
        return new ExactSum(product, Math.fma(value, value, -product));
    }

    /** Rounded to a double. */
    public double value() {
        return high + low;
    }

    private ExactSum add(double otherHigh, double otherLow) {
        double sum = high + otherHigh;
        double back = sum - high;
        double error = (high - (sum - back)) + (otherHigh - back);
        double lowSum = low + otherLow;
        double lowBack = lowSum - low;
        double lowError = (low - (lowSum - lowBack)) + (otherLow - lowBack);
        double carried = error + lowSum;
        double middle = sum + carried;
        carried = carried - (middle - sum) + lowError;
        double rounded = middle + carried;
        return new ExactSum(rounded, carried - (rounded - middle));
    }
}
