package io.evalstream.jobs.clickhouse;

import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How batches are kept in checkpoints until they are inserted. */
final class InsertBatchSerializer implements SimpleVersionedSerializer<InsertBatch> {

    /** Whose blocks are not compressed. */
    private static final int FIRST_VERSION = 1;

    private static final int VERSION = 2;
    private static final int HEAD_BYTES = 1024;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(InsertBatch batch) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(batch.block().length + HEAD_BYTES);
        out.writeUTF(batch.table());
        out.writeShort(batch.columns().size());
        for (String column : batch.columns()) {
            out.writeUTF(column);
        }
        out.writeUTF(batch.token());
        out.writeLong(batch.restoredFrom());
        out.writeInt(batch.rows());
        out.writeInt(batch.block().length);
        out.write(batch.block());
        return out.getCopyOfBuffer();
    }

    @Override
    public InsertBatch deserialize(int version, byte[] bytes) throws IOException {
        if (version != VERSION && version != FIRST_VERSION) {
            throw new IOException(
                    "a batch of rows in version "
                            + version
                            + " cannot be read; this program knows versions up to "
                            + VERSION
                            + ": restore it with the program that wrote it");
        }
        DataInputDeserializer in = new DataInputDeserializer(bytes);
        String table = in.readUTF();
        int count = in.readUnsignedShort();
        List<String> columns = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            columns.add(in.readUTF());
        }
        String token = in.readUTF();
        long restoredFrom = in.readLong();
        int rows = in.readInt();
        byte[] block = new byte[in.readInt()];
        in.readFully(block);
        return new InsertBatch(
                table,
                List.copyOf(columns),
                token,
                restoredFrom,
                rows,
                version == FIRST_VERSION ? Lz4Frame.pack(block, block.length) : block);
    }
}
