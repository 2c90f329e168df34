package io.evalstream.jobs.quality;

import java.util.List;

/**
 * What is concluded about a run, at its end or while it runs: results and the decision.
 *
 * @param state how the run ended
 * @param firstTsMillis time of its first sample; 0 without samples
 * @param lastTsMillis time of its last sample; 0 without samples
 * @param samples results that arrived, of all series
 * @param missing results that should have arrived with a score and did not, of all whole series
 * @param series results, whole tasks before slices
 * @param recovered drops of earlier releases that this run has undone
 * @param why the decision in words
 * @param notice whether and how people hear of it
 * @param decidedAtMillis when the decision was taken
 */
public record RunVerdict(
        String runId,
        String model,
        String modelTag,
        String imageDigest,
        State state,
        Decision decision,
        long firstTsMillis,
        long lastTsMillis,
        long samples,
        long missing,
        List<String> baselineRuns,
        List<SeriesResult> series,
        List<Recovery> recovered,
        String why,
        Notice notice,
        long decidedAtMillis) {

    /** How a run ended. */
    public enum State {
        /** It has not: this is what can be said already. */
        RUNNING,
        /** Every announced sample has arrived. */
        COMPLETE,
        /** Nothing was announced; nothing has arrived for the configured silence. */
        COMPLETE_BY_SILENCE,
        /** Announced samples are missing after the configured silence. */
        PARTIAL,
        /** Called off. */
        CANCELLED
    }

    /** Go or no-go. */
    public enum Decision {
        PASS,
        BREACH,
        INCONCLUSIVE,
        /** A first run: there is nothing to compare it with. */
        NO_BASELINE
    }

    /** What people are to be told. */
    public enum Notice {
        NONE,
        /** A breach they have not heard of. */
        RAISED,
        /** More about a breach they have heard of: recorded, not told again. */
        ESCALATED,
        /** A breach they have heard of that is none. */
        CORRECTED,
        /** Drops that nobody has to be called for. */
        DIGEST,
        /** A drop they have heard of, of an earlier release, is undone. */
        RESOLVED,
        /** There is no verdict when there should be one. */
        OVERDUE
    }

    /** Whether later runs may be compared with this one. */
    public boolean isHealthy() {
        return (state == State.COMPLETE || state == State.COMPLETE_BY_SILENCE)
                && (decision == Decision.PASS || decision == Decision.NO_BASELINE);
    }
}
