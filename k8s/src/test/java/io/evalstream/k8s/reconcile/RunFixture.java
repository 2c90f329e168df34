package io.evalstream.k8s.reconcile;

import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.api.EvalRunSpec;
import io.evalstream.k8s.api.EvalRunStatus;
import io.evalstream.k8s.api.ServingSpec;
import io.evalstream.k8s.api.StageSpec;
import io.evalstream.k8s.api.SuiteSpec;
import io.evalstream.k8s.resources.FlinkDeployments;
import io.evalstream.k8s.resources.RunEnvironment;
import io.evalstream.k8s.resources.RunnerJobs;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A cluster with a controller that is driven by hand, and a clock that is set. */
final class RunFixture implements AutoCloseable {

    static final String RUN = "llm-release-1-0a1b2c3d";
    static final String DIGEST = "sha256:" + "0a1b2c3d".repeat(8);

    private static final int MOST_STEPS = 200;
    private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");

    final RecordedApi api = new RecordedApi();
    TopicsInMemory topics = new TopicsInMemory();
    final List<Notifier.Notice> told = new ArrayList<>();
    final KubernetesClient client;
    SimulatedCluster cluster;
    Instant now = START;
    Duration perStep = Duration.ofSeconds(30);
    RunEnvironment environment = environment(Long.MAX_VALUE);
    int deaths;
    private final KubernetesMockServer server;
    private RunReconciler reconciler;

    RunFixture() {
        server =
                new KubernetesMockServer(
                        new Context(), new MockWebServer(), new HashMap<>(), api, false);
        server.init();
        Config config;
        try (KubernetesClient first = server.createClient()) {
            config =
                    new ConfigBuilder(first.getConfiguration())
                            .withRequestRetryBackoffLimit(0)
                            .build();
        }
        client = new KubernetesClientBuilder().withConfig(config).build();
        server.expectCustomResource(
                CustomResourceDefinitionContext.fromCustomResourceType(EvalRun.class));
        cluster = new SimulatedCluster(client, topics);
        restart();
    }

    static RunEnvironment environment(long gpuSecondsPerDay) {
        return new RunEnvironment(
                new RunEnvironment.Images("reg/runner:1", "reg/evalstream:1", "reg/jobs:1"),
                new RunEnvironment.Services(
                        "kafka:9092",
                        "s3://llm-eval-ds",
                        "http://minio:9000",
                        "http://clickhouse:8123",
                        "evalstream"),
                gpuSecondsPerDay,
                Duration.ofMinutes(15),
                2,
                Map.of("dashboard", "https://grafana.example/d/run?var-run={run_id}"));
    }

    /** An empty cluster, empty topics: faster than another fixture. */
    void clear() {
        api.clear();
        topics = new TopicsInMemory();
        cluster = new SimulatedCluster(client, topics);
        told.clear();
        now = START;
        deaths = 0;
        restart();
    }

    /** A new controller, which knows only what is in the cluster and in the topics. */
    void restart() {
        Clock clock =
                new Clock() {
                    @Override
                    public ZoneId getZone() {
                        return ZoneOffset.UTC;
                    }

                    @Override
                    public Clock withZone(ZoneId zone) {
                        return this;
                    }

                    @Override
                    public Instant instant() {
                        return now;
                    }
                };
        ResourceApplier applier = new HashedResourceApplier(client);
        reconciler =
                new RunReconciler(
                        client,
                        environment,
                        clock,
                        new RunReconciler.Collaborators(
                                applier,
                                new JobRunnerLauncher(client, applier, new RunnerJobs(environment)),
                                topics,
                                topics,
                                told::add));
    }

