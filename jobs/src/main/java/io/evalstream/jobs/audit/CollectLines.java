package io.evalstream.jobs.audit;

import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Gathers the lines of each run where they arise. Has no state: what it holds goes on before every
 * checkpoint.
 */
final class CollectLines extends AbstractStreamOperator<AuditSegment>
        implements OneInputStreamOperator<AuditRecord, AuditSegment>, BoundedOneInput {
    private static final long serialVersionUID = 1L;

    private transient SegmentWriter segments;

    @Override
    public void open() throws Exception {
        super.open();
        segments = new SegmentWriter(segment -> output.collect(new StreamRecord<>(segment)));
    }

    @Override
    public void processElement(StreamRecord<AuditRecord> element) {
        segments.add(element.getValue());
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) {
        segments.flush();
    }

    @Override
    public void endInput() {
        segments.flush();
    }

    @Override
    public void close() throws Exception {
        if (segments != null) {
            segments.close();
        }
        super.close();
    }
}
