package io.evalstream.contract;

import java.util.List;
import java.util.Map;

/**
 * A control event of a run, as it travels on {@code eval.runs}.
 *
 * <p>Absent strings are empty, absent numbers are -1, absent collections are empty.
 *
 * @param tsMillis when it happened, milliseconds since the epoch
 * @param expected the series the whole run consists of; only {@code slice == ""} rows define
 *     completeness
 * @param shard which shard this is about, from 0
 * @param shards how many shards the run has
 * @param sent what the shard, or the run, has sent and the broker has acknowledged
 * @param dispatchSeed seed of the dispatch order
 */
public record RunEvent(
        Type type,
        String runId,
        String model,
        String modelTag,
        String imageDigest,
        long tsMillis,
        List<SeriesCount> expected,
        int shard,
        int shards,
        List<SeriesCount> sent,
        long dispatchSeed,
        Map<String, String> labels) {

    /** What happened to the run. */
    public enum Type {
        RUN_STARTED,
        SHARD_FINISHED,
        RUN_FINISHED,
        RUN_CANCELLED,
        CANCEL_REQUESTED
    }

    public RunEvent {
        expected = List.copyOf(expected);
        sent = List.copyOf(sent);
        labels = Map.copyOf(labels);
    }
}
