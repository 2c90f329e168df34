package io.evalstream.udfs.verdict.simulation;

/**
 * How many of so many, with its 95 % interval (Wilson, "Probable inference, the law of succession,
 * and statistical inference", JASA 1927).
 *
 * @param count at least 0
 * @param of at least {@code count}
 */
public record Share(int count, int of) {

    /** Two-sided 95 % quantile of the normal distribution. */
    private static final double Z = 1.959963984540054;

    public Share {
        if (count < 0 || count > of) {
            throw new IllegalArgumentException(count + " of " + of);
        }
    }

    /** Counts of both together. */
    public Share plus(Share other) {
        return new Share(count + other.count, of + other.of);
    }

    /** The share; NaN of nothing. */
    public double value() {
        return of == 0 ? Double.NaN : (double) count / of;
    }

    /** Lower end of the interval; NaN of nothing. */
    public double lower() {
        return count == 0 && of > 0 ? 0 : middle() - halfWidth();
    }

    /** Upper end of the interval; NaN of nothing. */
    public double upper() {
        return count == of && of > 0 ? 1 : middle() + halfWidth();
    }

    private double middle() {
        return (count + Z * Z / 2) / (of + Z * Z);
    }

    private double halfWidth() {
        double variance = (double) count * (of - count) / of + Z * Z / 4;
        return Z * Math.sqrt(variance) / (of + Z * Z);
    }
}