    static SuiteSpec suite(String name, SuiteSpec.Harness harness, int tasks, boolean usesGpu) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            names.add("task" + i);
        }
        return new SuiteSpec(name, harness, names, null, 1000L, 1.0, 4, 30, usesGpu);
    }

    /** Two suites, two stages, a data set, a server. */
    static EvalRunSpec spec() {
        SuiteSpec lm =
                new SuiteSpec(
                        "lm",
                        SuiteSpec.Harness.LM_EVAL,
                        List.of("arc", "gsm8k"),
                        List.of("arc/2026-01", "gsm8k/1"),
                        1000L,
                        1.0,
                        4,
                        30,
                        false);
        return new EvalRunSpec(
                "ghcr.io/acme/llm",
                "release-1",
                DIGEST,
                null,
                List.of(lm, suite("judge", SuiteSpec.Harness.DEEPEVAL, 1, false)),
                null,
                List.of(new StageSpec("smoke", 20), new StageSpec("full", 0)),
                new ServingSpec(null, null, null, 1, 4, 30),
                null,
                3,
                null,
                "PT2H",
                false,
                false,
                null);
    }

    /** One suite in one stage, whose shards wait in a queue. */
    static EvalRunSpec queued(boolean suspend) {
        return new EvalRunSpec(
                "ghcr.io/acme/llm",
                "release-1",
                DIGEST,
                null,
                List.of(suite("lm", SuiteSpec.Harness.LM_EVAL, 2, false)),
                null,
                List.of(new StageSpec("full", 0)),
                new ServingSpec(null, null, null, 1, 0, 30),
                null,
                3,
                null,
                "PT2H",
                suspend,
                false,
                "gpus");
    }

    static EvalRunSpec suspended(EvalRunSpec spec, boolean suspend) {
        return new EvalRunSpec(
                spec.image(),
                spec.tag(),
                spec.digest(),
                spec.model(),
                spec.suites(),
                spec.matrix(),
                spec.stages(),
                spec.serving(),
                spec.gpu(),
                spec.parallelism(),
                spec.budget(),
                spec.deadline(),
                suspend,
                spec.cancel(),
                spec.queue());
    }

    void create(EvalRunSpec spec) {
        EvalRun run = new EvalRun();
        run.setMetadata(
                new ObjectMetaBuilder()
                        .withName(RUN)
                        .withNamespace(SimulatedCluster.NAMESPACE)
                        .build());
        run.setSpec(spec);
        client.resource(run).create();
    }

    EvalRun run() {
        return client.resources(EvalRun.class)
                .inNamespace(SimulatedCluster.NAMESPACE)
                .withName(RUN)
                .get();
    }

    EvalRunStatus status() {
        return run().getStatus();
    }

    void edit(UnaryOperator<EvalRunSpec> change) {
        EvalRun run = run();
        run.setSpec(change.apply(run.getSpec()));
        client.resource(run).update();
    }

    /** Everything that is there besides the run and its Events. */
    List<HasMetadata> objects() {
        String namespace = SimulatedCluster.NAMESPACE;
        List<HasMetadata> all = new ArrayList<>();
        all.addAll(client.apps().deployments().inNamespace(namespace).list().getItems());
        all.addAll(client.services().inNamespace(namespace).list().getItems());
        all.addAll(client.configMaps().inNamespace(namespace).list().getItems());
        all.addAll(client.batch().v1().jobs().inNamespace(namespace).list().getItems());
        all.addAll(client.pods().inNamespace(namespace).list().getItems());
        all.addAll(
                client.genericKubernetesResources(FlinkDeployments.CONTEXT)
                        .inNamespace(namespace)
                        .list()
                        .getItems());
        return all;
    }

    /** One look of the controller. */
    Optional<Duration> reconcile() {
        api.count(true);
        try {
            return reconciler.reconcile(SimulatedCluster.NAMESPACE, RUN);
        } finally {
            api.count(false);
        }
    }

    boolean cleanUp() {
        return reconciler.cleanUp(run());
    }

    /** The cluster and the clock go on, then the controller looks. */
    void step() {
        cluster.step();
        now = now.plus(perStep);
        reconcile();
    }

    /** Until a phase is reached. */
    EvalRunStatus until(EvalRunStatus.Phase phase) {
        for (int i = 0; i < MOST_STEPS; i++) {
            if (status() != null && status().phase() == phase) {
                return status();
            }
            step();
        }
        throw new AssertionError(phase + " was not reached: " + status());
    }

    @Override
    public void close() {
        client.close();
        server.destroy();
    }
}
