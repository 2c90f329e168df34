package io.evalstream.k8s.local;

import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.api.EvalRunStatus.Phase;
import io.evalstream.k8s.reconcile.RunReconciler;
import io.evalstream.k8s.reconcile.UnavailableException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Looks at each run when there is news of it, when its time has come, and at its file. */
final class RunLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunLoop.class);

    /** Files say nothing when they change, so they are looked at. */
    private static final long LOOK_NANOS = Duration.ofMillis(500).toNanos();

    /** Looking costs nothing here: nothing is asked over a network. */
    private static final Duration SOON = Duration.ofMillis(200);

    /** Somebody may have changed the file of a run. */
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private static final Duration AFTER_FAULT = Duration.ofSeconds(2);

    private final RunDirectory runs;
    private final RunReconciler reconciler;
    private final ProcessJobs processes;
    private final String namespace;
    private final Consumer<EvalRun> whenChanged;
    private final Map<String, Long> due = new HashMap<>();
    private final Map<String, Phase> phases = new HashMap<>();
    private final Map<String, String> faults = new HashMap<>();
    private final Set<String> over = new HashSet<>();
    private final Set<String> news = new HashSet<>();
    private final Thread thread;
    private boolean isClosed;

    /**
     * Begins to look.
     *
     * @param whenChanged gets a run when its phase has changed
     */
    RunLoop(
            RunDirectory runs,
            RunReconciler reconciler,
            ProcessJobs processes,
            String namespace,
            Consumer<EvalRun> whenChanged) {
        this.runs = runs;
        this.reconciler = reconciler;
        this.processes = processes;
        this.namespace = namespace;
        this.whenChanged = whenChanged;
        this.thread = new Thread(this::work, "run-loop");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** There is news of a run; its id in events may have the name of a stage behind it. */
    synchronized void wake(String runId) {
        news.add(runId);
        int dot = runId.lastIndexOf('.');
        if (dot > 0) {
            news.add(runId.substring(0, dot));
        }
        notifyAll();
    }

    private void work() {
        while (true) {
            Set<String> told;
            synchronized (this) {
                if (isClosed) {
                    return;
                }
                told = new HashSet<>(news);
                news.clear();
            }
            try {
                lookAtAll(told);
            } catch (RuntimeException e) {
                LOG.error("the runs cannot be looked at", e);
            }
            synchronized (this) {
                try {
                    if (news.isEmpty() && !isClosed) {
                        wait(Math.max(1, pause() / 1_000_000));
                    }
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }

    private long pause() {
        long pause = LOOK_NANOS;
        long now = System.nanoTime();
        for (long at : due.values()) {
            pause = Math.min(pause, at - now);
        }
        return pause;
    }

    private void lookAtAll(Set<String> told) {
        Set<String> names = runs.names();
        due.keySet().retainAll(names);
        for (String name : names) {
            Long at = due.get(name);
            boolean isDue = at == null || at <= System.nanoTime() || told.contains(name);
            if (isDue) {
                due.put(name, System.nanoTime() + look(name).toNanos());
            }
        }
    }

    private Duration look(String name) {
        try {
            Optional<EvalRun> deleted = runs.deleted(name);
            if (deleted.isPresent()) {
                return delete(name, deleted.get());
            }
            if (over.contains(name)) {
                return LONGEST;
            }
            Optional<Duration> again = reconciler.reconcile(namespace, name);
            faults.remove(name);
            tell(name);
            if (again.isEmpty()) {
                over.add(name);
                return LONGEST;
            }
            return again.get().compareTo(LONGEST) <= 0 ? SOON : LONGEST;
        } catch (UnusableRunException | UnavailableException e) {
            fault(name, e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("run={} cannot be looked at, trying again", name, e);
        }
        return AFTER_FAULT;
    }

    private void fault(String name, String message) {
        if (!message.equals(faults.put(name, message))) {
            LOG.warn("run={} {}", name, message);
        }
    }

    private void tell(String name) {
        Optional<EvalRun> run = runs.get(namespace, name);
        if (run.isPresent() && run.get().getStatus() != null) {
            Phase phase = run.get().getStatus().phase();
            if (phases.put(name, phase) != phase) {
                whenChanged.accept(run.get());
            }
        }
    }

    private Duration delete(String name, EvalRun run) {
        if (!reconciler.cleanUp(run)) {
            return SOON;
        }
        try {
            processes.forget(name);
        } catch (IOException e) {
            fault(name, "its jobs cannot be removed: " + e.getMessage());
            return AFTER_FAULT;
        }
        runs.forget(name);
        phases.remove(name);
        over.remove(name);
        LOG.info("run={} deleted", name);
        return Duration.ofNanos(LOOK_NANOS);
    }

    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
            notifyAll();
        }
        boolean isInterrupted = Thread.interrupted();
        try {
            thread.join();
        } catch (InterruptedException e) {
            isInterrupted = true;
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
