package io.evalstream.jobs.clickhouse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether inserts get through, and since when not: told in the log once when it begins, sparsely
 * while it lasts, and once when it ends.
 */
final class Outage {

    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);
    private static final long REMINDER_MILLIS = Duration.ofMinutes(5).toMillis();

    private final LongSupplier clock;
    private boolean ongoing;
    private long sinceMillis;
    private long remindedMillis;
    private long failures;

    /**
     * @param clock milliseconds that only grow
     */
    Outage(LongSupplier clock) {
        this.clock = clock;
    }

    /** Says that an attempt has failed which is going to be repeated. */
    synchronized void failed(InsertException reason) {
        long now = clock.getAsLong();
        failures++;
        if (!ongoing) {
            ongoing = true;
            failures = 1;
            sinceMillis = now;
            remindedMillis = now;
            LOG.warn("{}; the rows wait and are sent again until it works", reason.getMessage());
        } else if (now - remindedMillis >= REMINDER_MILLIS) {
            remindedMillis = now;
            LOG.warn(
                    "{}; the rows have waited for {} s, {} attempts",
                    reason.getMessage(),
                    (now - sinceMillis) / 1000,
                    failures);
        }
    }

    /** Says that an attempt has succeeded. */
    synchronized void succeeded() {
        if (ongoing) {
            ongoing = false;
            LOG.info(
                    "ClickHouse takes rows again, after {} s and {} failed attempts",
                    (clock.getAsLong() - sinceMillis) / 1000,
                    failures);
        }
    }

    /** How long nothing has got through; 0 when all is well. */
    synchronized long seconds() {
        return ongoing ? (clock.getAsLong() - sinceMillis) / 1000 : 0;
    }
}
