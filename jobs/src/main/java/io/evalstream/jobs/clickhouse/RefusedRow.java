package io.evalstream.jobs.clickhouse;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A row that ClickHouse will not take, as a dead letter.
 *
 * @param topic {@code clickhouse/} and the table it was for
 * @param offset tells it from other rows; the same whenever the same row is refused
 * @param message why, with ClickHouse's code
 * @param payload the row as JSON
 */
record RefusedRow(String topic, long offset, String message, byte[] payload) {

    /** Why it is a dead letter, beside the reasons a record on the wire can have. */
    static final String REASON = "SINK_REJECTED";

    static RefusedRow of(InsertBatch batch, int row, InsertException reason, byte[] json) {
        return new RefusedRow(
                "clickhouse/" + batch.table(),
                offset(batch.token() + ":" + row),
                reason.getMessage(),
                json);
    }

    private static long offset(String name) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(name.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
