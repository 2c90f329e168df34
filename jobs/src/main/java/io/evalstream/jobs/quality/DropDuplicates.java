package io.evalstream.jobs.quality;

import io.evalstream.contract.EventId;
import io.evalstream.contract.SampleEvent;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

import java.time.Duration;

/**
 * Lets each result pass once. Under one id the higher attempt wins, then the later time; a winner
 * that comes second passes too and says what it replaces.
 */
final class DropDuplicates extends KeyedProcessFunction<EventId, SampleEvent, AcceptedSample> {
    private static final long serialVersionUID = 1L;

    /** What was accepted last under an id. */
    public record Seen(int attempt, long tsMillis, double value, int outcome) {

        static Seen of(SampleEvent event) {
            return new Seen(
                    event.attempt(), event.tsMillis(), event.value(), event.outcome().ordinal());
        }
    }

    private final Duration memory;
    private transient ValueState<Seen> seen;
    private transient Counter duplicates;

    /**
     * @param memory how long an id is remembered, from its last acceptance
     */
    DropDuplicates(Duration memory) {
        this.memory = memory;
    }

    @Override
    public void open(OpenContext context) {
        ValueStateDescriptor<Seen> descriptor =
                new ValueStateDescriptor<>("seen", TypeInformation.of(Seen.class));
        descriptor.enableTimeToLive(
                StateTtlConfig.newBuilder(memory)
                        .setUpdateType(StateTtlConfig.UpdateType.OnCreateAndWrite)
                        .build());
        seen = getRuntimeContext().getState(descriptor);
        duplicates = getRuntimeContext().getMetricGroup().counter("duplicates");
    }

    @Override
    public void processElement(SampleEvent event, Context context, Collector<AcceptedSample> out)
            throws Exception {
        Seen before = seen.value();
        if (before != null && !wins(event, before)) {
            duplicates.inc();
            return;
        }
        seen.update(Seen.of(event));
        out.collect(
                before == null
                        ? AcceptedSample.first(event)
                        : new AcceptedSample(
                                event, true, before.value(), before.outcome(), before.tsMillis()));
    }

    /** Whether a result counts instead of the one that was accepted before under its id. */
    static boolean wins(SampleEvent event, Seen before) {
        return event.attempt() != before.attempt()
                ? event.attempt() > before.attempt()
                : event.tsMillis() > before.tsMillis();
    }
}
