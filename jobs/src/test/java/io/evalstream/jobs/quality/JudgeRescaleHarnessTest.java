package io.evalstream.jobs.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.contract.RunEvent;
import io.evalstream.contract.SampleEvent;
import io.evalstream.contract.SeriesCount;

import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Judges that go on from the state of others of another number. */
class JudgeRescaleHarnessTest {

    private static final int KEY_GROUPS = 16;
    private static final int MODELS = 12;
    private static final int ITEMS = 3_000;
    private static final int HALF = ITEMS / 2;

    @Test
    void eachModelGoesOnAtTheJudgeItBelongsTo() throws Exception {
        OperatorSubtaskState state = firstHalf();
        List<OperatorSubtaskState> two = new ArrayList<>();
        for (int subtask = 0; subtask < 2; subtask++) {
            two.add(
                    AbstractStreamOperatorTestHarness.repartitionOperatorState(
                            state, KEY_GROUPS, 1, 2, subtask));
        }
        List<RunVerdict> verdicts = new ArrayList<>();
        for (int subtask = 0; subtask < 2; subtask++) {
            try (var judge = judge(2, subtask)) {
                judge.initializeState(two.get(subtask));
                judge.open();
                int models = 0;
                for (int model = 0; model < MODELS; model++) {
                    if (KeyGroupRangeAssignment.assignKeyToParallelOperator(
                                    name(model), KEY_GROUPS, 2)
                            == subtask) {
                        // What was there before comes again, and then the rest.
                        judge.processElement1(new StreamRecord<>(batch(model, 0, ITEMS)));
                        models++;
                    }
                }
                assertThat(models).isBetween(1, MODELS - 1);
                assertThat(judge.extractOutputValues()).hasSize(models);
                verdicts.addAll(judge.extractOutputValues());
            }
        }
        assertThat(verdicts)
                .hasSize(MODELS)
                .allSatisfy(
                        verdict -> {
                            assertThat(verdict.state()).isEqualTo(RunVerdict.State.COMPLETE);
                            assertThat(verdict.samples()).isEqualTo(ITEMS);
                        });
    }

    private static OperatorSubtaskState firstHalf() throws Exception {
        try (var judge = judge(1, 0)) {
            judge.open();
            for (int model = 0; model < MODELS; model++) {
                judge.processElement2(new StreamRecord<>(end(model)));
                judge.processElement1(new StreamRecord<>(batch(model, 0, HALF)));
            }
            assertThat(judge.extractOutputValues()).isEmpty();
            return judge.snapshot(1, 1);
        }
    }

    private static KeyedTwoInputStreamOperatorTestHarness<
                    String, ObservationBatch, RunEvent, RunVerdict>
            judge(int parallelism, int subtask) throws Exception {
        return new KeyedTwoInputStreamOperatorTestHarness<>(
                new JudgeOperator(new ReleaseJudge(JudgeHarness.settings(Map.of()))),
                ObservationBatch::model,
                RunEvent::model,
                Types.STRING,
                KEY_GROUPS,
                parallelism,
                subtask);
    }

    private static String name(int model) {
        return "model-" + model;
    }

    private static ObservationBatch batch(int model, int from, int to) {
        SampleEvent[] events = new SampleEvent[to - from];
        for (int item = from; item < to; item++) {
            events[item - from] =
                    Samples.ofModel(name(model), Samples.sample("r", "acc", item, item % 2));
        }
        return JudgeHarness.batch(events);
    }

    private static RunEvent end(int model) {
        List<SeriesCount> counts = List.of(new SeriesCount("task", "acc", "", "", ITEMS));
        return new RunEvent(
                RunEvent.Type.RUN_FINISHED,
                "r",
                name(model),
                name(model) + ":r",
                "",
                0,
                counts,
                -1,
                -1,
                counts,
                -1,
                Map.of());
    }
}
