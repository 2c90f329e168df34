package io.evalstream.k8s.local;

import io.evalstream.k8s.reconcile.UnavailableException;
import io.evalstream.k8s.resources.Labels;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The Jobs of all runs, as processes. None of them outlives this program. */
final class ProcessJobs implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessJobs.class);

    private static final long LOOK_MILLIS = 100;
    private static final long LONGEST_END_SECONDS = 15;
    private static final String FILE = "job.yaml";

    private final Machine machine;
    private final Clock clock;
    private final Consumer<String> listener;
    private final Map<String, ProcessJob> jobs = new TreeMap<>();
    private final Map<String, ProcessJob.Progress> seen = new TreeMap<>();
    private final ScheduledThreadPoolExecutor thread;

    /**
     * Takes up the jobs of a program before this one.
     *
     * @param listener gets the label of the run of a job of which something has ended
     */
    ProcessJobs(Machine machine, Clock clock, Consumer<String> listener) throws IOException {
        this.machine = machine;
        this.clock = clock;
        this.listener = listener;
        Files.createDirectories(directory());
        copyAttendant();
        try (Stream<Path> folders = Files.list(directory())) {
            for (Path folder : folders.sorted().toList()) {
                Path file = folder.resolve(FILE);
                if (Files.exists(file)) {
                    Job job = Serialization.unmarshal(Files.readString(file), Job.class);
                    jobs.put(job.getMetadata().getName(), new ProcessJob(folder, machine, job));
                }
            }
        }
        this.thread =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> {
                            Thread thread = new Thread(task, "process-jobs");
                            thread.setDaemon(true);
                            return thread;
                        });
        var unused =
                thread.scheduleWithFixedDelay(
                        this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private Path directory() {
        return machine.directory().resolve("jobs");
    }

    private void copyAttendant() throws IOException {
        try (InputStream script = ProcessJobs.class.getResourceAsStream("attend.sh")) {
            Path whole = machine.directory().resolve("attend.sh.new");
            Files.copy(script, whole, StandardCopyOption.REPLACE_EXISTING);
            Files.move(
                    whole,
                    machine.directory().resolve("attend.sh"),
                    StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /**
     * Makes a job what it should be.
     *
     * @param plan what its processes read; none where they read none
     */
    synchronized void apply(Job job, Optional<String> plan) {
        String name = job.getMetadata().getName();
        Path folder = directory().resolve(name);
        try {
            if (plan.isPresent()) {
                Path file = folder.resolve("plan/plan.json");
                Files.createDirectories(file.getParent());
                if (!Files.exists(file)) {
                    write(file, plan.get());
                }
            }
            Files.createDirectories(folder);
            ProcessJob known = jobs.get(name);
            if (known == null || !known.job().equals(job)) {
                write(folder.resolve(FILE), Serialization.asYaml(job));
            }
            if (known == null) {
                jobs.put(name, new ProcessJob(folder, machine, job));
            } else {
                known.change(job);
            }
        } catch (IOException e) {
            throw new UnavailableException(folder + ": cannot be written: " + e.getMessage(), e);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Path whole = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(whole, text);
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    }

    synchronized Optional<ProcessJob> get(String name) {
        return Optional.ofNullable(jobs.get(name));
    }

    /** The jobs of a run that are for something. */
    synchronized List<ProcessJob> of(String run, Labels.Component component) {
        List<ProcessJob> found = new ArrayList<>();
        for (ProcessJob job : jobs.values()) {
            Map<String, String> labels = job.job().getMetadata().getLabels();
            if (job.run().equals(Labels.value(run))
                    && component.label().equals(labels.get(Labels.COMPONENT))) {
                found.add(job);
            }
        }
        return found;
    }

    /** How far a job is, between two looks. */
    synchronized ProcessJob.Progress progress(ProcessJob job) {
        return job.progress();
    }

    synchronized String why(ProcessJob job) {
        return job.why();
    }

    /** Begins to end a job for good; nothing when there is none. */
    synchronized void end(String name) {
        ProcessJob job = jobs.get(name);
        if (job != null) {
            try {
                job.end();
            } catch (IOException e) {
                throw new UnavailableException(name + ": cannot be ended: " + e.getMessage(), e);
            }
        }
    }

    /** Forgets the jobs of a run that is deleted; their logs stay. */
    synchronized void forget(String run) throws IOException {
        for (ProcessJob job : List.copyOf(jobs.values())) {
            if (job.run().equals(Labels.value(run))) {
                String name = job.job().getMetadata().getName();
                jobs.remove(name);
                seen.remove(name);
                delete(directory().resolve(name));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = new ArrayList<>(files.toList());
        }
        Collections.reverse(all);
        for (Path file : all) {
            Files.deleteIfExists(file);
        }
    }

    private void look() {
        List<String> changed = new ArrayList<>();
        synchronized (this) {
            for (ProcessJob job : jobs.values()) {
                try {
                    ProcessJob.Progress progress = job.progress();
                    if (!progress.isFinished() || progress.going() > 0) {
                        job.tick(clock.instant());
                        progress = job.progress();
                    }
                    if (!progress.equals(seen.put(job.job().getMetadata().getName(), progress))) {
                        changed.add(job.run());
                    }
                } catch (RuntimeException e) {
                    LOG.error("run={} a job cannot be looked after", job.run(), e);
                }
            }
        }
        changed.forEach(listener);
    }

    /** Ends every process, and returns when they have ended. */
    @Override
    public void close() {
        thread.shutdownNow();
        List<Attempt> ended = new ArrayList<>();
        synchronized (this) {
            for (ProcessJob job : jobs.values()) {
                ended.addAll(job.abandon());
            }
        }
        boolean isInterrupted = Thread.interrupted();
        for (Attempt attempt : ended) {
            try {
                if (attempt.attendant().isPresent()) {
                    attempt.attendant().get().onExit().get(LONGEST_END_SECONDS, TimeUnit.SECONDS);
                }
            } catch (InterruptedException e) {
                isInterrupted = true;
            } catch (ExecutionException | TimeoutException e) {
                LOG.warn("{} does not end", attempt.directory(), e);
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
