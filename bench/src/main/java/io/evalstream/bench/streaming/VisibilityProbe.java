package io.evalstream.bench.streaming;

import java.io.IOException;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Looks every 20 ms which of the markers among the events ClickHouse answers with. */
final class VisibilityProbe implements Runnable {
    static final String RUN = "marker";

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final ClickHouseHttp clickhouse;
    private final long[] seenAt;
    private final BitSet seen = new BitSet();
    private volatile boolean stopped;
    private volatile Exception failure;

    /**
     * @param markers how many there will be
     */
    VisibilityProbe(ClickHouseHttp clickhouse, int markers) {
        this.clickhouse = clickhouse;
        this.seenAt = new long[markers];
    }

    @Override
    public void run() {
        try {
            long next = System.nanoTime();
            while (!stopped && !isDone()) {
                look();
                next = Math.max(next + LOOK_NANOS, System.nanoTime());
                LockSupport.parkNanos(next - System.nanoTime());
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    private synchronized void look() throws IOException {
        int first = seen.nextClearBit(0);
        String query =
                "SELECT dispatch_index FROM samples WHERE model_tag = '%s' AND run_id = '%s'"
                        + " AND dispatch_index >= %d";
        for (String row : clickhouse.query(String.format(query, RUN, RUN, first))) {
            int marker = Integer.parseInt(row);
            if (!seen.get(marker)) {
                seen.set(marker);
                // When the answer was there, which is later than when the row was.
                seenAt[marker] = System.nanoTime();
            }
        }
    }

    private synchronized boolean isDone() {
        return seen.cardinality() == seenAt.length;
    }

    /** When a marker was first seen, in {@link System#nanoTime}; -1 when it was not. */
    synchronized long seenAt(int marker) {
        return seen.get(marker) ? seenAt[marker] : -1;
    }

    void stop() {
        stopped = true;
    }

    /**
     * @throws IOException what has ended it
     */
    void requireHealthy() throws IOException {
        if (failure != null) {
            throw new IOException("the probe has failed: " + failure.getMessage(), failure);
        }
    }
}
