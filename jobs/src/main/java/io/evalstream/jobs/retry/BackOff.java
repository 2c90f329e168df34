package io.evalstream.jobs.retry;

import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Pauses between attempts: each about twice as long as the one before, with jitter, so that many
 * clients of a service that comes back do not all ask at once.
 */
public final class BackOff {

    private final Pause pause;
    private final long longestMillis;
    private long nextMillis;

    /** Waits; tests do not. */
    @FunctionalInterface
    public interface Pause {
        void millis(long milliseconds) throws InterruptedException;
    }

    /**
     * @param firstMillis shortest pause before the second attempt, at least 1
     * @param longestMillis longest pause
     */
    public BackOff(Pause pause, long firstMillis, long longestMillis) {
        this.pause = pause;
        this.nextMillis = firstMillis;
        this.longestMillis = longestMillis;
    }

    /**
     * Waits before the next attempt.
     *
     * @param atLeastMillis what the service has asked for, or 0
     * @throws IOException when the thread is interrupted meanwhile; it stays interrupted
     */
    public void await(long atLeastMillis) throws IOException {
        long wait =
                Math.max(nextMillis, atLeastMillis)
                        + ThreadLocalRandom.current().nextLong(nextMillis);
        nextMillis = Math.min(longestMillis, 2 * nextMillis);
        try {
            pause.millis(Math.min(longestMillis, wait));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting to try again", e);
        }
    }
}
