package io.evalstream.udfs.interval;

/**
 * What a mean and its 95 % interval are computed from; scores can be taken back.
 *
 * @param sum of the scores
 * @param squares of the scores, summed
 * @param count how many scores
 * @param zeros how many are exactly 0
 * @param ones how many are exactly 1
 */
public record ScoreMoments(ExactSum sum, ExactSum squares, long count, long zeros, long ones) {

    /** No scores. */
    public static final ScoreMoments NONE = new ScoreMoments(ExactSum.ZERO, ExactSum.ZERO, 0, 0, 0);

    private static final double Z = 1.959963984540054;

    /**
     * With a score, or without one.
     *
     * @param score finite
     * @param times 1 to add, −1 to take back
     */
    public ScoreMoments with(double score, int times) {
        if (!Double.isFinite(score)) {
            throw new IllegalArgumentException("a mean needs finite scores, one is " + score);
        }
        ExactSum square = ExactSum.square(score);
        return new ScoreMoments(
                sum.plus(times * score),
                squares.plus(times < 0 ? square.negated() : square),
                count + times,
                zeros + (score == 0 ? times : 0),
                ones + (score == 1 ? times : 0));
    }

    /** Both sets of scores together. */
    public ScoreMoments plus(ScoreMoments other) {
        return new ScoreMoments(
                sum.plus(other.sum),
                squares.plus(other.squares),
                count + other.count,
                zeros + other.zeros,
                ones + other.ones);
    }

    /**
     * The mean with its 95 % interval: Wilson's for scores of 0 and 1 ("Probable inference, the law
     * of succession, and statistical inference", JASA 1927), else Student's t.
     *
     * @return infinite ends for a single score that is neither 0 nor 1
     * @throws IllegalStateException without scores
     */
    public MeanInterval mean() {
        if (count == 0) {
            throw new IllegalStateException("there is no mean of no scores");
        }
        return zeros + ones == count ? wilson() : student();
    }

    private MeanInterval wilson() {
        double n = count;
        double middle = (ones + Z * Z / 2) / (n + Z * Z);
        double half = Z / (n + Z * Z) * Math.sqrt((double) ones * zeros / n + Z * Z / 4);
        return new MeanInterval(
                ones / n, ones == 0 ? 0 : middle - half, zeros == 0 ? 1 : middle + half, count);
    }

    private MeanInterval student() {
        double mean = sum.value() / count;
        if (count < 2) {
            return new MeanInterval(
                    mean, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, count);
        }
        // Centred on the rounded mean m: Σ(x − m)² = Σx² − 2mΣx + nm², then less n(x̄ − m)².
        ExactSum centred =
                squares.plus(times(sum, -2 * mean)).plus(times(ExactSum.square(mean), count));
        ExactSum rest = sum.plus(times(new ExactSum(mean, 0), -(double) count));
        double deviation = centred.value() - rest.value() * rest.value() / count;
        double error = Math.sqrt(Math.max(0, deviation) / (count - 1) / count);
        double half = StudentQuantile.of95Percent(count - 1) * error;
        return new MeanInterval(mean, mean - half, mean + half, count);
    }

    private static ExactSum times(ExactSum sum, double factor) {
        double product = sum.high() * factor;
        double error = Math.fma(sum.high(), factor, -product);
        return new ExactSum(product, 0).plus(error).plus(sum.low() * factor);
    }
}
