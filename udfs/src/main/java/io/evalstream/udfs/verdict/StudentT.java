package io.evalstream.udfs.verdict;

import java.util.concurrent.atomic.AtomicReferenceArray;

/** Quantiles of Student's t distribution. */
final class StudentT {

    /** Those that were asked for last: runs, and slices of runs, are of the same few sizes. */
    private static final AtomicReferenceArray<Known> KNOWN = new AtomicReferenceArray<>(256);

    private record Known(double confidence, int degrees, double quantile) {}

    private StudentT() {}

    /**
     * The t with {@code P(|T| ≤ t) = confidence}.
     *
     * @param confidence in (0, 1)
     * @param degrees of freedom, at least 1
     */
    static double twoSidedQuantile(double confidence, int degrees) {
        int slot = degrees & (KNOWN.length() - 1);
        Known known = KNOWN.get(slot);
        if (known == null || known.degrees() != degrees || known.confidence() != confidence) {
            known = new Known(confidence, degrees, computed(confidence, degrees));
            KNOWN.set(slot, known);
        }
        return known.quantile();
    }

    private static double computed(double confidence, int degrees) {
        double ratio = logHalfGammaRatio(degrees);
        double low = 0;
        double high = 1;
        while (outside(high, degrees, ratio) > 1 - confidence) {
            high *= 2;
        }
        // Halving to the last bit: sixty evaluations.
        while (true) {
            double middle = (low + high) / 2;
            if (middle <= low || middle >= high) {
                return middle;
            }
            if (outside(middle, degrees, ratio) > 1 - confidence) {
                low = middle;
            } else {
                high = middle;
            }
        }
    }

    /**
     * P(|T| > t) = I_x(ν/2, 1/2) with x = ν/(ν + t²).
     *
     * @param ratio {@link #logHalfGammaRatio}, whose cost grows with the degrees of freedom
     */
    private static double outside(double t, int degrees, double ratio) {
        double a = degrees / 2.0;
        double x = degrees / (degrees + t * t);
        double logFront =
                a * StrictMath.log(x)
                        + 0.5 * StrictMath.log1p(-x)
                        + ratio
                        - 0.5 * StrictMath.log(Math.PI);
        if (x >= 1) {
            return 1;
        }
        double front = StrictMath.exp(logFront);
        return x < (a + 1) / (a + 2.5)
                ? front * fraction(a, 0.5, x) / a
                : 1 - front * fraction(0.5, a, 1 - x) / 0.5;
    }

    /** log Γ((ν+1)/2) − log Γ(ν/2), by Γ(z+1) = z·Γ(z) down to ν = 1 or 2. */
    private static double logHalfGammaRatio(int degrees) {
        double logSqrtPi = 0.5 * StrictMath.log(Math.PI);
        double log = degrees % 2 == 1 ? -logSqrtPi : logSqrtPi - StrictMath.log(2);
        for (int nu = degrees % 2 == 1 ? 1 : 2; nu < degrees; nu += 2) {
            log += StrictMath.log((nu + 1.0) / nu);
        }
        return log;
    }

    /** The continued fraction of the incomplete beta function (DLMF 8.17.22), Lentz's method. */
    private static double fraction(double a, double b, double x) {
        double tiny = 1e-300;
        double c = 1;
        double d = 1 / nonZero(1 - (a + b) * x / (a + 1), tiny);
        double h = d;
        for (int m = 1; m < 10_000; m++) {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / nonZero(1 + even * d, tiny);
            c = nonZero(1 + even / c, tiny);
            h *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / nonZero(1 + odd * d, tiny);
            c = nonZero(1 + odd / c, tiny);
            double change = d * c;
            h *= change;
            if (Math.abs(change - 1) < 1e-15) {
                break;
            }
        }
        return h;
    }

    private static double nonZero(double value, double tiny) {
        return Math.abs(value) < tiny ? tiny : value;
    }
}
