package io.evalstream.jobs.clickhouse;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Turns rows into one block of the Native format, compressed as an LZ4 frame. */
public final class BlockBuilder<T> {

    private final ClickHouseTable<T> table;
    private final ColumnBuffer<T>[] buffers;
    private int rows;

    @SuppressWarnings({"unchecked", "rawtypes"})
    public BlockBuilder(ClickHouseTable<T> table) {
        this.table = table;
        buffers = new ColumnBuffer[table.columns().size()];
        for (int i = 0; i < buffers.length; i++) {
            buffers[i] = table.columns().get(i).values().open();
        }
    }

    public void append(T row) {
        for (ColumnBuffer<T> buffer : buffers) {
            buffer.append(row);
        }
        rows++;
    }

    public int rows() {
        return rows;
    }

    /** Bytes of the values so far, nearly. */
    public long size() {
        long size = 0;
        for (ColumnBuffer<T> buffer : buffers) {
            size += buffer.size();
        }
        return size;
    }

    /**
     * Returns the rows as a block and forgets them.
     *
     * @param token of the insert; becomes the value of the column {@link ClickHouseTable#BATCH}
     */
    public byte[] drain(String token) {
        ColumnBuffer<String> batch =
                Column.<String>label(ClickHouseTable.BATCH, text -> text).values().open();
        for (int row = 0; row < rows; row++) {
            batch.append(token);
        }
        List<byte[]> heads = new ArrayList<>(buffers.length);
        long size = 0;
        for (Column<T> column : table.columns()) {
            byte[] head = head(column.name(), column.type());
            heads.add(head);
            size += head.length;
        }
        byte[] start = start(buffers.length + 1, rows);
        byte[] batchHead = head(ClickHouseTable.BATCH, Column.LABEL);
        size += start.length + size() + batchHead.length + batch.size();
        NativeBytes block = new NativeBytes(Math.toIntExact(size));
        block.putRaw(start);
        for (int i = 0; i < buffers.length; i++) {
            block.putRaw(heads.get(i));
            buffers[i].writeTo(block);
            buffers[i].reset();
        }
        block.putRaw(batchHead);
        batch.writeTo(block);
        rows = 0;
        return block.toLz4Frame();
    }

    private static byte[] start(int columns, int rows) {
        NativeBytes bytes = new NativeBytes(16);
        bytes.putLength(columns);
        bytes.putLength(rows);
        return bytes.toArray();
    }

    private static byte[] head(String name, String type) {
        NativeBytes bytes = new NativeBytes(64);
        bytes.putBytes(name.getBytes(StandardCharsets.UTF_8));
        bytes.putBytes(type.getBytes(StandardCharsets.UTF_8));
        return bytes.toArray();
    }
}
