package io.evalstream.jobs.quality;

/** Reads what {@link BitOutput} has written. */
final class BitInput {
    private final byte[] bytes;
    private int next;
    private long pending;
    private int pendingBits;

    BitInput(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads an unsigned number.
     *
     * @param count from 0 to 56
     */
    long read(int count) {
        while (pendingBits < count) {
            pending |= (bytes[next++] & 0xFFL) << pendingBits;
            pendingBits += 8;
        }
        long bits = pending & (1L << count) - 1;
        pending >>>= count;
        pendingBits -= count;
        return bits;
    }

    long readLong() {
        long low = read(32);
        return low | read(32) << 32;
    }

    long readRice(int low) {
        int quotient = 0;
        while (quotient < BitOutput.RICE_LIMIT && read(1) == 1) {
            quotient++;
        }
        return quotient == BitOutput.RICE_LIMIT ? readLong() : (long) quotient << low | read(low);
    }
}
