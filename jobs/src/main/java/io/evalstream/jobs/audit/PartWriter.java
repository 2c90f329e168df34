package io.evalstream.jobs.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Makes parts: a first line that names the part before, then segments as they are. */
final class PartWriter implements AutoCloseable {

    static final String PART = "part";
    static final String CLOSING = "closing";

    private final Frames frames = new Frames();

    /**
     * The next part of a chain.
     *
     * @param segments at least one; to a closed chain a closing line is added
     */
    AuditPart write(String runId, Chain chain, List<AuditSegment> segments) {
        List<AuditSegment> all = new ArrayList<>(segments);
        long lines = chain.lines();
        for (AuditSegment segment : segments) {
            lines += segment.lines();
        }
        if (chain.isClosed()) {
            lines++;
            all.add(closing(runId, chain.parts() + 1, lines));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(frame(first(runId, chain, all)));
        for (AuditSegment segment : all) {
            bytes.writeBytes(segment.frame());
        }
        byte[] whole = bytes.toByteArray();
        return new AuditPart(
                runId,
                chain.day(),
                chain.id(),
                chain.parts(),
                lines,
                chain.isClosed(),
                Chain.sha256(whole),
                whole);
    }

    private AuditSegment closing(String runId, int parts, long lines) {
        ObjectNode node = JsonLines.MAPPER.createObjectNode();
        node.put("type", CLOSING);
        node.put("run_id", runId);
        node.put("parts", parts);
        node.put("lines", lines);
        return new AuditSegment(runId, 1, frame(node), false);
    }

    private ObjectNode first(String runId, Chain chain, List<AuditSegment> segments) {
        ObjectNode node = JsonLines.MAPPER.createObjectNode();
        node.put("type", PART);
        node.put("run_id", runId);
        node.put("day", chain.day());
        node.put("chain", chain.id());
        node.put("part", chain.parts());
        node.put("previous", chain.head());
        node.put("lines_before", chain.lines());
        ArrayNode list = node.putArray("segments");
        for (AuditSegment segment : segments) {
            ObjectNode entry = list.addObject();
            entry.put("lines", segment.lines());
            entry.put("bytes", segment.frame().length);
            entry.put("sha256", Chain.sha256(segment.frame()));
            entry.put("content", Frames.checksum(segment.frame()));
        }
        return node;
    }

    private byte[] frame(ObjectNode node) {
        byte[] line = JsonLines.line(node);
        return frames.compress(line, line.length);
    }

    /** What the object beside the parts says: where the chain ends. */
    static byte[] head(StagedPart part) {
        ObjectNode node = JsonLines.MAPPER.createObjectNode();
        node.put("type", "head");
        node.put("run_id", part.runId());
        node.put("chain", part.chain());
        node.put("parts", part.number() + 1);
        node.put("lines", part.lines());
        node.put("closed", part.isClosed());
        node.put("sha256", part.sha256());
        return JsonLines.line(node);
    }

    @Override
    public void close() {
        frames.close();
    }
}
