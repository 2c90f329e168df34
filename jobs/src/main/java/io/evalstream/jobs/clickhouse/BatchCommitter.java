package io.evalstream.jobs.clickhouse;

import io.evalstream.jobs.retry.BackOff;

import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Inserts the batches of a completed checkpoint, several at a time.
 *
 * <p>It returns when all of them are stored, however long ClickHouse is away: meanwhile the job
 * takes no more rows, and those it has are in its last checkpoint.
 */
final class BatchCommitter implements Committer<InsertBatch> {

    private final InsertGateway gateway;
    private final int concurrency;
    private final long restoredFrom;
    private final BatchDelivery delivery;
    private final Counter refused;
    private final ExecutorService senders;
    private final CountDownLatch closing = new CountDownLatch(1);

    /**
     * @param restoredFrom the checkpoint this process goes on from, or {@link
     *     InsertBatch#NOT_RESTORED}
     */
    BatchCommitter(
            InsertGateway gateway,
            DeliveryOptions options,
            long restoredFrom,
            MetricGroup metrics) {
        this(gateway, options, restoredFrom, metrics, () -> System.nanoTime() / 1_000_000, null);
    }

    /**
     * @param clock milliseconds that only grow
     * @param pause waits in place of this, or null
     */
    BatchCommitter(
            InsertGateway gateway,
            DeliveryOptions options,
            long restoredFrom,
            MetricGroup metrics,
            LongSupplier clock,
            BackOff.Pause pause) {
        this.gateway = gateway;
        this.concurrency = options.concurrency();
        this.restoredFrom = restoredFrom;
        Outage outage = new Outage(clock);
        metrics.gauge("secondsWithoutClickHouse", outage::seconds);
        refused = metrics.counter("rowsRefused");
        delivery =
                new BatchDelivery(
                        gateway,
                        pause == null ? this::pause : pause,
                        clock,
                        options.horizon(),
                        outage,
                        new BatchDelivery.Counters(
                                metrics.counter("rowsInserted"),
                                metrics.counter("insertRetries"),
                                metrics.counter("batchesFound")));
        senders =
                Executors.newFixedThreadPool(
                        concurrency,
                        task -> {
                            Thread thread = new Thread(task, "clickhouse-insert");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /** Ends at once when this is closed. */
    private void pause(long millis) throws InterruptedException {
        if (closing.await(millis, TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("the sink is closed");
        }
    }

    @Override
    public void commit(Collection<CommitRequest<InsertBatch>> requests)
            throws IOException, InterruptedException {
        if (requests.size() == 1 || concurrency == 1) {
            for (CommitRequest<InsertBatch> request : requests) {
                deliver(request.getCommittable());
            }
            return;
        }
        ExecutorCompletionService<Void> sending = new ExecutorCompletionService<>(senders);
        List<Future<Void>> sent = new ArrayList<>(requests.size());
        for (CommitRequest<InsertBatch> request : requests) {
            Callable<Void> task =
                    () -> {
                        deliver(request.getCommittable());
                        return null;
                    };
            sent.add(sending.submit(task));
        }
        boolean complete = false;
        try {
            for (int i = 0; i < sent.size(); i++) {
                sending.take().get();
            }
            complete = true;
        } catch (ExecutionException e) {
            throw asThrown(e.getCause());
        } finally {
            if (!complete) {
                sent.forEach(future -> future.cancel(true));
            }
        }
    }

    private static IOException asThrown(Throwable cause) throws InterruptedException {
        if (cause instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        return cause instanceof IOException expected
                ? expected
                : new IOException("an insert failed for a reason that is not ClickHouse's", cause);
    }

    private void deliver(InsertBatch batch) throws IOException, InterruptedException {
        // Checkpoints are numbered upwards: a batch that an earlier process made is in a checkpoint
        // after the one that process went on from, and so is what we go on from.
        boolean mayBeOld = batch.restoredFrom() != restoredFrom;
        new RefusedRows(delivery, refused, batch, mayBeOld).deliver();
    }

    @Override
    public void close() {
        closing.countDown();
        senders.shutdownNow();
        gateway.close();
    }
}
