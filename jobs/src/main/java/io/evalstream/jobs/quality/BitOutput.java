package io.evalstream.jobs.quality;

import java.util.Arrays;

/** Writes numbers of any number of bits, lowest bit first. */
final class BitOutput {
    private byte[] bytes;
    private int size;
    private long pending;
    private int pendingBits;

    BitOutput(int capacity) {
        bytes = new byte[capacity];
    }

    /**
     * Writes the lowest bits of a number.
     *
     * @param count from 0 to 56
     */
    void write(long bits, int count) {
        pending |= (bits & (1L << count) - 1) << pendingBits;
        pendingBits += count;
        while (pendingBits >= 8) {
            put((byte) pending);
            pending >>>= 8;
            pendingBits -= 8;
        }
    }

    void writeLong(long number) {
        write(number, 32);
        write(number >>> 32, 32);
    }

    /** Writes a number that is hardly ever much larger than {@code 2^low} (Golomb-Rice). */
    void writeRice(long number, int low) {
        long quotient = number >>> low;
        if (quotient < RICE_LIMIT) {
            write((1L << quotient) - 1, (int) quotient + 1);
            write(number, low);
        } else {
            write((1L << RICE_LIMIT) - 1, RICE_LIMIT);
            writeLong(number);
        }
    }

    /** From so many ones in a row the number itself follows. */
    static final int RICE_LIMIT = 24;

    private void put(byte next) {
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * size + 16);
        }
        bytes[size++] = next;
    }

    byte[] toBytes() {
        if (pendingBits > 0) {
            put((byte) pending);
            pending = 0;
            pendingBits = 0;
        }
        return Arrays.copyOf(bytes, size);
    }
}
