package io.evalstream.embedded.clickhouse;

/**
 * What one statement read and wrote, as X-ClickHouse-Summary tells it.
 *
 * @param elapsedNanos time in the engine
 */
record QueryStatistics(
        long readRows,
        long readBytes,
        long writtenRows,
        long writtenBytes,
        long resultRows,
        long resultBytes,
        long elapsedNanos) {

    static final QueryStatistics NONE = new QueryStatistics(0, 0, 0, 0, 0, 0, 0);

    QueryStatistics plus(QueryStatistics more) {
        return new QueryStatistics(
                readRows + more.readRows,
                readBytes + more.readBytes,
                writtenRows + more.writtenRows,
                writtenBytes + more.writtenBytes,
                resultRows + more.resultRows,
                resultBytes + more.resultBytes,
                elapsedNanos + more.elapsedNanos);
    }

    QueryStatistics withElapsed(long nanos) {
        return new QueryStatistics(
                readRows, readBytes, writtenRows, writtenBytes, resultRows, resultBytes, nanos);
    }

    /** JSON whose numbers are strings, which is how ClickHouse writes it. */
    String toJson() {
        return "{\"read_rows\":\""
                + readRows
                + "\",\"read_bytes\":\""
                + readBytes
                + "\",\"written_rows\":\""
                + writtenRows
                + "\",\"written_bytes\":\""
                + writtenBytes
                + "\",\"total_rows_to_read\":\""
                + readRows
                + "\",\"result_rows\":\""
                + resultRows
                + "\",\"result_bytes\":\""
                + resultBytes
                + "\",\"elapsed_ns\":\""
                + elapsedNanos
                + "\"}";
    }
}
