package io.evalstream.readers;

/** A set of 64-bit numbers in 8 to 16 bytes each, because a file may hold tens of millions. */
final class LongSet {
    private long[] slots = new long[64];
    private int size;
    private boolean hasZero;

    /** Adds a number; false when it was there already. */
    boolean add(long number) {
        if (number == 0) {
            boolean added = !hasZero;
            hasZero = true;
            return added;
        }
        if (size * 4L >= slots.length * 3L) {
            grow();
        }
        if (!insert(slots, number)) {
            return false;
        }
        size++;
        return true;
    }

    private void grow() {
        long[] larger = new long[slots.length * 2];
        for (long number : slots) {
            if (number != 0) {
                insert(larger, number);
            }
        }
        slots = larger;
    }

    private static boolean insert(long[] table, long number) {
        // The multiplier is 2^64 divided by the golden ratio: it spreads consecutive numbers.
        int slot = (int) ((number * 0x9E3779B97F4A7C15L) >>> 32) & (table.length - 1);
        while (table[slot] != 0) {
            if (table[slot] == number) {
                return false;
            }
            slot = (slot + 1) & (table.length - 1);
        }
        table[slot] = number;
        return true;
    }
}
