package io.evalstream.k8s.reconcile;

import io.evalstream.k8s.Controller;
import io.evalstream.k8s.Reconciliation;
import io.evalstream.k8s.ReplicaOptions;
import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.api.EvalRunSpec;
import io.evalstream.k8s.api.EvalRunStatus;
import io.evalstream.k8s.registry.StubRegistry;
import io.evalstream.k8s.resources.FlinkDeployments;
import io.evalstream.k8s.webhook.Pushes;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;

import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A whole controller, as its Deployment runs it, before a simulated cluster. */
final class RunningController implements AutoCloseable {

    private static final String SECRET = "a secret of the webhook";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final RecordedApi api = new RecordedApi();
    final TopicsInMemory topics = new TopicsInMemory();
    final Queue<Notifier.Notice> told = new ConcurrentLinkedQueue<>();
    final StubRegistry registry = new StubRegistry();
    final KubernetesClient client;
    final SimulatedCluster cluster;
    private final KubernetesClient own;
    private KubernetesMockServer server;
    private final Controller controller;

    /**
     * @param directory for its files
     */
    RunningController(Path directory) throws Exception {
        server = server();
        server.init();
        client = client("cluster");
        own = client(RecordedApi.CONTROLLER);
        cluster = new SimulatedCluster(client, topics);
        Files.writeString(directory.resolve("config.json"), registry.dockerConfiguration());
        Files.writeString(directory.resolve("secrets"), SECRET);
        Files.writeString(
                directory.resolve("releases.yaml"),
                String.join(
                        "\n",
                        "releases:",
                        "  - images: [\"" + registry.host() + "/acme/*\"]",
                        "    run:",
                        "      suites:",
                        "        - {name: general, harness: LM_EVAL, tasks: [arc_easy],",
                        "           datasets: [arc/1], samples: 100}",
                        "      stages: [{name: full, samples: 0}]",
                        ""));
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        controller =
                Controller.start(
                        new ReplicaOptions(
                                any,
                                any,
                                SimulatedCluster.NAMESPACE,
                                "replica",
                                directory.resolve("releases.yaml"),
                                directory.resolve("secrets"),
                                Optional.of(directory.resolve("config.json")),
                                Set.of(),
                                Duration.ofSeconds(5),
                                Duration.ofMillis(20),
                                Duration.ofMillis(200),
                                Duration.ofDays(1),
                                10),
                        own,
                        List.of(
                                new Reconciliation(
                                        own,
                                        SimulatedCluster.NAMESPACE,
                                        RunFixture.environment(1_000_000),
                                        topics.source(),
                                        told::add)));
    }

    private KubernetesMockServer server() {
        KubernetesMockServer mock =
                new KubernetesMockServer(
                        new Context(), new MockWebServer(), new HashMap<>(), api, false);
        mock.expectCustomResource(
                CustomResourceDefinitionContext.fromCustomResourceType(EvalRun.class));
        mock.expectCustomResource(
                new CustomResourceDefinitionContext.Builder()
                        .withGroup(FlinkDeployments.CONTEXT.getGroup())
                        .withVersion(FlinkDeployments.CONTEXT.getVersion())
                        .withKind(FlinkDeployments.CONTEXT.getKind())
                        .withPlural(FlinkDeployments.CONTEXT.getPlural())
                        .withScope("Namespaced")
                        .build());
        return mock;
    }

    private KubernetesClient client(String name) {
        try (KubernetesClient first = server.createClient()) {
            Config config =
                    new ConfigBuilder(first.getConfiguration())
                            .withUserAgent(name)
                            .withNamespace(SimulatedCluster.NAMESPACE)
                            .build();
            return new KubernetesClientBuilder().withConfig(config).build();
        }
    }

    /** The API server goes away and comes back with what it knew; all watches are cut. */
    void restartApiServer() {
        int port = server.getPort();
        server.shutdown();
        server = server();
        server.init(InetAddress.getLoopbackAddress(), port);
    }

