package io.evalstream.jobs.dedup;

import io.evalstream.jobs.dedup.engine.DedupCounters;

import java.util.Locale;
import java.util.Map;

/** The counts of the job: accumulators of its result, and metrics while it runs. */
public enum DedupCount {
    ROWS,
    EXACT,
    CANDIDATES,
    VERIFIED,
    SHORT_COMPARED,
    CAPPED_BUCKETS,
    PAIRS_LEFT_OUT;

    /** Name of the accumulator. */
    String key() {
        return "dedup." + metric();
    }

    /** Name of the metric. */
    String metric() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The counts of a job that has ended. */
    public static DedupCounters of(Map<String, Object> accumulators) {
        return new DedupCounters(
                ROWS.in(accumulators),
                EXACT.in(accumulators),
                CANDIDATES.in(accumulators),
                VERIFIED.in(accumulators),
                SHORT_COMPARED.in(accumulators),
                CAPPED_BUCKETS.in(accumulators),
                PAIRS_LEFT_OUT.in(accumulators));
    }

    private long in(Map<String, Object> accumulators) {
        return accumulators.get(key()) instanceof Long count ? count : 0;
    }
}
