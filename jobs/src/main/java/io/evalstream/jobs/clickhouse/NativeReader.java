package io.evalstream.jobs.clickhouse;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the Native format as far as {@link Column} writes it. */
final class NativeReader {

    private final ByteBuffer in;

    NativeReader(byte[] block) {
        in = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    }

    int length() throws IOException {
        long length = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int part = guarded(() -> (int) in.get());
            length |= (long) (part & 0x7F) << shift;
            if (part >= 0 && length <= Integer.MAX_VALUE) {
                return (int) length;
            }
        }
        throw new IOException("a length in a block is too large");
    }

    private byte[] bytes() throws IOException {
        int length = length();
        if (length > in.remaining()) {
            throw new IOException("a block ends in the middle of a text");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    String text() throws IOException {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** Reads one value. */
    @FunctionalInterface
    private interface Value {
        Object read() throws IOException;
    }

    private static <V> V guarded(Reading<V> reading) throws IOException {
        try {
            return reading.read();
        } catch (BufferUnderflowException e) {
            throw new IOException("a block ends too early", e);
        }
    }

    /** Reads something that may not be there. */
    @FunctionalInterface
    private interface Reading<V> {
        V read() throws IOException;
    }

    /**
     * The values of a column; of FixedString(16) as two longs, of String as bytes, of the numbers
     * and times as Integer, Long or Double.
     *
     * @throws IOException when the block is cut or the type is none that is written
     */
    Object[] column(String type, int rows) throws IOException {
        return guarded(
                () ->
                        switch (type) {
                            case Column.FIXED_16 -> values(rows, this::fixed16);
                            case Column.STRING -> values(rows, this::bytes);
                            case Column.LABEL -> labels(rows);
                            case Column.STRINGS -> texts(rows);
                            case Column.UINT8 -> values(rows, () -> in.get() & 0xFF);
                            case Column.INT32, Column.UINT32 -> values(rows, in::getInt);
                            case Column.UINT64, Column.TIME -> values(rows, in::getLong);
                            case Column.FLOAT64 -> values(rows, in::getDouble);
                            case Column.NULLABLE_FLOAT64 -> nullable(rows);
                            default ->
                                    throw new IOException(
                                            "a column of type " + type + " cannot be read");
                        });
    }

    private static Object[] values(int rows, Value value) throws IOException {
        Object[] values = new Object[rows];
        for (int row = 0; row < rows; row++) {
            values[row] = value.read();
        }
        return values;
    }

    private long[] fixed16() {
        return new long[] {Long.reverseBytes(in.getLong()), Long.reverseBytes(in.getLong())};
    }

    private Object[] labels(int rows) throws IOException {
        in.getLong();
        int width = 1 << (in.getLong() & 0xF);
        Object[] keys = values(Math.toIntExact(in.getLong()), this::text);
        in.getLong();
        return values(
                rows,
                () ->
                        keys[
                                switch (width) {
                                    case 1 -> in.get() & 0xFF;
                                    case 2 -> in.getShort() & 0xFFFF;
                                    default -> in.getInt();
                                }]);
    }

    private Object[] texts(int rows) throws IOException {
        Object[] ends = values(rows, in::getLong);
        List<List<String>> lists = new ArrayList<>(rows);
        long start = 0;
        for (Object end : ends) {
            List<String> list = new ArrayList<>();
            for (; start < (Long) end; start++) {
                list.add(text());
            }
            lists.add(list);
        }
        return lists.toArray();
    }

    private Object[] nullable(int rows) throws IOException {
        Object[] nulls = values(rows, in::get);
        Object[] numbers = values(rows, in::getDouble);
        for (int row = 0; row < rows; row++) {
            if ((Byte) nulls[row] != 0) {
                numbers[row] = Double.NaN;
            }
        }
        return numbers;
    }
}
