package io.evalstream.contract;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Texts seen before, found by their bytes in JSON; a new one takes the place of an older one. */
final class TextCache {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int SLOTS_LOG2 = 10;

    /** Longer texts hardly ever repeat and would keep much memory alive. */
    private static final int MAX_LENGTH = 256;

    private final CachedText[] slots = new CachedText[1 << SLOTS_LOG2];

    /** The text that the cursor has just read. */
    CachedText get(JsonCursor cursor) {
        byte[] bytes = cursor.bytes();
        int from = cursor.tokenStart();
        int to = cursor.tokenEnd() + 1;
        if (to - from > MAX_LENGTH) {
            return create(cursor);
        }
        int slot = slotOf(bytes, from, to);
        CachedText known = slots[slot];
        if (known != null) {
            byte[] quoted = known.quoted();
            if (Arrays.equals(quoted, 0, quoted.length, bytes, from, to)) {
                return known;
            }
        }
        CachedText created = create(cursor);
        slots[slot] = created;
        return created;
    }

    private static CachedText create(JsonCursor cursor) {
        byte[] quoted =
                Arrays.copyOfRange(cursor.bytes(), cursor.tokenStart(), cursor.tokenEnd() + 1);
        return new CachedText(quoted, cursor.text(), cursor.utf8());
    }

    private static int slotOf(byte[] bytes, int from, int to) {
        long hash = to - from;
        int at = from;
        for (; at + 8 <= to; at += 8) {
            hash = (hash ^ (long) LONGS.get(bytes, at)) * 0x9E37_79B9_7F4A_7C15L;
            hash ^= hash >>> 32;
        }
        for (; at < to; at++) {
            hash = hash * 31 + bytes[at];
        }
        return (int) ((hash * 0x9E37_79B9_7F4A_7C15L) >>> (64 - SLOTS_LOG2));
    }
}
