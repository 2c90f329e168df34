package io.evalstream.jobs.clickhouse;

import java.io.IOException;

/** Takes batches to ClickHouse; the seam at which tests lose, delay and refuse them. */
public interface InsertGateway extends AutoCloseable {

    /**
     * Returns when ClickHouse has acknowledged the batch.
     *
     * @throws IOException when it has not, after every retry
     */
    void insert(InsertBatch batch) throws IOException;

    @Override
    void close();
}
