package io.evalstream.jobs.quality;

/**
 * The mean over one event-time window, as far as it has filled.
 *
 * @param windowStartMillis inclusive, since the epoch
 * @param windowEndMillis exclusive
 * @param mean NaN when a retry has moved the last score out of the window
 * @param n number of scored samples in the window
 * @param version number of scores that have entered or left; the highest is the latest
 */
public record RollingMean(
        RollingKey key,
        long windowStartMillis,
        long windowEndMillis,
        double mean,
        long n,
        long version) {}
