package io.evalstream.cli;

import io.evalstream.embedded.EmbeddedObjectStore;
import io.evalstream.embedded.ServiceUnavailableException;
import io.evalstream.jobs.dedup.DedupJob;
import io.evalstream.jobs.kafka.Topics;
import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.api.EvalRunStatus;
import io.evalstream.k8s.files.UnusableFileException;
import io.evalstream.k8s.local.LocalController;
import io.evalstream.k8s.local.LocalOptions;
import io.evalstream.k8s.reconcile.KafkaRunTopics;
import io.evalstream.k8s.reconcile.TeamsNotifier;
import io.evalstream.k8s.resources.RunEnvironment;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The release controller on the stack of this machine: from a delivery to a report. */
final class ReleaseService implements AutoCloseable {

    private static final String RULES = "releases.yaml";

    /** Where data sets are expected, and where the prepared ones go. */
    private static final String DATASETS = "s3://llm-eval-ds";

    private final LocalController controller;
    private final Path secrets;
    private final Path runs;

    private ReleaseService(LocalController controller, Path secrets, Path runs) {
        this.controller = controller;
        this.secrets = secrets;
        this.runs = runs;
    }

    /**
     * Starts it, and goes on with the runs that are there.
     *
     * @param teams workflow that gets cards on what people have to decide or repair
     * @param reports the page that has a report on each run
     * @param progress hears in plain lines how runs go
     * @throws UnusableFileException when a file of the options cannot be used
     * @throws ServiceUnavailableException when the port is taken
     */
    static ReleaseService start(
            LocalStack stack,
            ReleaseOptions chosen,
            URI teams,
            URI reports,
            Consumer<String> progress)
            throws UnusableFileException, IOException {
        Path directory = Files.createDirectories(stack.directory().resolve("releases"));
        Path secrets =
                chosen.secrets().isPresent()
                        ? chosen.secrets().get()
                        : WebhookSecretFile.ensure(stack.directory());
        Optional<Path> rules = chosen.rules();
        LocalOptions options =
                new LocalOptions(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), chosen.port()),
                        directory,
                        rules.isPresent() ? rules.get() : usualRules(directory, chosen.images()),
                        secrets,
                        chosen.endpoint(),
                        services(stack),
                        KafkaRunTopics.source(
                                Map.of("bootstrap.servers", stack.kafka().bootstrapServers()),
                                Topics.RUNS,
                                Topics.VERDICTS),
                        new TeamsNotifier(Optional.of(teams)),
                        programs(directory, chosen),
                        Map.of("report", reports + "runs/{run_id}"));
        try {
            LocalController controller =
                    LocalController.start(
                            options, run -> tell(run, directory.resolve("raw"), progress));
            return new ReleaseService(controller, secrets, directory.resolve("runs"));
        } catch (IOException e) {
            throw new ServiceUnavailableException("webhook: " + e.getMessage(), e);
        }
    }

    private static RunEnvironment.Services services(LocalStack stack) {
        return new RunEnvironment.Services(
                stack.kafka().bootstrapServers(),
                DATASETS,
                stack.objects().endpoint().toString(),
                stack.clickhouseEndpoint().url(),
                stack.clickhouseEndpoint().user());
    }

    private static LocalOptions.Programs programs(Path directory, ReleaseOptions chosen)
            throws IOException {
        Path secretOptions = Files.createDirectories(directory.resolve("options"));
        Files.writeString(secretOptions.resolve("s3.access-key"), EmbeddedObjectStore.ACCESS_KEY);
        Files.writeString(secretOptions.resolve("s3.secret-key"), EmbeddedObjectStore.SECRET_KEY);
        Path home = OwnProgram.home();
        Map<String, String> variables = new TreeMap<>();
        // Where the runner finds the command that ships results; a run is no time to build it.
        variables.put("EVALSTREAM_HOME", home.toString());
        variables.put("EVALSTREAM_NO_BUILD", "1");
        variables.put("AWS_ACCESS_KEY_ID", EmbeddedObjectStore.ACCESS_KEY);
        variables.put("AWS_SECRET_ACCESS_KEY", EmbeddedObjectStore.SECRET_KEY);
        Path tasks = home.resolve("eval/demo_runs/tasks");
        if (Files.isDirectory(tasks) && System.getenv("EVALSTREAM_TASKS") == null) {
            variables.put("EVALSTREAM_TASKS", tasks.toString());
        }
        return new LocalOptions.Programs(
                chosen.runner(home),
                List.of(OwnProgram.launcher().toString()),
                OwnProgram.java(DedupJob.class),
                home,
                secretOptions,
                variables);
    }

    private static Path usualRules(Path directory, List<String> images) throws IOException {
        String text;
        try (InputStream usual = ReleaseService.class.getResourceAsStream(RULES)) {
            text = new String(usual.readAllBytes(), StandardCharsets.UTF_8);
        }
        StringBuilder list = new StringBuilder();
        for (String image : images) {
            list.append("\n      - \"").append(image.replace("\"", "")).append('"');
        }
        return Files.writeString(directory.resolve(RULES), text.replace("IMAGES", list));
    }

    private static void tell(EvalRun run, Path logs, Consumer<String> progress) {
        EvalRunStatus status = run.getStatus();
        StringBuilder line = new StringBuilder();
        line.append(run.getMetadata().getName()).append(": ").append(status.phase());
        if (status.message() != null && !status.message().isEmpty()) {
            line.append(", ").append(status.message());
        }
        if (status.phase().isFinal()) {
            Instant pushed = Instant.parse(run.getMetadata().getCreationTimestamp());
            Duration took = Duration.between(pushed, Instant.parse(status.finishedAt()));
            line.append(
                    String.format(
                            Locale.ROOT, "; %.1f s from push to report", took.toMillis() / 1e3));
            if (status.phase() == EvalRunStatus.Phase.FAILED) {
                line.append("; logs in ").append(logs.resolve(run.getMetadata().getName()));
            }
            String report = status.links() == null ? null : status.links().get("report");
            if (report != null) {
                line.append(": ").append(report);
            }
        }
        progress.accept(line.toString());
    }

    /** Where deliveries are taken. */
    URI webhook() {
        return at("/webhooks/ghcr");
    }

    URI metrics() {
        return at("/metrics");
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + controller.address().getPort() + path);
    }

    /** File of the secrets, which are never printed. */
    Path secrets() {
        return secrets;
    }

    /** A file per run. */
    Path runs() {
        return runs;
    }

    @Override
    public void close() {
        controller.close();
    }
}
