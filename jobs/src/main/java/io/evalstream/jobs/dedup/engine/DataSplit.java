package io.evalstream.jobs.dedup.engine;

import java.io.Serializable;

/**
 * A piece of a suite that is read by itself.
 *
 * @param number its place in the order of all splits, from 0
 * @param suite index of its suite in the order in which suites were given
 * @param from first byte; a line belongs to the split in which it begins
 * @param to byte behind the last one, or {@link #WHOLE} for a file that is read from end to end
 */
public record DataSplit(int number, int suite, String file, long from, long to)
        implements Serializable {

    /** No end: the file has one piece. */
    public static final long WHOLE = -1;
}
