package io.evalstream.udfs.verdict.calibration;

/**
 * A share that was counted, with its 95 % interval (Wilson, "Probable inference, the law of
 * succession, and statistical inference", JASA 1927), which holds for counts of 0 as well.
 *
 * @param count how often it happened, in [0, of]
 * @param of how often it could have happened, at least 1
 */
public record Proportion(int count, int of) {

    private static final double Z = StandardNormal.quantile(0.975);

    public Proportion {
        if (of < 1 || count < 0 || count > of) {
            throw new IllegalArgumentException(count + " of " + of + " is no share");
        }
    }

    /** In [0, 1]. */
    public double share() {
        return (double) count / of;
    }

    /** Lower end of the interval, in [0, share]. */
    public double lower() {
        return count == 0 ? 0 : middle() - half();
    }

    /** Upper end of the interval, in [share, 1]. */
    public double upper() {
        return count == of ? 1 : middle() + half();
    }

    private double middle() {
        return (count + Z * Z / 2) / (of + Z * Z);
    }

    private double half() {
        return Z / (of + Z * Z) * Math.sqrt((double) count * (of - count) / of + Z * Z / 4);
    }
}
