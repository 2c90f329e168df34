package io.evalstream.udfs.verdict.calibration;

/** The χ² distribution with a whole number of degrees of freedom. */
final class ChiSquare {

    /** Beyond it all probabilities are 1 to the last bit for the degrees in use. */
    private static final double FAR = 600;

    private ChiSquare() {}

    /**
     * P(X ≤ x), to about 1e-14, by the series of the incomplete gamma function (DLMF 8.11.4).
     *
     * @param x at least 0
     * @param degrees of freedom, from 1 to 100
     */
    static double probability(double x, int degrees) {
        if (x <= 0) {
            return 0;
        }
        if (x >= FAR) {
            return 1;
        }
        double a = degrees / 2.0;
        double half = x / 2;
        double term = StrictMath.exp(a * StrictMath.log(half) - half - logGammaOfNext(degrees));
        double sum = term;
        for (double next = a + 1; term > 1e-17 * sum; next++) {
            term *= half / next;
            sum += term;
        }
        return Math.min(1, sum);
    }

    /** log Γ(ν/2 + 1), by Γ(z + 1) = z·Γ(z) up from ν = 1 or 2. */
    private static double logGammaOfNext(int degrees) {
        double log = degrees % 2 == 1 ? 0.5 * StrictMath.log(Math.PI) - StrictMath.log(2) : 0;
        for (int nu = degrees % 2 == 1 ? 3 : 4; nu <= degrees; nu += 2) {
            log += StrictMath.log(nu / 2.0);
        }
        return log;
    }

    /**
     * The x with P(X ≤ x) = p.
     *
     * @param p in [0, 1)
     * @param degrees of freedom, from 1 to 100
     */
    static double quantile(double p, int degrees) {
        double low = 0;
        double high = FAR;
        while (true) {
            double middle = (low + high) / 2;
            if (middle <= low || middle >= high) {
                return middle;
            }
            if (probability(middle, degrees) < p) {
                low = middle;
            } else {
                high = middle;
            }
        }
    }
}