    /** Pushes an image, and tells the webhook of it as GitHub would. */
    void push(String image, String tag) throws Exception {
        String digest = registry.push(image, tag, java.time.Instant.now().toString());
        byte[] body =
                Pushes.body("package", "published", registry.host() + "/" + image, tag, digest)
                        .getBytes(StandardCharsets.UTF_8);
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:"
                                                + controller.webhookAddress().getPort()
                                                + "/webhooks/ghcr"))
                        .header("Content-Type", "application/json")
                        .header("X-GitHub-Event", "package")
                        .header("X-GitHub-Delivery", "d-" + tag)
                        .header("X-Hub-Signature-256", Pushes.signature(SECRET, body))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build();
        int status =
                HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode();
        if (status != 202) {
            throw new AssertionError("the webhook answered " + status);
        }
    }

    /** Applies a run as people do. */
    void create(String name, EvalRunSpec spec) {
        EvalRun run = new EvalRun();
        run.setMetadata(
                new ObjectMetaBuilder()
                        .withName(name)
                        .withNamespace(SimulatedCluster.NAMESPACE)
                        .build());
        run.setSpec(spec);
        client.resource(run).create();
    }

    /** Changes a run as people do: where the controller was quicker, once more. */
    void edit(String name, UnaryOperator<EvalRunSpec> change) {
        untilNoConflict(
                () ->
                        client.resources(EvalRun.class)
                                .inNamespace(SimulatedCluster.NAMESPACE)
                                .withName(name)
                                .edit(
                                        run -> {
                                            run.setSpec(change.apply(run.getSpec()));
                                            return run;
                                        }));
    }

    List<GenericKubernetesResource> flinkDeployments() {
        return client.genericKubernetesResources(FlinkDeployments.CONTEXT)
                .inNamespace(SimulatedCluster.NAMESPACE)
                .list()
                .getItems();
    }

    /** Annotates an object as somebody else does: where the controller was quicker, once more. */
    void annotate(HasMetadata object, String key, String value) {
        Resource<? extends HasMetadata> resource =
                object instanceof GenericKubernetesResource generic
                        ? client.genericKubernetesResources(FlinkDeployments.CONTEXT)
                                .inNamespace(SimulatedCluster.NAMESPACE)
                                .resource(generic)
                        : client.resource(object);
        untilNoConflict(
                () ->
                        resource.edit(
                                current -> {
                                    current.getMetadata().getAnnotations().put(key, value);
                                    return current;
                                }));
    }

    /** A change that reads and then writes loses now and then to the controller, as it should. */
    private static void untilNoConflict(Runnable change) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                change.run();
                return;
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || System.nanoTime() > end) {
                    throw e;
                }
            }
        }
    }

    /** Stops the controller; the cluster stays. */
    void leave() {
        controller.close();
    }

    List<EvalRun> runs() {
        return client.resources(EvalRun.class)
                .inNamespace(SimulatedCluster.NAMESPACE)
                .list()
                .getItems();
    }

    EvalRun run(String name) {
        return client.resources(EvalRun.class)
                .inNamespace(SimulatedCluster.NAMESPACE)
                .withName(name)
                .get();
    }

    /** Lets the cluster go on until all runs that there are, one at least, are as they should. */
    void awaitRuns(Predicate<EvalRun> state) throws InterruptedException {
        await(
                () -> {
                    List<EvalRun> runs = runs();
                    return !runs.isEmpty() && runs.stream().allMatch(state);
                });
    }

    /** Lets the cluster go on until a run is in a phase. */
    void await(String name, EvalRunStatus.Phase phase) throws InterruptedException {
        await(
                () -> {
                    EvalRun run = run(name);
                    return run != null
                            && run.getStatus() != null
                            && run.getStatus().phase() == phase;
                });
    }

    /** Something that will be. */
    @FunctionalInterface
    interface Expected {
        boolean isSo();
    }

    /** Lets the cluster go on until something is so. */
    void await(Expected expected) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isSo(expected)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + PATIENCE + ": " + runs());
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private boolean isSo(Expected expected) {
        try {
            cluster.step();
            return expected.isSo();
        } catch (KubernetesClientException e) {
            // The controller was quicker, or the server is away for a moment.
            return false;
        }
    }

    @Override
    public void close() {
        controller.close();
        own.close();
        client.close();
        registry.close();
        server.destroy();
    }
}
