package io.evalstream.jobs.audit;

import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

import java.io.IOException;

/**
 * Stores the parts of the log, each exactly once: staged before a checkpoint under a key nobody
 * reads, published after it.
 */
public final class AuditSink implements Sink<AuditPart>, SupportsCommitter<StagedPart> {
    private static final long serialVersionUID = 1L;

    private final ObjectStore.Factory stores;

    public AuditSink(ObjectStore.Factory stores) {
        this.stores = stores;
    }

    @Override
    public SinkWriter<AuditPart> createWriter(WriterInitContext context) throws IOException {
        ObjectStore store = stores.open();
        if (context.getTaskInfo().getIndexOfThisSubtask() == 0) {
            PartStager.prepare(store, System.currentTimeMillis());
        }
        return new PartStager(store);
    }

    @Override
    public Committer<StagedPart> createCommitter(CommitterInitContext context) {
        return new PartPublisher(stores.open());
    }

    @Override
    public SimpleVersionedSerializer<StagedPart> getCommittableSerializer() {
        return new StagedPartSerializer();
    }
}
