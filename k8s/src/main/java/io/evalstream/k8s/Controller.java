package io.evalstream.k8s;

import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.files.UnusableFileException;
import io.evalstream.k8s.files.Watched;
import io.evalstream.k8s.http.Answer;
import io.evalstream.k8s.http.HttpEndpoint;
import io.evalstream.k8s.metrics.ControllerMetrics;
import io.evalstream.k8s.metrics.RunMetrics;
import io.evalstream.k8s.registry.RegistryClient;
import io.evalstream.k8s.registry.RegistryCredentials;
import io.evalstream.k8s.trigger.ReleaseIntake;
import io.evalstream.k8s.trigger.ReleasePoller;
import io.evalstream.k8s.trigger.ReleaseRules;
import io.evalstream.k8s.trigger.ReleaseStarter;
import io.evalstream.k8s.trigger.RunCreator;
import io.evalstream.k8s.webhook.DeliveryMemory;
import io.evalstream.k8s.webhook.WebhookHandler;
import io.evalstream.k8s.webhook.WebhookSecrets;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One replica of the controller: its webhook and its metrics work in each replica; the poller, and
 * whatever else is work of a leader, in one.
 */
public final class Controller implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Controller.class);
    private static final String LEASE = "evalstream-controller";
    private static final Duration FILES_GOOD_FOR = Duration.ofSeconds(1);
    private static final Duration BACK_OFF = Duration.ofSeconds(5);
    private static final int MOST_WAITING = 1000;
    private static final int MOST_DELIVERIES = 10_000;

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final ControllerMetrics metrics = new ControllerMetrics();
    private HttpEndpoint webhook;
    private HttpEndpoint observation;

    private Controller() {}

    /**
     * Starts a replica.
     *
     * @param client of the API server; left open
     * @param works what the leader does besides polling, such as reconciling
     * @throws UnusableFileException when a file of the options cannot be used
     * @throws IOException when an address is taken
     */
    public static Controller start(
            ReplicaOptions options, KubernetesClient client, List<LeaderWork> works)
            throws UnusableFileException, IOException {
        Controller controller = new Controller();
        try {
            controller.open(options, client, works);
            return controller;
        } catch (UnusableFileException | IOException | RuntimeException e) {
            controller.close();
            throw e;
        }
    }

    /** Where GitHub's deliveries are taken. */
    public InetSocketAddress webhookAddress() {
        return webhook.address();
    }

    /** Where health and metrics are to be seen. */
    public InetSocketAddress observationAddress() {
        return observation.address();
    }

    /** Ends everything in the order in which nothing that was promised is lost. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.error("cannot stop a part of the controller", e);
            }
        }
    }

    /** What asks registries, with credentials that may change. */
    public static RegistryClient registry(
            Optional<Path> credentialsFile, Set<String> tokenHosts, Duration timeout)
            throws UnusableFileException {
        Supplier<RegistryCredentials> credentials =
                credentialsFile.isEmpty()
                        ? RegistryCredentials::none
                        : Watched.open(
                                credentialsFile.get(), FILES_GOOD_FOR, RegistryCredentials::read);
        return new RegistryClient(credentials, tokenHosts, timeout, Clock.systemUTC());
    }

    private void open(ReplicaOptions options, KubernetesClient client, List<LeaderWork> works)
            throws UnusableFileException, IOException {
        Supplier<ReleaseRules> rules =
                Watched.open(options.configuration(), FILES_GOOD_FOR, ReleaseRules::read);
        Supplier<WebhookSecrets> secrets =
                Watched.open(options.webhookSecrets(), FILES_GOOD_FOR, WebhookSecrets::read);
        RegistryClient registry =
                registry(
                        options.registryCredentials(),
                        options.tokenHosts(),
                        options.registryTimeout());
        RunCreator creator = new RunCreator(client, options.namespace());
        ReleaseStarter starter = new ReleaseStarter(rules, registry, creator, metrics);

        SharedIndexInformer<EvalRun> runs =
                client.resources(EvalRun.class)
                        .inNamespace(options.namespace())
                        .runnableInformer(0);
        parts.push(runs::stop);
        var unused = runs.start();
        metrics.register(new RunMetrics(runs.getStore()::list));

        DeliveryMemory memory = new DeliveryMemory(MOST_DELIVERIES);
        ReleaseIntake intake =
                new ReleaseIntake(
                        starter,
                        metrics,
                        options.debounce(),
                        BACK_OFF,
                        MOST_WAITING,
                        claim -> memory.forget(claim.delivery()));
        parts.push(intake);
        metrics.watchWaiting(intake::waiting);

        ReleasePoller poller =
                new ReleasePoller(
                        rules,
                        registry,
                        creator,
                        starter,
                        metrics,
                        options.pollWindow(),
                        options.mostRunsPerPoll(),
                        Clock.systemUTC());
        List<LeaderWork> all = new ArrayList<>(works);
        all.add(() -> polling(poller, options.pollInterval()));
        Leadership leadership =
                new Leadership(
                        client,
                        options.namespace(),
                        LEASE,
                        options.identity(),
                        all,
                        metrics::leads);
        parts.push(leadership);
        leadership.run();

        webhook =
                HttpEndpoint.start(
                        "webhook",
                        options.webhookAddress(),
                        Map.of(
                                "/webhooks/ghcr",
                                new WebhookHandler(
                                        secrets, rules, memory, intake::offer, metrics)));
        parts.push(webhook);
        observation =
                HttpEndpoint.start(
                        "observation",
                        options.observationAddress(),
                        Map.of(
                                "/healthz", request -> Answer.text(200, "alive"),
                                "/readyz", request -> ready(runs, secrets),
                                "/metrics", request -> metrics.scrape()));
        parts.push(observation);
    }

    private static Answer ready(
            SharedIndexInformer<EvalRun> runs, Supplier<WebhookSecrets> secrets) {
        if (!runs.hasSynced()) {
            return Answer.text(503, "the runs of the API server are not known yet");
        }
        return Answer.text(
                200,
                secrets.get().isEmpty()
                        ? "ready; the webhook refuses everything: no secret is configured"
                        : "ready");
    }

    private static AutoCloseable polling(ReleasePoller poller, Duration interval) {
        ScheduledExecutorService thread =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread poll = new Thread(task, "poller");
                            poll.setDaemon(true);
                            return poll;
                        });
        var unused =
                thread.scheduleWithFixedDelay(
                        () -> pollOnce(poller), 0, interval.toMillis(), TimeUnit.MILLISECONDS);
        return thread::shutdownNow;
    }

    private static void pollOnce(ReleasePoller poller) {
        try {
            poller.poll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("a poll failed; the next one tries again", e);
        }
    }
}
