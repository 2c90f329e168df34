package io.evalstream.jobs.audit;

import org.apache.flink.api.connector.sink2.Committer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives staged parts their place, in the order of their chains, and then moves the heads.
 *
 * <p>Every step can be taken twice: what a killed job has done of it is recognised by its bytes. A
 * part that is there with other bytes is never replaced; the new one goes beside it as a fork,
 * which {@code audit verify} names.
 */
final class PartPublisher implements Committer<StagedPart> {

    private static final Logger LOG = LoggerFactory.getLogger(PartPublisher.class);

    private static final Comparator<StagedPart> ORDER =
            Comparator.comparing(StagedPart::chain).thenComparing(StagedPart::number);

    private final ObjectStore store;

    PartPublisher(ObjectStore store) {
        this.store = store;
    }

    @Override
    public void commit(Collection<CommitRequest<StagedPart>> requests) throws IOException {
        List<StagedPart> parts = new ArrayList<>();
        for (CommitRequest<StagedPart> request : requests) {
            parts.add(request.getCommittable());
        }
        parts.sort(ORDER);
        Map<String, StagedPart> last = new HashMap<>();
        for (StagedPart part : parts) {
            publish(part);
            last.put(AuditKeys.head(part.day(), part.runId(), part.chain()), part);
        }
        for (Map.Entry<String, StagedPart> head : last.entrySet()) {
            moveHead(head.getKey(), head.getValue());
        }
        // Last: until the head has moved, a killed job needs them to begin again.
        for (StagedPart part : parts) {
            store.remove(AuditKeys.staged(part.sha256()));
        }
    }

    private void publish(StagedPart part) throws IOException {
        String staged = AuditKeys.staged(part.sha256());
        Optional<byte[]> published = store.get(part.key());
        if (published.isEmpty()) {
            if (!store.exists(staged)) {
                throw new IOException(
                        "audit log: "
                                + part.key()
                                + " is neither published nor staged as "
                                + staged
                                + "; somebody has removed it");
            }
            store.copy(staged, part.key());
            return;
        }
        if (Chain.sha256(published.get()).equals(part.sha256())) {
            return;
        }
        String fork = AuditKeys.fork(part.key(), part.sha256());
        if (!store.exists(fork)) {
            LOG.warn(
                    "audit log: {} is there with other bytes, as after a job has gone back to an"
                            + " older state; written beside it as {}",
                    part.key(),
                    fork);
            store.copy(staged, fork);
        }
    }

    /** Never back: a job that goes on from its checkpoint commits again what it has committed. */
    private void moveHead(String key, StagedPart part) throws IOException {
        Optional<byte[]> before = store.get(key);
        if (before.isPresent()) {
            byte[] bytes = before.get();
            int parts = JsonLines.object(bytes, 0, bytes.length).path("parts").asInt();
            if (parts > part.number()) {
                return;
            }
        }
        store.put(key, PartWriter.head(part));
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
