package io.evalstream.udfs.verdict.calibration;

/** The standard normal distribution, whose square is χ² with one degree of freedom. */
final class StandardNormal {

    private StandardNormal() {}

    /** P(Z ≤ z), to about 1e-14. */
    static double probability(double z) {
        double within = ChiSquare.probability(z * z, 1);
        return z >= 0 ? 0.5 + within / 2 : 0.5 - within / 2;
    }

    /**
     * The z with P(Z ≤ z) = p.
     *
     * @param p in (0, 1)
     */
    static double quantile(double p) {
        double size = Math.sqrt(ChiSquare.quantile(Math.abs(2 * p - 1), 1));
        return p >= 0.5 ? size : -size;
    }
}
