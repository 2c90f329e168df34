package io.evalstream.jobs.clickhouse;

import java.io.Serializable;
import java.util.List;

/**
 * One column of a table: its name, its type, and how a row gives its value.
 *
 * @param type as ClickHouse writes it
 */
record Column<T>(String name, String type, Values<T> values) implements Serializable {

    static final String FIXED_16 = "FixedString(16)";
    static final String STRING = "String";
    static final String LABEL = "LowCardinality(String)";
    static final String STRINGS = "Array(String)";
    static final String UINT8 = "UInt8";
    static final String INT32 = "Int32";
    static final String UINT32 = "UInt32";
    static final String UINT64 = "UInt64";
    static final String TIME = "DateTime64(3, 'UTC')";
    static final String FLOAT64 = "Float64";
    static final String NULLABLE_FLOAT64 = "Nullable(Float64)";

    /** Opens an empty buffer for the values of many rows. */
    @FunctionalInterface
    interface Values<T> extends Serializable {
        ColumnBuffer<T> open();
    }

    /** A text of a row. */
    @FunctionalInterface
    public interface Text<T> extends Serializable {
        String of(T row);
    }

    /** A whole number of a row. */
    @FunctionalInterface
    public interface Whole<T> extends Serializable {
        long of(T row);
    }

    /** A small whole number of a row. */
    @FunctionalInterface
    public interface Small<T> extends Serializable {
        int of(T row);
    }

    /** A number of a row. */
    @FunctionalInterface
    public interface Decimal<T> extends Serializable {
        double of(T row);
    }

    /** Several texts of a row. */
    @FunctionalInterface
    public interface Texts<T> extends Serializable {
        List<String> of(T row);
    }

    /** Bytes of a row. */
    @FunctionalInterface
    public interface Blob<T> extends Serializable {
        byte[] of(T row);
    }

    /** 16 bytes, most significant first. */
    static <T> Column<T> fixed16(String name, Whole<T> high, Whole<T> low) {
        return new Column<>(
                name,
                FIXED_16,
                () ->
                        new ColumnBuffer.Plain<T>() {
                            @Override
                            void append(T row) {
                                values.putLong(Long.reverseBytes(high.of(row)));
                                values.putLong(Long.reverseBytes(low.of(row)));
                            }
                        });
    }

    static <T> Column<T> text(String name, Text<T> text) {
        return new Column<>(
                name,
                STRING,
                () ->
                        new ColumnBuffer.Plain<T>() {
                            @Override
                            void append(T row) {
                                values.putText(text.of(row));
                            }
                        });
    }

    static <T> Column<T> bytes(String name, Blob<T> bytes) {
        return new Column<>(
                name,
                STRING,
                () ->
                        new ColumnBuffer.Plain<T>() {
                            @Override
                            void append(T row) {
                                values.putBytes(bytes.of(row));
                            }
                        });
    }

    /** A text of which a batch holds few different ones. */
    static <T> Column<T> label(String name, Text<T> text) {
        return new Column<>(name, LABEL, () -> new LabelBuffer<>(text));
    }

    static <T> Column<T> texts(String name, Texts<T> texts) {
        return new Column<>(name, STRINGS, () -> new TextsBuffer<>(texts));
    }

    static <T> Column<T> uint8(String name, Small<T> number) {
        return new Column<>(
                name,
                UINT8,
                () ->
                        new ColumnBuffer.Plain<T>() {
                            @Override
                            void append(T row) {
                                values.putByte(number.of(row));
                            }
                        });
    }

    static <T> Column<T> int32(String name, Small<T> number) {
        return new Column<>(name, INT32, () -> smalls(number));
    }

    static <T> Column<T> uint32(String name, Small<T> number) {
        return new Column<>(name, UINT32, () -> smalls(number));
    }

    private static <T> ColumnBuffer<T> smalls(Small<T> number) {
        return new ColumnBuffer.Plain<T>() {
            @Override
            void append(T row) {
                values.putInt(number.of(row));
            }
        };
    }

    static <T> Column<T> uint64(String name, Whole<T> number) {
        return new Column<>(name, UINT64, () -> wholes(number));
    }

    /** A time in milliseconds since the epoch. */
    static <T> Column<T> time(String name, Whole<T> millis) {
        return new Column<>(name, TIME, () -> wholes(millis));
    }

    private static <T> ColumnBuffer<T> wholes(Whole<T> number) {
        return new ColumnBuffer.Plain<T>() {
            @Override
            void append(T row) {
                values.putLong(number.of(row));
            }
        };
    }

    static <T> Column<T> float64(String name, Decimal<T> number) {
        return new Column<>(
                name,
                FLOAT64,
                () ->
                        new ColumnBuffer.Plain<T>() {
                            @Override
                            void append(T row) {
                                values.putLong(Double.doubleToRawLongBits(number.of(row)));
                            }
                        });
    }

    /** A number that may be unknown; NaN is null. */
    static <T> Column<T> nullable(String name, Decimal<T> number) {
        return new Column<>(name, NULLABLE_FLOAT64, () -> new NullableBuffer<>(number));
    }
}
