package io.evalstream.jobs.clickhouse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Encodes values as ClickHouse's RowBinary format: little-endian numbers, strings and arrays with a
 * LEB128 length before them, a null flag before each nullable value.
 */
public final class RowBinaryBuffer {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);

    public void putString(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        putLength(utf8.length);
        bytes.writeBytes(utf8);
    }

    /** Writes a string of at most {@code limit} characters, never half a surrogate pair. */
    public void putString(String value, int limit) {
        if (value.length() <= limit) {
            putString(value);
            return;
        }
        int end = Character.isHighSurrogate(value.charAt(limit - 1)) ? limit - 1 : limit;
        putString(value.substring(0, end));
    }

    public void putStrings(List<String> values) {
        putLength(values.size());
        for (String value : values) {
            putString(value);
        }
    }

    public void putBytes(byte[] value) {
        putLength(value.length);
        bytes.writeBytes(value);
    }

    public void putUInt8(int value) {
        bytes.write(value);
    }

    public void putInt32(int value) {
        bytes.write(value);
        bytes.write(value >>> 8);
        bytes.write(value >>> 16);
        bytes.write(value >>> 24);
    }

    /** Writes Int64, UInt64, or DateTime64(3) as milliseconds since the epoch. */
    public void putInt64(long value) {
        putInt32((int) value);
        putInt32((int) (value >>> 32));
    }

    public void putFloat64(double value) {
        putInt64(Double.doubleToRawLongBits(value));
    }

    /** Writes a Nullable(Float64); NaN is null. */
    public void putNullableFloat64(double value) {
        if (Double.isNaN(value)) {
            bytes.write(1);
        } else {
            bytes.write(0);
            putFloat64(value);
        }
    }

    /** Writes the 16 bytes of a FixedString(16), most significant byte first. */
    public void putFixed16(long high, long low) {
        putInt64(Long.reverseBytes(high));
        putInt64(Long.reverseBytes(low));
    }

    private void putLength(int length) {
        int rest = length;
        while (rest >= 0x80) {
            bytes.write((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes.write(rest);
    }

    /** Number of bytes held. */
    public int size() {
        return bytes.size();
    }

    /** Returns the bytes held and forgets them. */
    public byte[] drain() {
        byte[] drained = bytes.toByteArray();
        bytes.reset();
        return drained;
    }
}
