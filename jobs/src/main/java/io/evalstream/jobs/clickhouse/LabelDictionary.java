package io.evalstream.jobs.clickhouse;

import java.util.Arrays;

/**
 * Numbers the distinct strings of a column in the order in which they come.
 *
 * <p>A string that is the same object as the last one costs a comparison of references, one that is
 * equal to the last one a comparison of bytes, any other known one its hash, which strings keep.
 */
final class LabelDictionary {

    private static final int FIRST_SLOTS = 16;

    private final NativeBytes keys = new NativeBytes(256);
    private String[] strings = new String[FIRST_SLOTS];
    private int[] hashes = new int[FIRST_SLOTS];

    /** Open addressing, at most half full; a slot holds an index and 1. */
    private int[] slots = new int[2 * FIRST_SLOTS];

    private int size;
    private String last;
    private int lastIndex;

    /** The number of a string; a new one gets the next number, from 0. */
    int indexOf(String text) {
        if (text == last) {
            return lastIndex;
        }
        if (!text.equals(last)) {
            lastIndex = lookUp(text);
        }
        last = text;
        return lastIndex;
    }

    private int lookUp(String text) {
        int hash = text.hashCode() * 0x9E3779B9;
        int mask = slots.length - 1;
        int slot = (hash >>> 7) & mask;
        while (slots[slot] != 0) {
            int index = slots[slot] - 1;
            if (hashes[index] == hash && strings[index].equals(text)) {
                return index;
            }
            slot = (slot + 1) & mask;
        }
        return add(text, hash, slot);
    }

    private int add(String text, int hash, int slot) {
        int index = size++;
        keys.putText(text);
        if (index == strings.length) {
            strings = Arrays.copyOf(strings, 2 * index);
            hashes = Arrays.copyOf(hashes, 2 * index);
        }
        strings[index] = text;
        hashes[index] = hash;
        slots[slot] = size;
        if (2 * size > slots.length) {
            grow();
        }
        return index;
    }

    private void grow() {
        int[] larger = new int[2 * slots.length];
        int mask = larger.length - 1;
        for (int index = 0; index < size; index++) {
            int slot = (hashes[index] >>> 7) & mask;
            while (larger[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            larger[slot] = index + 1;
        }
        slots = larger;
    }

    int size() {
        return size;
    }

    /** The strings one after the other, each with its length. */
    NativeBytes keys() {
        return keys;
    }

    void reset() {
        keys.reset();
        Arrays.fill(strings, 0, size, null);
        Arrays.fill(slots, 0);
        size = 0;
        last = null;
    }
}
