package io.evalstream.contract;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Texts seen before, found by their bytes in JSON; a new one takes the place of an older one. */
final class TextCache {
    private static final int SLOTS_LOG2 = 10;

    /** Longer texts hardly ever repeat and would keep much memory alive. */
    private static final int MAX_LENGTH = 256;

    private final CachedText[] slots = new CachedText[1 << SLOTS_LOG2];

    /** The text that the cursor has just read. */
    CachedText get(JsonCursor cursor) {
        byte[] bytes = cursor.bytes();
        int from = cursor.tokenStart() - 1;
        int to = cursor.tokenEnd() + 1;
        CachedText known = find(bytes, from, to);
        if (known != null) {
            return known;
        }
        return keep(
                new CachedText(
                        Arrays.copyOfRange(bytes, from, to), cursor.text(), encode(cursor.utf8())));
    }

    /** The text in {@code bytes[from, to)}, with its quotes, ASCII and without escapes. */
    CachedText get(byte[] bytes, int from, int to) {
        CachedText known = find(bytes, from, to);
        if (known != null) {
            return known;
        }
        return keep(
                new CachedText(
                        Arrays.copyOfRange(bytes, from, to),
                        JsonText.plain(bytes, from + 1, to - 1, true),
                        encode(Arrays.copyOfRange(bytes, from + 1, to - 1))));
    }

    private CachedText find(byte[] bytes, int from, int to) {
        if (to - from > MAX_LENGTH) {
            return null;
        }
        CachedText known = slots[slotOf(bytes, from, to)];
        return known != null && Words.match(bytes, from, to, known.quoted()) == to ? known : null;
    }

    private CachedText keep(CachedText text) {
        byte[] quoted = text.quoted();
        if (quoted.length <= MAX_LENGTH) {
            slots[slotOf(quoted, 0, quoted.length)] = text;
        }
        return text;
    }

    private static byte[] encode(byte[] utf8) {
        byte[] length = (utf8.length + ":").getBytes(StandardCharsets.US_ASCII);
        byte[] encoded = Arrays.copyOf(length, length.length + utf8.length);
        System.arraycopy(utf8, 0, encoded, length.length, utf8.length);
        return encoded;
    }

    /** From the length and 24 bytes of the text, or from all of a short one. */
    private static int slotOf(byte[] bytes, int from, int to) {
        long hash = to - from;
        if (hash >= 8) {
            hash += Words.longAt(bytes, from) * 0x9E37_79B9_7F4A_7C15L;
            hash ^= Words.longAt(bytes, from + (to - from - 8) / 2) * 0xC2B2_AE3D_27D4_EB4FL;
            hash += Words.longAt(bytes, to - 8) * 0x1656_67B1_9E37_79F9L;
            hash ^= hash >>> 32;
        } else {
            for (int at = from; at < to; at++) {
                hash = hash * 31 + bytes[at];
            }
        }
        return (int) ((hash * 0x9E37_79B9_7F4A_7C15L) >>> (64 - SLOTS_LOG2));
    }
}
