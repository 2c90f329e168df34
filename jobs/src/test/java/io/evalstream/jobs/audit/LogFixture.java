package io.evalstream.jobs.audit;

import org.apache.flink.api.connector.sink2.Committer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Writes logs as the job does, without one. */
public final class LogFixture {

    static final String DAY = "2026-03-01";

    private LogFixture() {}

    static AuditRecord sample(String runId, int offset) {
        return new AuditRecord(
                AuditRecord.Kind.SAMPLE,
                runId,
                "samples",
                offset % 2,
                offset,
                utf8("{\"run_id\":\"" + runId + "\",\"value\":" + offset + ",\"x\":\"é\"}"));
    }

    static AuditRecord verdict(String runId) {
        return AuditRecord.own(AuditRecord.Kind.VERDICT, runId, utf8("{\"verdict\":\"PASS\"}"));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The segments of some records, as they leave the place where they arise. */
    static List<AuditSegment> segments(List<AuditRecord> records) {
        List<AuditSegment> segments = new ArrayList<>();
        try (SegmentWriter writer = new SegmentWriter(segments::add)) {
            records.forEach(writer::add);
            writer.flush();
        }
        return segments;
    }

    /** Parts of one chain, each of some records; the verdict closes it. */
    static List<AuditPart> parts(String runId, String chainId, List<List<AuditRecord>> each) {
        List<AuditPart> parts = new ArrayList<>();
        Chain chain = Chain.begun(chainId, DAY);
        try (PartWriter writer = new PartWriter()) {
            for (List<AuditRecord> records : each) {
                List<AuditSegment> segments = segments(records);
                for (AuditSegment segment : segments) {
                    chain = segment.isVerdict() ? chain.closed() : chain;
                }
                AuditPart part = writer.write(runId, chain, segments);
                parts.add(part);
                chain = chain.with(part, 0);
            }
        }
        return parts;
    }

    /** Stages and publishes parts. */
    static void publish(ObjectStore store, List<AuditPart> parts) throws IOException {
        PartStager stager = new PartStager(store);
        for (AuditPart part : parts) {
            stager.write(part, null);
        }
        new PartPublisher(store).commit(requests(stager.prepareCommit()));
    }

    /** A log of one part that holds all records. */
    public static void publish(ObjectStore store, String runId, List<AuditRecord> records)
            throws IOException {
        publish(store, parts(runId, "c0ffee00", List.of(records)));
    }

    static Collection<Committer.CommitRequest<StagedPart>> requests(Collection<StagedPart> staged) {
        List<Committer.CommitRequest<StagedPart>> requests = new ArrayList<>();
        staged.forEach(part -> requests.add(new Request(part)));
        return requests;
    }

    /** A request that must not be refused. */
    private record Request(StagedPart part) implements Committer.CommitRequest<StagedPart> {

        @Override
        public StagedPart getCommittable() {
            return part;
        }

        @Override
        public int getNumberOfRetries() {
            return 0;
        }

        @Override
        public void signalFailedWithKnownReason(Throwable t) {
            throw new AssertionError(t);
        }

        @Override
        public void signalFailedWithUnknownReason(Throwable t) {
            throw new AssertionError(t);
        }

        @Override
        public void retryLater() {
            throw new AssertionError("put off");
        }

        @Override
        public void updateAndRetryLater(StagedPart committable) {
            throw new AssertionError("put off");
        }

        @Override
        public void signalAlreadyCommitted() {}
    }
}
