package io.evalstream.jobs.clickhouse;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.data.ClickHouseFormat;

import io.evalstream.jobs.retry.BackOff;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Inserts over HTTP with the official client; retries with exponential back-off and jitter. */
public final class HttpInsertGateway implements InsertGateway {

    private static final Logger LOG = LoggerFactory.getLogger(HttpInsertGateway.class);
    private static final int ATTEMPTS = 6;
    private static final long FIRST_PAUSE_MS = 200;
    private static final long LONGEST_PAUSE_MS = 30_000;

    private final ClickHouseEndpoint endpoint;
    private final BackOff.Pause pause;
    private final Client client;

    public HttpInsertGateway(ClickHouseEndpoint endpoint) {
        this(endpoint, Thread::sleep);
    }

    HttpInsertGateway(ClickHouseEndpoint endpoint, BackOff.Pause pause) {
        this.endpoint = endpoint;
        this.pause = pause;
        // Its own repetitions would come at once, and within each of ours.
        this.client = endpoint.connect(0);
    }

    @Override
    public void insert(InsertBatch batch) throws IOException {
        BackOff backOff = new BackOff(pause, FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
        for (int attempt = 1; ; attempt++) {
            try {
                insertOnce(batch);
                return;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                LOG.warn("{}; attempt {} of {}", e.getMessage(), attempt, ATTEMPTS);
            }
            backOff.await(0);
        }
    }

    private void insertOnce(InsertBatch batch) throws IOException {
        // The server default would acknowledge before the rows are stored.
        InsertSettings settings = new InsertSettings().serverSetting("async_insert", "0");
        try (InsertResponse response =
                client.insert(
                                batch.table(),
                                batch.columns(),
                                new ByteArrayInputStream(batch.rowBinary()),
                                ClickHouseFormat.RowBinary,
                                settings)
                        .get()) {
            LOG.debug(
                    "inserted {} rows into {}: {}",
                    batch.rows(),
                    batch.table(),
                    response.getWrittenRows());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while inserting", e);
        } catch (Exception e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(
                    "ClickHouse "
                            + endpoint
                            + ": "
                            + batch.rows()
                            + " rows for "
                            + batch.table()
                            + " were not taken: "
                            + cause.getMessage(),
                    e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
