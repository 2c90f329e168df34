package io.evalstream.jobs.quality;

import io.evalstream.contract.EventId;

/**
 * Tells copies of what has just passed, so that most repetitions end before anything is done about
 * them. It forgets: what it lets pass may be a copy all the same.
 *
 * <p>Of each id only the latest content is known, so that of two contents under one id the one that
 * comes last passes last.
 */
final class RecentCopies {

    private static final int SLOTS_LOG2 = 15;
    private static final int SLOTS = 1 << SLOTS_LOG2;
    private static final int LONGS = 3;
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    private final long[] slots = new long[LONGS * SLOTS];

    /**
     * Whether the latest record under this id that is remembered has the same bytes; from now on
     * this is the latest.
     */
    boolean isCopy(EventId id, byte[] record) {
        long content = hash(record);
        long hash = mix(mix(id.high()) ^ id.low()) * MULTIPLIER;
        int at = LONGS * (int) (hash >>> (64 - SLOTS_LOG2));
        boolean isCopy =
                slots[at] == id.high() && slots[at + 1] == id.low() && slots[at + 2] == content;
        slots[at] = id.high();
        slots[at + 1] = id.low();
        slots[at + 2] = content;
        return isCopy;
    }

    /** 64 bits of all bytes; never 0, which an empty slot holds. */
    private static long hash(byte[] bytes) {
        long even = bytes.length;
        long odd = MULTIPLIER;
        int at = 0;
        for (; at + 16 <= bytes.length; at += 16) {
            even = mix(even ^ (long) ObservationBuffer.LONGS.get(bytes, at));
            odd = mix(odd ^ (long) ObservationBuffer.LONGS.get(bytes, at + 8));
        }
        for (; at < bytes.length; at++) {
            even = mix(even ^ bytes[at]);
        }
        return mix(even + 31 * odd) | 1;
    }

    private static long mix(long bits) {
        long product = bits * MULTIPLIER;
        return product ^ product >>> 29;
    }
}
