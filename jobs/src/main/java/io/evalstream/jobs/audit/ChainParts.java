package io.evalstream.jobs.audit;

import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * Puts the segments of each run together to parts and links them; keyed by run, so that a run has
 * one chain however many subtasks read its events.
 *
 * <p>Segments wait in keyed state. They become a part when there is much of them, and before a
 * checkpoint when they are old or the run has its verdict: before that barrier everything has
 * arrived that the verdict rests on.
 */
final class ChainParts extends AbstractStreamOperator<AuditPart>
        implements OneInputStreamOperator<AuditSegment, AuditPart>,
                Triggerable<String, VoidNamespace>,
                BoundedOneInput {
    private static final long serialVersionUID = 1L;

    /** Compressed bytes from which a part is made at once. */
    static final long PART = 1 << 20;

    /** Compressed bytes that wait, over all runs of one subtask. */
    static final long MAX_OPEN = 32 << 20;

    private static final String SEGMENTS = "segments";

    private final long maxAgeMillis;
    private final long memoryMillis;
    private transient ValueState<Chain> chains;
    private transient ListState<AuditSegment> segments;
    private transient InternalTimerService<VoidNamespace> timers;
    private transient PartWriter parts;

    /** What waits, by run; made from state again after a restart. */
    private transient Map<String, Open> open;

    private transient long openBytes;

    /** What waits of one run. */
    private static final class Open {
        private long bytes;
        private long sinceMillis;
        private boolean isClosed;
    }

    /**
     * @param maxAge how long lines may wait for others
     * @param memory how long a chain can be continued after its last part
     */
    ChainParts(Duration maxAge, Duration memory) {
        maxAgeMillis = maxAge.toMillis();
        memoryMillis = memory.toMillis();
    }

    @Override
    public void open() throws Exception {
        super.open();
        chains =
                getRuntimeContext()
                        .getState(
                                new ValueStateDescriptor<>(
                                        "chain", TypeInformation.of(Chain.class)));
        segments =
                getRuntimeContext()
                        .getListState(
                                new ListStateDescriptor<>(
                                        SEGMENTS, TypeInformation.of(AuditSegment.class)));
        timers = getInternalTimerService("forget", VoidNamespaceSerializer.INSTANCE, this);
        parts = new PartWriter();
        open = new HashMap<>();
        restoreOpen();
    }

    private void restoreOpen() throws Exception {
        List<String> runs = new ArrayList<>();
        try (Stream<String> keys =
                this.<String>getKeyedStateBackend().getKeys(SEGMENTS, VoidNamespace.INSTANCE)) {
            keys.forEach(runs::add);
        }
        for (String run : runs) {
            setCurrentKey(run);
            Chain chain = chains.value();
            for (AuditSegment segment : segments.get()) {
                note(run, chain, segment);
            }
        }
    }

    private Open note(String runId, Chain chain, AuditSegment segment) {
        Open waiting = open.computeIfAbsent(runId, run -> new Open());
        waiting.bytes += segment.frame().length;
        waiting.sinceMillis = chain.openSinceMillis();
        waiting.isClosed = chain.isClosed();
        openBytes += segment.frame().length;
        return waiting;
    }

    @Override
    public void processElement(StreamRecord<AuditSegment> element) throws Exception {
        AuditSegment segment = element.getValue();
        long now = getProcessingTimeService().getCurrentProcessingTime();
        Chain before = chains.value();
        Chain chain = before == null ? begun(now) : before;
        if (chain.openSinceMillis() < 0) {
            chain = chain.open(now);
        }
        if (segment.isVerdict()) {
            chain = chain.closed();
        }
        if (!chain.equals(before)) {
            chains.update(chain);
        }
        segments.add(segment);
        Open waiting = note(segment.runId(), chain, segment);
        if (waiting.bytes >= PART) {
            makePart(segment.runId());
        } else if (openBytes >= MAX_OPEN) {
            makePart(largest());
        }
    }

    private static Chain begun(long now) {
        return Chain.begun(
                String.format("%08x", ThreadLocalRandom.current().nextInt()),
                Instant.ofEpochMilli(now).atOffset(ZoneOffset.UTC).toLocalDate().toString());
    }

    private String largest() {
        String largest = "";
        long bytes = -1;
        for (Map.Entry<String, Open> entry : open.entrySet()) {
            if (entry.getValue().bytes > bytes) {
                bytes = entry.getValue().bytes;
                largest = entry.getKey();
            }
        }
        return largest;
    }

    private void makePart(String runId) throws Exception {
        setCurrentKey(runId);
        List<AuditSegment> all = new ArrayList<>();
        segments.get().forEach(all::add);
        Chain chain = chains.value();
        AuditPart part = parts.write(runId, chain, all);
        long forgetAt = getProcessingTimeService().getCurrentProcessingTime() + memoryMillis;
        chains.update(chain.with(part, forgetAt));
        segments.clear();
        openBytes -= open.remove(runId).bytes;
        timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, forgetAt);
        output.collect(new StreamRecord<>(part));
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        long now = getProcessingTimeService().getCurrentProcessingTime();
        for (Map.Entry<String, Open> entry : List.copyOf(open.entrySet())) {
            Open waiting = entry.getValue();
            if (waiting.isClosed || now - waiting.sinceMillis >= maxAgeMillis) {
                makePart(entry.getKey());
            }
        }
    }

    @Override
    public void endInput() throws Exception {
        for (String runId : List.copyOf(open.keySet())) {
            makePart(runId);
        }
    }

    @Override
    public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
        Chain chain = chains.value();
        // A later part has a timer of its own; so has what waits, when it becomes one.
        if (chain != null && chain.forgetAtMillis() == timer.getTimestamp()) {
            chains.clear();
        }
    }

    @Override
    public void onEventTime(InternalTimer<String, VoidNamespace> timer) {
        throw new IllegalStateException("no timer in event time was set");
    }

    @Override
    public void close() throws Exception {
        if (parts != null) {
            parts.close();
        }
        super.close();
    }
}
