package io.evalstream.jobs.dedup.engine;

import io.evalstream.udfs.text.CodePoints;

import java.util.Arrays;

/** Code points as UTF-8, as {@link CodePoints#decode} reads it. */
final class TextBytes {

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
}
