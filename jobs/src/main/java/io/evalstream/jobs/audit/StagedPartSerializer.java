package io.evalstream.jobs.audit;

import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Keeps in checkpoints what is staged; written by hand, so that it can be read for ever. */
final class StagedPartSerializer implements SimpleVersionedSerializer<StagedPart> {

    private static final int VERSION = 1;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(StagedPart part) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(256);
        // Not as modified UTF-8 of at most 64 KiB: a run id may be longer.
        byte[] runId = part.runId().getBytes(StandardCharsets.UTF_8);
        out.writeInt(runId.length);
        out.write(runId);
        out.writeUTF(part.day());
        out.writeUTF(part.chain());
        out.writeInt(part.number());
        out.writeLong(part.lines());
        out.writeBoolean(part.isClosed());
        out.writeUTF(part.sha256());
        return out.getCopyOfBuffer();
    }

    @Override
    public StagedPart deserialize(int version, byte[] bytes) throws IOException {
        if (version != VERSION) {
            throw new IOException("staged parts of version " + version + " are not known");
        }
        DataInputDeserializer in = new DataInputDeserializer(bytes);
        byte[] runId = new byte[in.readInt()];
        in.readFully(runId);
        return new StagedPart(
                new String(runId, StandardCharsets.UTF_8),
                in.readUTF(),
                in.readUTF(),
                in.readInt(),
                in.readLong(),
                in.readBoolean(),
                in.readUTF());
    }
}
