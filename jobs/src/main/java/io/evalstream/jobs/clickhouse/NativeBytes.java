package io.evalstream.jobs.clickhouse;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes of ClickHouse's Native format: little-endian numbers, and strings with a LEB128 length
 * before them.
 */
final class NativeBytes {

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Longest length prefix of a string that fits into an array. */
    private static final int MAX_PREFIX = 5;

    /** Above it, encoding by the platform is faster than byte by byte, copy included. */
    private static final int LONG_TEXT = 48;

    private byte[] bytes;
    private int size;

    NativeBytes(int capacity) {
        bytes = new byte[capacity];
    }

    int size() {
        return size;
    }

    void reset() {
        size = 0;
    }

    void putByte(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    void putInt(int value) {
        reserve(Integer.BYTES);
        INT.set(bytes, size, value);
        size += Integer.BYTES;
    }

    void putLong(long value) {
        reserve(Long.BYTES);
        LONG.set(bytes, size, value);
        size += Long.BYTES;
    }

    /** Writes a length or a count as LEB128. */
    void putLength(int length) {
        reserve(MAX_PREFIX);
        putReservedLength(length);
    }

    private void putReservedLength(int length) {
        int rest = length;
        while (rest >= 0x80) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** Writes a string as UTF-8 with its length; a lone half of a surrogate pair becomes '?'. */
    void putText(String text) {
        int length = text.length();
        if (length > LONG_TEXT) {
            putBytes(text.getBytes(StandardCharsets.UTF_8));
            return;
        }
        int start = size;
        reserve(MAX_PREFIX + length);
        putReservedLength(length);
        byte[] target = bytes;
        int at = size;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                size = start;
                putBytes(text.getBytes(StandardCharsets.UTF_8));
                return;
            }
            target[at++] = (byte) c;
        }
        size = at;
    }

    /** Writes a string of these bytes, with their number before them. */
    void putBytes(byte[] value) {
        reserve(MAX_PREFIX + value.length);
        putReservedLength(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    /** Writes these bytes, without a length. */
    void putRaw(byte[] value) {
        reserve(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    /** Writes what another holds, without a length. */
    void putAll(NativeBytes other) {
        reserve(other.size);
        System.arraycopy(other.bytes, 0, bytes, size, other.size);
        size += other.size;
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }

    /** The bytes held; the array itself when it is exactly filled. */
    byte[] toArray() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    /** The bytes held, compressed. */
    byte[] toLz4Frame() {
        return Lz4Frame.pack(bytes, size);
    }

    /** Byte {@code index} of those held, unsigned. */
    int unsignedByte(int index) {
        return bytes[index] & 0xFF;
    }

    /** The little-endian number of four bytes from {@code index}. */
    int intAt(int index) {
        return (int) INT.get(bytes, index);
    }
}
