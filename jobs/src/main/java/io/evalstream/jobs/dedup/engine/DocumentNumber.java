package io.evalstream.jobs.dedup.engine;

/**
 * The number of a document while it is looked for: its split in the upper and its place in the
 * split in the lower half.
 *
 * <p>Splits are numbered by priority, suite, file and place, whatever the parallelism, so that the
 * order of numbers is the order in which items are kept, without anybody having counted rows.
 */
public final class DocumentNumber {

    private DocumentNumber() {}

    public static long of(int split, int index) {
        return (long) split << 32 | index;
    }

    public static int split(long number) {
        return (int) (number >>> 32);
    }

    /** From 0. */
    public static int index(long number) {
        return (int) number;
    }

    /** Which of so many partitions a document belongs to, evenly. */
    static int partition(long number, int partitions) {
        long mixed = number * 0x9E3779B97F4A7C15L;
        mixed ^= mixed >>> 32;
        return (int) ((mixed & 0x7FFFFFFFL) % partitions);
    }
}
