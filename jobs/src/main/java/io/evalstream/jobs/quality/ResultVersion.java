package io.evalstream.jobs.quality;

/**
 * Which of two results under one id counts: the higher attempt, then the later time, as one number.
 *
 * <p>It is the version of a row of the samples table, so that the table and the verdicts rest on
 * the same results. Where even that is equal, the one that arrives last counts, there and here.
 */
public final class ResultVersion {

    /** What fits beside a time in 64 bits; nobody tries half a million times. */
    private static final int MAX_ATTEMPT = (1 << 19) - 1;

    private static final int TIME_BITS = 44;
    private static final long TIME = (1L << TIME_BITS) - 1;

    private ResultVersion() {}

    /**
     * Puts attempt and time into one number.
     *
     * @param tsMillis from 0 to 2^44
     */
    public static long of(int attempt, long tsMillis) {
        return (long) Math.min(attempt, MAX_ATTEMPT) << TIME_BITS | tsMillis & TIME;
    }

    static long tsMillis(long version) {
        return version & TIME;
    }
}
