package io.evalstream.jobs.dedup.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Code points as bytes and back: UTF-8, in which half a surrogate pair is written like any other
 * code point, so that no two texts have the same bytes.
 */
final class TextBytes {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long HIGH_BITS = 0x8080808080808080L;

    private byte[] bytes = new byte[1024];
    private int size;

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    /** The bytes themselves; valid up to {@link #size} and until the next change. */
    byte[] array() {
        return bytes;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** Adds bytes as they are. */
    void append(byte[] more, int from, int to) {
        reserve(to - from);
        System.arraycopy(more, from, bytes, size, to - from);
        size += to - from;
    }

    /** Adds a text. */
    void append(int[] points, int length) {
        reserve(Math.multiplyExact(4, length));
        int at = size;
        byte[] out = bytes;
        for (int i = 0; i < length; i++) {
            int point = points[i];
            if (point < 0x80) {
                out[at++] = (byte) point;
            } else if (point < 0x800) {
                out[at++] = (byte) (0xC0 | point >> 6);
                out[at++] = (byte) (0x80 | point & 0x3F);
            } else if (point < 0x10000) {
                out[at++] = (byte) (0xE0 | point >> 12);
                out[at++] = (byte) (0x80 | point >> 6 & 0x3F);
                out[at++] = (byte) (0x80 | point & 0x3F);
            } else {
                out[at++] = (byte) (0xF0 | point >> 18);
                out[at++] = (byte) (0x80 | point >> 12 & 0x3F);
                out[at++] = (byte) (0x80 | point >> 6 & 0x3F);
                out[at++] = (byte) (0x80 | point & 0x3F);
            }
        }
        size = at;
    }

    private void reserve(int more) {
        int needed = Math.addExact(size, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length + (bytes.length >> 1)));
        }
    }

    /**
     * Reads a text.
     *
     * @param points receives the code points; as long as the bytes are
     * @return how many there are
     */
    static int decode(byte[] bytes, int from, int to, int[] points) {
        int count = 0;
        int at = from;
        while (at < to) {
            if (at + Long.BYTES <= to) {
                long eight = (long) LONGS.get(bytes, at);
                if ((eight & HIGH_BITS) == 0) {
                    points[count] = (int) eight & 0x7F;
                    points[count + 1] = (int) (eight >>> 8) & 0x7F;
                    points[count + 2] = (int) (eight >>> 16) & 0x7F;
                    points[count + 3] = (int) (eight >>> 24) & 0x7F;
                    points[count + 4] = (int) (eight >>> 32) & 0x7F;
                    points[count + 5] = (int) (eight >>> 40) & 0x7F;
                    points[count + 6] = (int) (eight >>> 48) & 0x7F;
                    points[count + 7] = (int) (eight >>> 56);
                    count += Long.BYTES;
                    at += Long.BYTES;
                    continue;
                }
            }
            int first = bytes[at++];
            if (first >= 0) {
                points[count++] = first;
            } else if (first < (byte) 0xE0) {
                points[count++] = (first & 0x1F) << 6 | bytes[at++] & 0x3F;
            } else if (first < (byte) 0xF0) {
                points[count++] =
                        (first & 0x0F) << 12 | (bytes[at++] & 0x3F) << 6 | bytes[at++] & 0x3F;
            } else {
                points[count++] =
                        (first & 0x07) << 18
                                | (bytes[at++] & 0x3F) << 12
                                | (bytes[at++] & 0x3F) << 6
                                | bytes[at++] & 0x3F;
            }
        }
        return count;
    }
}
