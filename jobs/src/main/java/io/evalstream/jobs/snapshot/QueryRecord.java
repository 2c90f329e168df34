package io.evalstream.jobs.snapshot;

/**
 * The bytes of one query and where they stand.
 *
 * @param place for people: {@code file:line} or {@code topic/partition@offset}
 * @param position orders the queries of a snapshot: number of the file or partition in the upper 24
 *     bits, line or offset in the lower 40
 * @param json empty for a record without a value
 */
public record QueryRecord(String place, long position, byte[] json) {

    private static final int ROW_BITS = 40;

    static long position(int source, long row) {
        return (long) source << ROW_BITS | row & (1L << ROW_BITS) - 1;
    }
}
