package io.evalstream.k8s.local;

import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.files.UnusableFileException;
import io.evalstream.k8s.files.Watched;
import io.evalstream.k8s.http.Answer;
import io.evalstream.k8s.http.HttpEndpoint;
import io.evalstream.k8s.metrics.ControllerMetrics;
import io.evalstream.k8s.metrics.RunMetrics;
import io.evalstream.k8s.reconcile.RunReconciler;
import io.evalstream.k8s.reconcile.RunTopics;
import io.evalstream.k8s.reconcile.World;
import io.evalstream.k8s.resources.RunEnvironment;
import io.evalstream.k8s.resources.RunnerJobs;
import io.evalstream.k8s.trigger.ClaimCheck;
import io.evalstream.k8s.trigger.ReleaseIntake;
import io.evalstream.k8s.trigger.ReleaseRules;
import io.evalstream.k8s.trigger.ReleaseStarter;
import io.evalstream.k8s.trigger.RunCreator;
import io.evalstream.k8s.webhook.DeliveryMemory;
import io.evalstream.k8s.webhook.WebhookHandler;
import io.evalstream.k8s.webhook.WebhookSecrets;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The controller of one machine: the same webhook and the same decisions as in a cluster, over a
 * directory and processes. What a delivery says of a digest is believed, as it is signed; no
 * registry is asked.
 */
public final class LocalController implements AutoCloseable {

    /** All runs of a machine are in it. */
    public static final String NAMESPACE = "local";

    private static final Logger LOG = LoggerFactory.getLogger(LocalController.class);

    private static final Duration FILES_GOOD_FOR = Duration.ofSeconds(1);

    /** GitHub tells of one push several times within a second. */
    private static final Duration DEBOUNCE = Duration.ofMillis(300);

    private static final Duration BACK_OFF = Duration.ofSeconds(2);
    private static final Duration REPORT_WITHIN = Duration.ofMinutes(5);
    private static final int MOST_WAITING = 1000;
    private static final int MOST_DELIVERIES = 10_000;
    private static final int RETRIES = 2;

    /** Stand for programs of this machine. */
    private static final RunEnvironment.Images IMAGES =
            new RunEnvironment.Images("runner:local", "evalstream:local", "jobs:local");

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private HttpEndpoint webhook;

    private LocalController() {}

    /**
     * Starts it, and goes on with the runs that are there.
     *
     * @param whenChanged gets each run whose phase has changed, in a thread that must not be kept
     * @throws UnusableFileException when the rules or the secrets cannot be used
     * @throws IOException when the address is taken or the directory cannot be written
     */
    public static LocalController start(LocalOptions options, Consumer<EvalRun> whenChanged)
            throws UnusableFileException, IOException {
        LocalController controller = new LocalController();
        boolean isComplete = false;
        try {
            controller.open(options, whenChanged);
            isComplete = true;
            return controller;
        } finally {
            if (!isComplete) {
                controller.close();
            }
        }
    }

    /** Where deliveries are taken, and metrics are shown. */
    public InetSocketAddress address() {
        return webhook.address();
    }

    private void open(LocalOptions options, Consumer<EvalRun> whenChanged)
            throws UnusableFileException, IOException {
        Clock clock = Clock.systemUTC();
        Supplier<ReleaseRules> rules =
                Watched.open(options.rules(), FILES_GOOD_FOR, ReleaseRules::read);
        Supplier<WebhookSecrets> secrets =
                Watched.open(options.webhookSecrets(), FILES_GOOD_FOR, WebhookSecrets::read);
        Files.createDirectories(options.directory());
        RunDirectory runs =
                new RunDirectory(options.directory(), NAMESPACE, options.endpoint(), clock);
        ControllerMetrics metrics = new ControllerMetrics();
        metrics.register(new RunMetrics(() -> runs.all(NAMESPACE)));
        RunLoop loop = reconciling(options, runs, clock, whenChanged);
        ReleaseStarter starter =
                new ReleaseStarter(
                        rules, ClaimCheck::believed, new RunCreator(runs, NAMESPACE), metrics);
        DeliveryMemory memory = new DeliveryMemory(MOST_DELIVERIES);
        ReleaseIntake intake =
                new ReleaseIntake(
                        starter,
                        metrics,
                        DEBOUNCE,
                        BACK_OFF,
                        MOST_WAITING,
                        claim -> memory.forget(claim.delivery()));
        parts.push(intake);
        metrics.watchWaiting(intake::waiting);
        webhook =
                HttpEndpoint.start(
                        "webhook",
                        options.webhookAddress(),
                        Map.of(
                                "/webhooks/ghcr",
                                new WebhookHandler(secrets, rules, memory, intake::offer, metrics),
                                "/healthz",
                                request -> Answer.text(200, "alive"),
                                "/metrics",
                                request -> metrics.scrape()));
        parts.push(webhook);
        loop.start();
    }

    private RunLoop reconciling(
            LocalOptions options, RunDirectory runs, Clock clock, Consumer<EvalRun> whenChanged)
            throws IOException {
        Path directory = options.directory();
        LocalOptions.Programs programs = options.programs();
        Machine machine =
                new Machine(
                        directory,
                        programs.home(),
                        Map.of(
                                IMAGES.runner(),
                                programs.runner(),
                                IMAGES.report(),
                                programs.evalstream(),
                                IMAGES.flink(),
                                programs.datasetJob()),
                        Map.of(
                                "raw",
                                directory.resolve("raw"),
                                "options",
                                programs.secretOptions()),
                        programs.variables());
        RunEnvironment environment =
                new RunEnvironment(
                        IMAGES,
                        options.services(),
                        Long.MAX_VALUE,
                        REPORT_WITHIN,
                        RETRIES,
                        options.links());
        News news = new News();
        ProcessJobs processes = new ProcessJobs(machine, clock, news::of);
        parts.push(processes);
        RunTopics topics = options.topics().open(news::of);
        parts.push(topics);
        RunReconciler reconciler =
                new RunReconciler(
                        new World(
                                runs,
                                new LocalRunObjects(processes),
                                new NoticeDirectory(directory.resolve("notices"))),
                        environment,
                        clock,
                        new RunReconciler.Collaborators(
                                new LocalResourceApplier(processes),
                                new LocalRunnerLauncher(processes, new RunnerJobs(environment)),
                                topics.events(),
                                topics.announcer(),
                                options.notifier()));
        RunLoop loop = new RunLoop(runs, reconciler, processes, NAMESPACE, whenChanged);
        news.reader = loop::wake;
        parts.push(loop);
        return loop;
    }

    /** Processes and topics have news before there is somebody to read it. */
    private static final class News {
        private volatile Consumer<String> reader = run -> {};

        void of(String run) {
            reader.accept(run);
        }
    }

    /** Ends everything, the processes of runs last; all goes on with the next start. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.error("cannot stop {}", part.getClass().getSimpleName(), e);
            }
        }
    }
}
