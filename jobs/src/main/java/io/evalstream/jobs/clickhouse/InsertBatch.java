package io.evalstream.jobs.clickhouse;

import java.util.List;

/**
 * Rows that are inserted in one statement, all of one partition: they arrive together or not at
 * all.
 *
 * @param columns names of the block's columns
 * @param token made once with the batch: ClickHouse takes a block with a token only once, and every
 *     row carries it
 * @param restoredFrom the checkpoint that the job was restored from when the batch was made, or -1
 * @param rows how many rows the block holds, at least 1
 * @param block the rows in the Native format, as an {@link Lz4Frame}
 */
public record InsertBatch(
        String table,
        List<String> columns,
        String token,
        long restoredFrom,
        int rows,
        byte[] block) {

    /** No checkpoint. */
    static final long NOT_RESTORED = -1;

    /** Without the rows, for messages. */
    @Override
    public String toString() {
        return rows + " rows for " + table + " (" + token + ")";
    }
}
