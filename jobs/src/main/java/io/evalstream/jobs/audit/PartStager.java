package io.evalstream.jobs.audit;

import org.apache.flink.api.connector.sink2.CommittingSinkWriter;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Stores parts where nobody looks for them, and says at a checkpoint which. */
final class PartStager implements CommittingSinkWriter<AuditPart, StagedPart> {

    /** No checkpoint that is older is gone back to, so nobody asks for what it has staged. */
    private static final Duration ABANDONED = Duration.ofDays(30);

    private final ObjectStore store;
    private final List<StagedPart> staged = new ArrayList<>();

    PartStager(ObjectStore store) {
        this.store = store;
    }

    /** Makes the bucket ready and removes what jobs that were killed have left behind. */
    static void prepare(ObjectStore store, long nowMillis) throws IOException {
        store.prepare();
        for (ObjectStore.Stored object : store.list(AuditKeys.STAGING)) {
            if (object.modified().toEpochMilli() < nowMillis - ABANDONED.toMillis()) {
                store.remove(object.key());
            }
        }
    }

    @Override
    public void write(AuditPart part, Context context) throws IOException {
        store.put(AuditKeys.staged(part.sha256()), part.bytes());
        staged.add(StagedPart.of(part));
    }

    @Override
    public void flush(boolean endOfInput) {
        // Every part is stored when write returns.
    }

    @Override
    public Collection<StagedPart> prepareCommit() {
        List<StagedPart> all = List.copyOf(staged);
        staged.clear();
        return all;
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
