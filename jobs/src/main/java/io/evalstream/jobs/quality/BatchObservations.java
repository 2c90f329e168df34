package io.evalstream.jobs.quality;

import io.evalstream.contract.SampleEvent;
import io.evalstream.udfs.verdict.MetricCatalogue;

import org.apache.flink.api.common.operators.ProcessingTimeService.ProcessingTimeCallback;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gathers the results of each series for a moment, so that a network record carries many.
 *
 * <p>Nothing waits through a checkpoint: what has been gathered goes ahead of the barrier, so there
 * is no state.
 */
final class BatchObservations extends AbstractStreamOperator<ObservationBatch>
        implements OneInputStreamOperator<SampleEvent, ObservationBatch>, BoundedOneInput {
    private static final long serialVersionUID = 1L;

    /** How long a result may wait for others. */
    static final long PATIENCE_MILLIS = 20;

    private static final int SLOTS = 1 << 12;
    private static final int MAX_SERIES = SLOTS / 4;

    /** After so many rounds of sending, series are looked up anew. */
    private static final int ROUNDS_KEPT = 64;

    private final MetricCatalogue catalogue;
    private transient ObservationBuffer[] slots;
    private transient List<ObservationBuffer> open;
    private transient StreamRecord<ObservationBatch> record;
    private transient ProcessingTimeCallback alarm;
    private transient boolean isAlarmSet;
    private transient int rounds;

    BatchObservations(MetricCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public void open() throws Exception {
        super.open();
        slots = new ObservationBuffer[SLOTS];
        open = new ArrayList<>();
        record = new StreamRecord<>(null);
        alarm =
                time -> {
                    isAlarmSet = false;
                    sendAll();
                };
    }

    @Override
    public void processElement(StreamRecord<SampleEvent> element) {
        SampleEvent event = element.getValue();
        ObservationBuffer buffer = bufferOf(event);
        if (buffer.add(event, catalogue)) {
            send(buffer);
        }
        if (!isAlarmSet) {
            isAlarmSet = true;
            getProcessingTimeService()
                    .registerTimer(
                            getProcessingTimeService().getCurrentProcessingTime() + PATIENCE_MILLIS,
                            alarm);
        }
    }

    private ObservationBuffer bufferOf(SampleEvent event) {
        int slot = ObservationBuffer.hash(event) & (SLOTS - 1);
        while (slots[slot] != null) {
            if (slots[slot].isOf(event)) {
                return slots[slot];
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        if (open.size() == MAX_SERIES) {
            sendAll();
            return bufferOf(event);
        }
        ObservationBuffer buffer = new ObservationBuffer(event);
        slots[slot] = buffer;
        open.add(buffer);
        return buffer;
    }

    private void send(ObservationBuffer buffer) {
        output.collect(record.replace(buffer.take()));
    }

    private void sendAll() {
        for (ObservationBuffer buffer : open) {
            if (!buffer.isEmpty()) {
                send(buffer);
            }
        }
        // Buffers keep an event each, and runs come and go.
        if (open.size() == MAX_SERIES || ++rounds % ROUNDS_KEPT == 0) {
            open.clear();
            Arrays.fill(slots, null);
        }
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        super.prepareSnapshotPreBarrier(checkpointId);
        sendAll();
    }

    @Override
    public void endInput() {
        sendAll();
    }
}
