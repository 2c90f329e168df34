package io.evalstream.jobs.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.contract.RunEvent;
import io.evalstream.contract.SeriesCount;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class RunControlTest {

    private static RunEvent event(RunEvent.Type type, int shard, SeriesCount... counts) {
        boolean starts = type == RunEvent.Type.RUN_STARTED;
        return new RunEvent(
                type,
                "run-1",
                "llm",
                "llm:release-1",
                "",
                0,
                starts ? List.of(counts) : List.of(),
                shard,
                2,
                starts ? List.of() : List.of(counts),
                -1,
                Map.of());
    }

    private static SeriesCount count(String task, long samples) {
        return new SeriesCount(task, "acc", "", "", samples);
    }

    private static SeriesKey key(String task) {
        return new SeriesKey(task, "acc", "", "");
    }

    @Test
    void whatShardsExpectOfTheirOwnTasksIsPutTogether() {
        RunControl control =
                RunControl.NONE
                        .with(event(RunEvent.Type.RUN_STARTED, -1, count("a", 100)), 1)
                        .with(event(RunEvent.Type.RUN_STARTED, -1, count("b", 50)), 2)
                        .with(event(RunEvent.Type.RUN_STARTED, -1), 3);
        assertThat(control.size()).isEqualTo(Map.of(key("a"), 100L, key("b"), 50L));
    }

    @Test
    void whatIsSaidOfASeriesLastCounts() {
        RunControl control =
                RunControl.NONE
                        .with(event(RunEvent.Type.RUN_STARTED, -1, count("a", 100)), 1)
                        .with(event(RunEvent.Type.RUN_STARTED, -1, count("a", 90)), 2);
        assertThat(control.size()).isEqualTo(Map.of(key("a"), 90L));
    }

    @Test
    void aShardThatHasEndedDoesNotMakeTheRunSmaller() {
        RunControl control =
                RunControl.NONE
                        .with(event(RunEvent.Type.RUN_STARTED, -1, count("a", 100)), 1)
                        .with(event(RunEvent.Type.SHARD_FINISHED, 0, count("a", 60)), 2);
        assertThat(control.size()).isEqualTo(Map.of(key("a"), 100L));
        assertThat(control.hasEnded()).isFalse();
        control = control.with(event(RunEvent.Type.SHARD_FINISHED, 1, count("a", 40)), 3);
        assertThat(control.hasEnded()).isTrue();
        assertThat(control.announced()).containsExactly(count("a", 100));
    }
}
