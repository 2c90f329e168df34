package io.evalstream.jobs.quality;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

import java.util.List;

/** The rolling-means operator under a clock that tests move. */
final class RollingMeansHarness implements AutoCloseable {

    private final KeyedOneInputStreamOperatorTestHarness<
                    RollingKey, RollingMeans.Update, RollingMean>
            harness;

    private RollingMeansHarness(RollingMeans operator) throws Exception {
        harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(operator),
                        RollingMeans.Update::key,
                        TypeInformation.of(RollingKey.class));
    }

    static RollingMeansHarness opened(RollingMeans operator) throws Exception {
        RollingMeansHarness harness = new RollingMeansHarness(operator);
        harness.harness.open();
        return harness;
    }

    static RollingMeansHarness restored(
            RollingMeans operator, OperatorSubtaskState state, long nowMillis) throws Exception {
        RollingMeansHarness harness = new RollingMeansHarness(operator);
        harness.harness.setProcessingTime(nowMillis);
        harness.harness.initializeState(state);
        harness.harness.open();
        return harness;
    }

    void send(List<RollingMeans.Update> updates) throws Exception {
        for (RollingMeans.Update update : updates) {
            harness.processElement(update, 0);
        }
    }

    void setTime(long millis) throws Exception {
        harness.setProcessingTime(millis);
    }

    /** The rows written since the last call, in order of their windows. */
    List<RollingMean> takeRows() {
        List<RollingMean> rows = List.copyOf(harness.extractOutputValues());
        harness.getOutput().clear();
        return rows;
    }

    OperatorSubtaskState snapshot() throws Exception {
        return harness.snapshot(1, 1);
    }

    int stateEntries() {
        return harness.numKeyedStateEntries();
    }

    int timers() {
        return harness.numProcessingTimeTimers();
    }

    @Override
    public void close() throws Exception {
        harness.close();
    }
}
