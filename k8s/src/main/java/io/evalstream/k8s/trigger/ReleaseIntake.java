package io.evalstream.k8s.trigger;

import io.evalstream.k8s.metrics.ControllerMetrics;
import io.evalstream.k8s.registry.RegistryException;
import io.fabric8.kubernetes.client.KubernetesClientException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Keeps claims until they are looked at: a registry says the same thing several times within
 * seconds, so equal claims wait together, and one that cannot be looked at is tried again.
 */
public final class ReleaseIntake implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReleaseIntake.class);
    private static final int THREADS = 2;
    private static final int ATTEMPTS = 5;
    private static final int BACK_OFF_FACTOR = 4;
    private static final long CLOSE_SECONDS = 5;

    private final ReleaseStarter starter;
    private final ControllerMetrics metrics;
    private final Duration debounce;
    private final Duration backOff;
    private final int capacity;
    private final Consumer<Claim> whenGivenUp;
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor threads;

    /**
     * @param debounce for which a claim waits for its likes
     * @param backOff after the first failure; four times as long after each further one
     * @param capacity most different claims that wait
     * @param whenGivenUp told of claims that could not be looked at
     */
    public ReleaseIntake(
            ReleaseStarter starter,
            ControllerMetrics metrics,
            Duration debounce,
            Duration backOff,
            int capacity,
            Consumer<Claim> whenGivenUp) {
        this.starter = starter;
        this.metrics = metrics;
        this.debounce = debounce;
        this.backOff = backOff;
        this.capacity = capacity;
        this.whenGivenUp = whenGivenUp;
        this.threads =
                new ScheduledThreadPoolExecutor(
                        THREADS,
                        task -> {
                            Thread thread = new Thread(task, "release-intake");
                            thread.setDaemon(true);
                            return thread;
                        });
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(true);
    }

    /**
     * Takes a claim, which is looked at soon.
     *
     * @return false when too many wait already, or none are taken any more
     */
    public boolean offer(Claim claim) {
        synchronized (waiting) {
            if (waiting.contains(claim.key())) {
                return true;
            }
            if (waiting.size() >= capacity || threads.isShutdown()) {
                return false;
            }
            waiting.add(claim.key());
        }
        schedule(claim, 1, debounce);
        return true;
    }

    /** How many wait. */
    public int waiting() {
        return waiting.size();
    }

    /** Takes nothing more, and looks at what waits for a few seconds. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("{} pushes were not looked at; the next poll finds them", waiting());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
    }

    private void schedule(Claim claim, int attempt, Duration wait) {
        var unused =
                threads.schedule(() -> look(claim, attempt), wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void look(Claim claim, int attempt) {
        // From here on an equal claim may be about something newer.
        waiting.remove(claim.key());
        try {
            starter.start(claim);
        } catch (RegistryException e) {
            failed(claim, attempt, e.getMessage(), e.isPassing());
        } catch (KubernetesClientException e) {
            failed(claim, attempt, claim + ": " + line(e), e.getCode() != 422);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("{}: cannot be looked at", claim, e);
            failed(claim, ATTEMPTS, claim + ": internal error", false);
        }
    }

    private void failed(Claim claim, int attempt, String why, boolean isPassing) {
        if (isPassing && attempt < ATTEMPTS && !threads.isShutdown()) {
            LOG.warn("{}; trying again", why);
            if (waiting.add(claim.key())) {
                long factor = (long) Math.pow(BACK_OFF_FACTOR, attempt - 1.0);
                schedule(claim, attempt + 1, backOff.multipliedBy(factor));
            }
        } else {
            LOG.error("{}; given up, the next poll tries again", why);
            metrics.released(claim.source(), "failed");
            whenGivenUp.accept(claim);
        }
    }

    /** What the API server says, on one line. */
    static String line(KubernetesClientException fault) {
        String text =
                fault.getStatus() != null && fault.getStatus().getMessage() != null
                        ? fault.getStatus().getMessage()
                        : String.valueOf(fault.getMessage());
        return "Kubernetes: " + text.replaceAll("\\s+", " ");
    }
}
