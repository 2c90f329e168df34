package io.evalstream.jobs.quality;

/**
 * The mean over one event-time window, as far as it has filled.
 *
 * @param windowStartMillis inclusive, since the epoch
 * @param windowEndMillis exclusive
 * @param n number of scored samples in the window, at least 1
 */
public record RollingMean(
        RollingKey key, long windowStartMillis, long windowEndMillis, double mean, long n) {}
