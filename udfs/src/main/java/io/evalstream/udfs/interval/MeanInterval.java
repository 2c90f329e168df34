package io.evalstream.udfs.interval;

/**
 * A mean with its 95 % interval.
 *
 * @param mean of the scores
 * @param lower end of the interval
 * @param upper end of the interval
 * @param count how many scores, at least 1
 */
public record MeanInterval(double mean, double lower, double upper, long count) {}
