package io.evalstream.jobs.clickhouse;

/** Takes batches to ClickHouse; the seam at which tests lose, delay and refuse them. */
public interface InsertGateway extends AutoCloseable {

    /**
     * Inserts once. Returns when ClickHouse has acknowledged the batch.
     *
     * @throws InsertException when it has not; it may be stored all the same
     * @throws InterruptedException when the thread is interrupted meanwhile; it may be stored then
     */
    void insert(InsertBatch batch) throws InsertException, InterruptedException;

    /**
     * Asks how many rows of a batch are in its table.
     *
     * @throws InsertException when there is no answer
     */
    long stored(String table, String token) throws InsertException, InterruptedException;

    @Override
    void close();
}
