package io.evalstream.udfs.verdict;

/**
 * The exact one-sided mid-p McNemar test of paired yes-or-no scores.
 *
 * <p>Mid-p after Fagerland, Lydersen and Laake, "The McNemar test for binary matched-pairs data",
 * BMC Medical Research Methodology 2013. The first term of the tail comes from Loader's
 * saddle-point expansion ("Fast and accurate computation of binomial probabilities", 2000), which
 * keeps its relative precision for millions of flips; the others follow by their ratios.
 */
public final class McNemar {

    private static final double HALF_LOG_TWO_PI = 0.5 * StrictMath.log(2 * Math.PI);

    /** Coefficients of Stirling's series, their signs alternating. */
    private static final double[] STIRLING = {
        1.0 / 12, 1.0 / 360, 1.0 / 1260, 1.0 / 1680, 1.0 / 1188, 691.0 / 360360
    };

    private McNemar() {}

    /**
     * Probability of at least so many of the flips being losses, half of the probability of exactly
     * so many left out, when a flip is as likely a gain as a loss.
     *
     * @param losses b, samples right in the baseline and wrong now, at least 0
     * @param gains c, samples wrong in the baseline and right now, at least 0
     * @return in [0, 1]; 1 without flips
     */
    public static double oneSidedMidP(long losses, long gains) {
        if (losses < 0 || gains < 0) {
            throw new IllegalArgumentException(
                    "flips are counted from 0, there are " + losses + " and " + gains);
        }
        if (losses + gains == 0) {
            return 1;
        }
        // The smaller tail is summed, since 1 − p would lose the digits of a small p.
        return losses >= gains ? upperTail(losses, gains) : 1 - upperTail(gains, losses);
    }

    private static double upperTail(long from, long below) {
        double term = halfBinomial(from, below);
        double sum = term / 2;
        long left = below;
        for (long k = from + 1; left > 0; k++, left--) {
            term *= (double) left / k;
            double next = sum + term;
            if (next == sum) {
                break;
            }
            sum = next;
        }
        return sum;
    }

    /** Probability of k heads and {@code rest} tails with a fair coin. */
    private static double halfBinomial(long k, long rest) {
        double n = (double) k + rest;
        if (rest == 0) {
            return StrictMath.pow(0.5, n);
        }
        double exponent =
                stirlingError(n)
                        - stirlingError(k)
                        - stirlingError(rest)
                        - deviance(k, n / 2)
                        - deviance(rest, n / 2);
        return StrictMath.exp(exponent) * StrictMath.sqrt(n / (2 * Math.PI * k * rest));
    }

    /** log n! − ((n + ½)·log n − n + ½·log 2π). */
    private static double stirlingError(double n) {
        if (n < 16) {
            double factorial = 1;
            for (int i = 2; i <= n; i++) {
                factorial *= i;
            }
            return StrictMath.log(factorial) - (n + 0.5) * StrictMath.log(n) + n - HALF_LOG_TWO_PI;
        }
        double square = n * n;
        double sum = 0;
        for (int i = STIRLING.length - 1; i >= 0; i--) {
            sum = STIRLING[i] - sum / square;
        }
        return sum / n;
    }

    /** x·log(x/m) + m − x, without cancellation where x is near m. */
    private static double deviance(double x, double m) {
        double difference = x - m;
        if (Math.abs(difference) >= 0.1 * (x + m)) {
            return x * StrictMath.log(x / m) + m - x;
        }
        double v = difference / (x + m);
        double sum = difference * v;
        double power = 2 * x * v;
        for (int j = 1; ; j++) {
            power *= v * v;
            double next = sum + power / (2 * j + 1);
            if (next == sum) {
                return sum;
            }
            sum = next;
        }
    }
}
