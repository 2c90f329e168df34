package io.evalstream.udfs.score;

import io.evalstream.udfs.interval.ExactSum;

/**
 * A collection of log-probabilities of tokens, natural logarithm, from which perplexity follows.
 *
 * @param sum of those that are finite
 * @param finite how many are finite
 * @param impossible how many are negative infinity: tokens of probability 0
 */
public record LogProbabilities(ExactSum sum, long finite, long impossible) {

    /** None yet. */
    public static final LogProbabilities NONE = new LogProbabilities(ExactSum.ZERO, 0, 0);

    /**
     * With one more, or with one less.
     *
     * @param logProbability at most 0; above, up to 1e-6 is taken for rounding
     * @param times 1 to add, −1 to take one back
     */
    public LogProbabilities with(double logProbability, int times) {
        if (!(logProbability <= 1e-6)) {
            throw new IllegalArgumentException(
                    "the logarithm of a probability is at most 0, it is " + logProbability);
        }
        if (logProbability == Double.NEGATIVE_INFINITY) {
            return new LogProbabilities(sum, finite, impossible + times);
        }
        return new LogProbabilities(sum.plus(times * logProbability), finite + times, impossible);
    }

    /** Both collections together. */
    public LogProbabilities plus(LogProbabilities other) {
        return new LogProbabilities(
                sum.plus(other.sum), finite + other.finite, impossible + other.impossible);
    }

    /** Whether nothing was added. */
    public boolean isEmpty() {
        return finite + impossible == 0;
    }

    /**
     * exp(−mean), the perplexity per token.
     *
     * @return at least 1 but for rounding; infinite with a token of probability 0; NaN of none
     */
    public double perplexity() {
        if (isEmpty()) {
            return Double.NaN;
        }
        return impossible > 0 ? Double.POSITIVE_INFINITY : Math.exp(-sum.value() / finite);
    }
}
