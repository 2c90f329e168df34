package io.evalstream.bench.streaming;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes that grow, written as ClickHouse's Native format has them: little-endian, LEB128 lengths.
 */
final class NativeBytes {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[1 << 12];
    private int size;

    void putInt64(long value) {
        reserve(8);
        LONG.set(bytes, size, value);
        size += 8;
    }

    void putInt32(int value) {
        reserve(4);
        INT.set(bytes, size, value);
        size += 4;
    }

    /** Writes the low byte. */
    void putByte(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    /** Writes a length in front of what has it. */
    void putLength(int length) {
        reserve(5);
        int rest = length;
        while (rest >= 0x80) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    void putString(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        putLength(utf8.length);
        put(utf8, utf8.length);
    }

    void put(NativeBytes other) {
        put(other.bytes, other.size);
    }

    private void put(byte[] source, int length) {
        reserve(length);
        System.arraycopy(source, 0, bytes, size, length);
        size += length;
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }

    int size() {
        return size;
    }

    /** What was written, up to {@link #size()}; changes with the next write. */
    byte[] array() {
        return bytes;
    }

    void clear() {
        size = 0;
    }
}
