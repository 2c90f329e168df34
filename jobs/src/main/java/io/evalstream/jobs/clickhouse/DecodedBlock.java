package io.evalstream.jobs.clickhouse;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The rows of a batch, taken out of its block again to be sent in parts or shown to people. */
final class DecodedBlock {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final InsertBatch batch;
    private final ClickHouseTable<Object[]> table;
    private final Object[][] rows;

    private DecodedBlock(InsertBatch batch, ClickHouseTable<Object[]> table, Object[][] rows) {
        this.batch = batch;
        this.table = table;
        this.rows = rows;
    }

    /**
     * @throws IOException when the block is none of ours
     */
    static DecodedBlock of(InsertBatch batch) throws IOException {
        NativeReader in = new NativeReader(Lz4Frame.unpack(batch.block()));
        int columns = in.length();
        int count = in.length();
        if (columns != batch.columns().size() || count != batch.rows()) {
            throw new IOException(batch + " is damaged: its block holds " + count + " rows");
        }
        Object[][] rows = new Object[count][columns];
        List<Column<Object[]>> described = new ArrayList<>();
        for (int c = 0; c < columns; c++) {
            String name = in.text();
            String type = in.text();
            Object[] values = in.column(type, count);
            for (int r = 0; r < count; r++) {
                rows[r][c] = values[r];
            }
            if (!name.equals(ClickHouseTable.BATCH)) {
                described.add(column(name, type, c));
            }
        }
        ClickHouseTable<Object[]> table =
                new ClickHouseTable<>(batch.table(), List.copyOf(described), row -> 0);
        return new DecodedBlock(batch, table, rows);
    }

    @SuppressWarnings("unchecked")
    private static Column<Object[]> column(String name, String type, int c) throws IOException {
        return switch (type) {
            case Column.FIXED_16 ->
                    Column.fixed16(name, row -> ((long[]) row[c])[0], row -> ((long[]) row[c])[1]);
            case Column.STRING -> Column.bytes(name, row -> (byte[]) row[c]);
            case Column.LABEL -> Column.label(name, row -> (String) row[c]);
            case Column.STRINGS -> Column.texts(name, row -> (List<String>) row[c]);
            case Column.UINT8 -> Column.uint8(name, row -> (Integer) row[c]);
            case Column.INT32 -> Column.int32(name, row -> (Integer) row[c]);
            case Column.UINT32 -> Column.uint32(name, row -> (Integer) row[c]);
            case Column.UINT64 -> Column.uint64(name, row -> (Long) row[c]);
            case Column.TIME -> Column.time(name, row -> (Long) row[c]);
            case Column.FLOAT64 -> Column.float64(name, row -> (Double) row[c]);
            case Column.NULLABLE_FLOAT64 -> Column.nullable(name, row -> (Double) row[c]);
            default -> throw new IOException("no column of type " + type + " is ever sent");
        };
    }

    /** The rows from {@code from} to before {@code to} as a batch with a token of its own. */
    InsertBatch part(int from, int to) {
        BlockBuilder<Object[]> builder = new BlockBuilder<>(table);
        for (int row = from; row < to; row++) {
            builder.append(rows[row]);
        }
        String token = batch.token() + ":" + from + "-" + to;
        return new InsertBatch(
                batch.table(),
                table.columnNames(),
                token,
                batch.restoredFrom(),
                to - from,
                builder.drain(token));
    }

    /** One row as a JSON object of its columns, readable by people. */
    byte[] json(int row) throws IOException {
        ObjectNode object = JSON.createObjectNode();
        List<Column<Object[]>> columns = table.columns();
        for (int c = 0; c < columns.size(); c++) {
            object.set(
                    columns.get(c).name(), JSON.valueToTree(shown(columns.get(c), rows[row][c])));
        }
        return JSON.writeValueAsBytes(object);
    }

    private static Object shown(Column<?> column, Object value) {
        if (value instanceof byte[] text) {
            return new String(text, StandardCharsets.UTF_8);
        }
        if (value instanceof long[] fixed) {
            return HexFormat.of().toHexDigits(fixed[0]) + HexFormat.of().toHexDigits(fixed[1]);
        }
        if (value instanceof Double number && !Double.isFinite(number)) {
            return number.isNaN() ? null : number.toString();
        }
        if (value instanceof Integer number && column.type().equals(Column.UINT32)) {
            return Integer.toUnsignedLong(number);
        }
        if (value instanceof Long number) {
            return column.type().equals(Column.TIME)
                    ? Instant.ofEpochMilli(number).toString()
                    : Long.toUnsignedString(number);
        }
        return value;
    }
}
