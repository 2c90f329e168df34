package io.evalstream.udfs.interval;

/** The 97.5 % quantile of Student's t, which two-sided 95 % intervals need. */
final class StudentQuantile {

    private static final double Z = 1.959963984540054;

    /** From here the series below is right to 1e-9. */
    private static final int SERIES_FROM = 200;

    private StudentQuantile() {}

    /**
     * The t with P(|T| ≤ t) = 0.95.
     *
     * @param degrees of freedom, at least 1
     */
    static double of95Percent(long degrees) {
        return degrees < SERIES_FROM ? byHalving((int) degrees) : bySeries(degrees);
    }

    /** Fisher's expansion in 1/ν (Abramowitz and Stegun 26.7.5). */
    private static double bySeries(double nu) {
        double z2 = Z * Z;
        double first = Z * (z2 + 1) / 4;
        double second = Z * ((5 * z2 + 16) * z2 + 3) / 96;
        double third = Z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384;
        double fourth = Z * ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92160;
        return Z + (first + (second + (third + fourth / nu) / nu) / nu) / nu;
    }

    private static double byHalving(int nu) {
        double low = 0;
        double high = 16;
        while (true) {
            double middle = (low + high) / 2;
            if (middle <= low || middle >= high) {
                return middle;
            }
            if (inside(middle, nu) < 0.95) {
                low = middle;
            } else {
                high = middle;
            }
        }
    }

    /** P(|T| ≤ t) for whole ν, a finite sum (Abramowitz and Stegun 26.7.3 and 26.7.4). */
    private static double inside(double t, int nu) {
        double angle = StrictMath.atan(t / StrictMath.sqrt(nu));
        double cosine = StrictMath.cos(angle);
        double sine = StrictMath.sin(angle);
        boolean odd = nu % 2 == 1;
        double term = odd ? cosine : 1;
        double sum = 0;
        for (int i = odd ? 1 : 0; i <= nu - 2; i += 2) {
            sum += term;
            term *= cosine * cosine * (i + 1) / (i + 2);
        }
        return odd ? 2 / Math.PI * (angle + sine * sum) : sine * sum;
    }
}
