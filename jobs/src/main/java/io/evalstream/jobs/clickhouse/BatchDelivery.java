package io.evalstream.jobs.clickhouse;

import io.evalstream.jobs.retry.BackOff;

import org.apache.flink.metrics.Counter;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Brings one batch into its table exactly once, whatever happens on the way.
 *
 * <p>A batch that may have been stored is repeated with the same bytes and the same token, which
 * ClickHouse takes only once as long as it remembers the token. When it may have forgotten, the
 * batch is first looked for in the table: if all of its rows are there, it is done. If only some
 * are, others have been replaced or removed by a merge, or somebody has partitioned the table
 * otherwise; then it is inserted again, which readers do not see: the tables replace rows by their
 * key and version, and a repeated row has both in common with the first.
 */
final class BatchDelivery {

    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 10_000;

    private final InsertGateway gateway;
    private final BackOff.Pause pause;
    private final LongSupplier clock;
    private final long horizonMillis;
    private final Outage outage;
    private final Counters counters;

    /**
     * What the deliveries of a sink have met.
     *
     * @param rows rows that were acknowledged
     * @param retries attempts that failed and were repeated
     * @param found batches that were found in their table
     */
    record Counters(Counter rows, Counter retries, Counter found) {}

    /**
     * @param clock milliseconds that only grow
     * @param horizon how long ClickHouse remembers a token for certain
     */
    BatchDelivery(
            InsertGateway gateway,
            BackOff.Pause pause,
            LongSupplier clock,
            Duration horizon,
            Outage outage,
            Counters counters) {
        this.gateway = gateway;
        this.pause = pause;
        this.clock = clock;
        this.horizonMillis = horizon.toMillis();
        this.outage = outage;
        this.counters = counters;
    }

    /**
     * Returns when the batch is stored or refused.
     *
     * @param mayBeOld whether an earlier process may have sent it, who knows when
     * @return why some row of it is refused for good; nothing when all are stored
     * @throws InsertException when nothing can be inserted without somebody's help
     * @throws IOException when the thread is interrupted during a pause
     */
    Optional<InsertException> send(InsertBatch batch, boolean mayBeOld)
            throws IOException, InterruptedException {
        BackOff backOff = new BackOff(pause, FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
        boolean inDoubt = mayBeOld;
        long sinceMillis = clock.getAsLong();
        while (true) {
            try {
                if (inDoubt) {
                    if (isStored(batch)) {
                        counters.found().inc();
                        outage.succeeded();
                        return Optional.empty();
                    }
                    inDoubt = false;
                    sinceMillis = clock.getAsLong();
                }
                gateway.insert(batch);
                counters.rows().inc(batch.rows());
                outage.succeeded();
                return Optional.empty();
            } catch (InsertException e) {
                if (e.reaction() == Reaction.STOP) {
                    throw e;
                }
                if (e.reaction() == Reaction.REJECT) {
                    outage.succeeded();
                    return Optional.of(e);
                }
                counters.retries().inc();
                outage.failed(e);
                backOff.await(0);
                inDoubt |= clock.getAsLong() - sinceMillis >= horizonMillis;
            }
        }
    }

    private boolean isStored(InsertBatch batch) throws InsertException, InterruptedException {
        return gateway.stored(batch.table(), batch.token()) >= batch.rows();
    }
}
