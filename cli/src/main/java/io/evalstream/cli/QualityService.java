package io.evalstream.cli;

import io.evalstream.embedded.EmbeddedFlink;
import io.evalstream.embedded.EmbeddedObjectStore;
import io.evalstream.embedded.ServiceUnavailableException;
import io.evalstream.jobs.quality.QualityJob;
import io.evalstream.jobs.quality.QualityOptions;

import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The quality job on the stack of this machine; goes on where it stopped. */
final class QualityService implements AutoCloseable {

    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);

    private final EmbeddedFlink flink;
    private final JobID job;
    private final Path savepoints;
    private boolean stopped;

    private QualityService(EmbeddedFlink flink, JobID job, Path savepoints) {
        this.flink = flink;
        this.job = job;
        this.savepoints = savepoints;
    }

    /**
     * Submits the job, restored from its latest savepoint or checkpoint if there is one, and
     * returns when it runs.
     *
     * @param options what differs from the defaults; addresses are filled in
     * @throws IOException when the catalogue of metrics cannot be read
     * @throws ServiceUnavailableException when the job does not start
     */
    static QualityService start(LocalStack stack, Configuration options) throws IOException {
        Path state = stack.directory().resolve("flink-state");
        Path savepoints = Files.createDirectories(state.resolve("savepoints"));
        Path checkpoints = Files.createDirectories(state.resolve("checkpoints"));
        Configuration all = new Configuration(options);
        all.set(QualityOptions.KAFKA_BOOTSTRAP, stack.kafka().bootstrapServers());
        all.set(QualityOptions.CLICKHOUSE_URL, stack.clickhouse().httpUrl().toString());
        if (!options.contains(QualityOptions.TEAMS_URL)) {
            all.set(QualityOptions.TEAMS_URL, stack.teams().url().toString());
            // Only for the recorder: in a team of the user nobody has this name.
            if (!options.contains(QualityOptions.TEAMS_MENTION_ID)) {
                all.set(QualityOptions.TEAMS_MENTION_ID, "oncall@example.com");
            }
        }
        if (!options.contains(QualityOptions.CHECKPOINT_INTERVAL)) {
            // Rows can be seen after a checkpoint, and here somebody is waiting for them.
            all.set(QualityOptions.CHECKPOINT_INTERVAL, CHECKPOINT_INTERVAL);
        }
        if (!options.contains(QualityOptions.AUDIT_ENDPOINT)) {
            all.set(QualityOptions.AUDIT_ENDPOINT, stack.objects().endpoint());
            all.set(QualityOptions.AUDIT_ACCESS_KEY, EmbeddedObjectStore.ACCESS_KEY);
            all.set(QualityOptions.AUDIT_SECRET_KEY, EmbeddedObjectStore.SECRET_KEY);
        }
        // As many as the cluster has room for, whatever this machine has cores.
        all.set(CoreOptions.DEFAULT_PARALLELISM, LocalStack.SLOTS);
        all.set(QualityOptions.CHECKPOINT_DIRECTORY, checkpoints.toUri().toString());
        StreamExecutionEnvironment environment = QualityJob.create(all);
        StreamGraph stream = environment.getStreamGraph();
        stream.setJobName("evalstream-quality");
        JobGraph graph = stream.getJobGraph();
        Optional<Path> latest = latestState(state);
        if (latest.isPresent()) {
            graph.setSavepointRestoreSettings(
                    SavepointRestoreSettings.forPath(latest.get().toUri().toString(), false));
        }
        QualityService service =
                new QualityService(stack.flink(), stack.flink().submit(graph), savepoints);
        stack.flink().awaitRunning(service.job);
        service.requireRunning();
        return service;
    }

    /** The newest complete savepoint or checkpoint below a directory. */
    private static Optional<Path> latestState(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.getFileName().toString().equals("_metadata"))
                    .max(Comparator.comparing(QualityService::modified))
                    .map(Path::getParent);
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    /**
     * @throws ServiceUnavailableException when the job has ended without being asked to
     */
    void requireRunning() {
        JobStatus status = flink.status(job);
        if (!status.isGloballyTerminalState() || stopped) {
            return;
        }
        String why = "";
        JobResult result = flink.result(job).join();
        if (result.getSerializedThrowable().isPresent()) {
            Throwable cause = result.getSerializedThrowable().get();
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            why = ": " + cause.getMessage();
        }
        throw new ServiceUnavailableException(
                "Flink: the quality job has ended as " + status + why + "; see the log");
    }

    /** Stops the job after everything it has accepted is written. */
    @Override
    public void close() {
        if (!stopped) {
            stopped = true;
            flink.stopWithSavepoint(job, savepoints);
        }
    }
}
