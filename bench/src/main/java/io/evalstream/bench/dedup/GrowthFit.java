package io.evalstream.bench.dedup;

/**
 * The power of size that something grows with: the slope of the straight line through the points in
 * logarithms, by least squares.
 */
final class GrowthFit {

    private GrowthFit() {}

    /**
     * @param sizes at least two different ones, above 0
     * @param values one for each size, above 0
     */
    static double exponent(double[] sizes, double[] values) {
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < sizes.length; i++) {
            meanX += Math.log(sizes[i]) / sizes.length;
            meanY += Math.log(values[i]) / sizes.length;
        }
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < sizes.length; i++) {
            double x = Math.log(sizes[i]) - meanX;
            covariance += x * (Math.log(values[i]) - meanY);
            variance += x * x;
        }
        return covariance / variance;
    }
}
