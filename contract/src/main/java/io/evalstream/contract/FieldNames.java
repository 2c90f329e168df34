package io.evalstream.contract;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A fixed set of ASCII field names, found by their bytes. */
final class FieldNames {
    static final int UNKNOWN = -1;

    private static final int SLOTS = 256;

    private final byte[][] names;
    private final byte[][] members;
    private final int[] slots = new int[SLOTS];

    FieldNames(String... texts) {
        names = new byte[texts.length][];
        members = new byte[texts.length][];
        Arrays.fill(slots, UNKNOWN);
        for (int i = 0; i < texts.length; i++) {
            names[i] = texts[i].getBytes(StandardCharsets.US_ASCII);
            members[i] = ('"' + texts[i] + "\":").getBytes(StandardCharsets.US_ASCII);
            int slot = slotOf(names[i], 0, names[i].length);
            while (slots[slot] != UNKNOWN) {
                slot = (slot + 1) % SLOTS;
            }
            slots[slot] = i;
        }
    }

    /** The index of the name in {@code bytes[from, to)}, or {@link #UNKNOWN}. */
    int find(byte[] bytes, int from, int to) {
        if (from == to) {
            return UNKNOWN;
        }
        int slot = slotOf(bytes, from, to);
        while (slots[slot] != UNKNOWN) {
            byte[] name = names[slots[slot]];
            if (Arrays.equals(name, 0, name.length, bytes, from, to)) {
                return slots[slot];
            }
            slot = (slot + 1) % SLOTS;
        }
        return UNKNOWN;
    }

    /** How the member with this name begins in JSON without white space: {@code "name":}. */
    byte[] memberStart(int index) {
        return members[index];
    }

    private static int slotOf(byte[] bytes, int from, int to) {
        int length = to - from;
        int hash = length * 31 + bytes[from];
        hash = hash * 31 + bytes[from + (length >> 1)];
        hash = hash * 31 + bytes[to - 1];
        return (hash ^ hash >> 8) & (SLOTS - 1);
    }
}
