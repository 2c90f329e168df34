package io.evalstream.k8s;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Runs for leader as long as it is open, and does the work of the leader while it is: of replicas
 * with one lease, one works at a time.
 */
final class Leadership implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration RENEWAL = Duration.ofSeconds(10);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final KubernetesClient client;
    private final LeaseLock lock;
    private final List<LeaderWork> works;
    private final Consumer<Boolean> whenChanged;
    private final Deque<AutoCloseable> begun = new ArrayDeque<>();
    private CompletableFuture<?> candidacy = CompletableFuture.completedFuture(null);
    private boolean isOpen = true;

    /**
     * @param identity that no other replica has
     * @param whenChanged told whether this replica leads
     */
    Leadership(
            KubernetesClient client,
            String namespace,
            String lease,
            String identity,
            List<LeaderWork> works,
            Consumer<Boolean> whenChanged) {
        this.client = client;
        this.lock = new LeaseLock(namespace, lease, identity);
        this.works = List.copyOf(works);
        this.whenChanged = whenChanged;
    }

    /** Runs for leader, now and after each time that it was lost. */
    synchronized void run() {
        if (!isOpen) {
            return;
        }
        candidacy =
                client.leaderElector()
                        .withConfig(
                                new LeaderElectionConfigBuilder()
                                        .withName("evalstream")
                                        .withLock(lock)
                                        .withLeaseDuration(LEASE)
                                        .withRenewDeadline(RENEWAL)
                                        .withRetryPeriod(RETRY)
                                        .withReleaseOnCancel(true)
                                        .withLeaderCallbacks(
                                                new LeaderCallbacks(
                                                        this::begin, this::end, leader -> {}))
                                        .build())
                        .build()
                        .start();
        CompletableFuture<?> started = candidacy;
        var unused = started.whenCompleteAsync((nothing, fault) -> again(fault));
    }

    private void again(Throwable fault) {
        synchronized (this) {
            if (!isOpen) {
                return;
            }
        }
        if (fault != null) {
            LOG.warn("the election ended ({}); standing again", fault.toString());
        }
        var unused =
                CompletableFuture.runAsync(
                        this::run,
                        CompletableFuture.delayedExecutor(
                                RETRY.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS));
    }

    private synchronized void begin() {
        if (!isOpen) {
            return;
        }
        LOG.info("leads");
        whenChanged.accept(true);
        for (LeaderWork work : works) {
            begun.push(work.begin());
        }
    }

    private synchronized void end() {
        while (!begun.isEmpty()) {
            try {
                begun.pop().close();
            } catch (Exception e) {
                LOG.error("cannot end the work of a leader", e);
            }
        }
        whenChanged.accept(false);
    }

    /** Ends the work, and lets another replica lead at once. */
    @Override
    public void close() {
        CompletableFuture<?> started;
        synchronized (this) {
            isOpen = false;
            end();
            started = candidacy;
        }
        started.cancel(true);
    }
}
