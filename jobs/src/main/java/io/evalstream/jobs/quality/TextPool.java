package io.evalstream.jobs.quality;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The item keys, slices and clusters of one model: each once, for as long as a result has it.
 *
 * <p>Runs of a model are of the same items; their keys would otherwise be most of what is kept.
 */
final class TextPool {
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;
    private static final byte[] NOTHING = {};

    private final Text empty = new Text(NOTHING, hash(NOTHING, 0, 0));
    private Text[] slots = new Text[64];
    private int size;

    /** The text of {@code bytes[from, from + length)}; it stays if it is used. */
    Text of(byte[] bytes, int from, int length) {
        if (length == 0) {
            return empty;
        }
        long hash = hash(bytes, from, length);
        int slot = home(hash);
        for (Text text = slots[slot]; text != null; text = slots[slot]) {
            if (text.hash() == hash
                    && Arrays.equals(
                            text.utf8(), 0, text.utf8().length, bytes, from, from + length)) {
                return text;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        Text text = new Text(Arrays.copyOfRange(bytes, from, from + length), hash);
        slots[slot] = text;
        if (++size > slots.length / 2) {
            grow();
        }
        return text;
    }

    Text of(String string) {
        byte[] utf8 = string.getBytes(StandardCharsets.UTF_8);
        return of(utf8, 0, utf8.length);
    }

    /** Takes back one use of a text and forgets it after the last. */
    void release(Text text) {
        if (text == empty || !text.release()) {
            return;
        }
        int slot = home(text.hash());
        while (slots[slot] != text) {
            slot = (slot + 1) & (slots.length - 1);
        }
        remove(slot);
        size--;
    }

    /** Closes the gap, so that what was put after it is still found (Knuth 6.4, algorithm R). */
    private void remove(int slot) {
        int gap = slot;
        int next = slot;
        while (true) {
            next = (next + 1) & (slots.length - 1);
            Text text = slots[next];
            if (text == null) {
                slots[gap] = null;
                return;
            }
            int distance = (next - home(text.hash())) & (slots.length - 1);
            if (distance >= ((next - gap) & (slots.length - 1))) {
                slots[gap] = text;
                gap = next;
            }
        }
    }

    private void grow() {
        Text[] old = slots;
        slots = new Text[2 * old.length];
        for (Text text : old) {
            if (text != null) {
                int slot = home(text.hash());
                while (slots[slot] != null) {
                    slot = (slot + 1) & (slots.length - 1);
                }
                slots[slot] = text;
            }
        }
    }

    private int home(long hash) {
        return (int) (hash >>> 32) & (slots.length - 1);
    }

    /** Number of texts, the empty one aside. */
    int size() {
        return size;
    }

    private static long hash(byte[] bytes, int from, int length) {
        long hash = length * MULTIPLIER;
        int at = from;
        int end = from + length;
        for (; at + 8 <= end; at += 8) {
            hash = (hash ^ (long) ObservationBuffer.LONGS.get(bytes, at)) * MULTIPLIER;
            hash ^= hash >>> 29;
        }
        for (; at < end; at++) {
            hash = (hash ^ bytes[at]) * MULTIPLIER;
            hash ^= hash >>> 29;
        }
        return hash * MULTIPLIER;
    }
}
