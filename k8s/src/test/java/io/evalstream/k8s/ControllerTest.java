package io.evalstream.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.files.UnusableFileException;
import io.evalstream.k8s.registry.StubRegistry;
import io.evalstream.k8s.trigger.Templates;
import io.evalstream.k8s.webhook.Pushes;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Replicas over a registry and an API server, both stubs, with GitHub's part played here. */
@Timeout(120)
@EnableKubernetesMockClient(crud = true)
class ControllerTest {

    private static final String SECRET = "a secret of the webhook";
    private static final String UNPOLLED = "1980-01-01T00:00:00Z";

    @TempDir private Path directory;
    private KubernetesMockServer server;
    private KubernetesClient client;
    private StubRegistry registry;
    private final List<Controller> controllers = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void start() throws Exception {
        server.expectCustomResource(
                io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext
                        .fromCustomResourceType(EvalRun.class));
        registry = new StubRegistry();
        Files.writeString(directory.resolve("config.json"), registry.dockerConfiguration());
        Files.writeString(directory.resolve("secrets"), SECRET);
        Files.writeString(
                directory.resolve("releases.yaml"),
                Templates.file(registry.host() + "/acme/*")
                        + Templates.file(registry.host() + "/acme/named")
                                .replace("releases:\n", ""));
    }

    @AfterEach
    void stop() {
        controllers.forEach(Controller::close);
        registry.close();
    }

    private Controller replica(String identity, LeaderWork... works) throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        ReplicaOptions options =
                new ReplicaOptions(
                        any,
                        any,
                        "eval",
                        identity,
                        directory.resolve("releases.yaml"),
                        directory.resolve("secrets"),
                        Optional.of(directory.resolve("config.json")),
                        Set.of(),
                        Duration.ofSeconds(5),
                        Duration.ofMillis(20),
                        Duration.ofMillis(100),
                        Duration.ofDays(1),
                        10);
        Controller controller = Controller.start(options, client, List.of(works));
        controllers.add(controller);
        return controller;
    }

    /** A push that was made: what GitHub tells of, and what it is to come to. */
    private record Push(String image, String tag, String digest) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void anyMixOfDeliveriesMakesExactlyTheRunsOfTheReleases(long seed) throws Exception {
        Random random = new Random(seed);
        List<Controller> replicas = List.of(replica("a"), replica("b"));
        Set<String> expected = new TreeSet<>();
        List<Push> told = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String name = "acme/" + (random.nextBoolean() ? "m" : "n");
            String tag = random.nextInt(4) == 0 ? "nightly-" + i : "release-" + random.nextInt(6);
            String digest = registry.push(name, tag + "-" + i, UNPOLLED);
            registry.tag(name, tag + "-" + i, digest);
            String image = registry.host() + "/" + name;
            told.add(new Push(image, tag + "-" + i, digest));
            if (tag.startsWith("release-")) {
                expected.add(image + ":" + tag + "-" + i + "@" + digest);
            }
            if (random.nextInt(3) == 0) {
                // Pushed with the release, and told of in its stead.
                registry.tag(name, "latest", digest);
                told.set(told.size() - 1, new Push(image, "latest", digest));
            }
            told.add(new Push(image, "", "sha256:" + "c".repeat(64)));
        }
        List<Push> deliveries = new ArrayList<>(told);
        for (int i = 0; i < told.size(); i++) {
            deliveries.add(told.get(random.nextInt(told.size())));
        }
        Collections.shuffle(deliveries, random);
        for (int i = 0; i < deliveries.size(); i++) {
            Push push = deliveries.get(i);
            String event = random.nextBoolean() ? "package" : "registry_package";
            int status =
                    deliver(
                            replicas.get(random.nextInt(2)),
                            Pushes.body(
                                    event, "published", push.image(), push.tag(), push.digest()),
                            event,
                            "d-" + seed + "-" + i);
            assertThat(status).isIn(200, 202);
        }
        awaitRuns(expected);
        // Closing looks at what still waits, so nothing comes after this.
        controllers.forEach(Controller::close);
        awaitRuns(expected);
    }

    @Test
    void aTagThatMovesMakesAnotherRun() throws Exception {
        Controller controller = replica("a");
        String image = registry.host() + "/acme/m";
        String first = registry.push("acme/m", "release-1", UNPOLLED);
        String body = Pushes.body("package", "published", image, "release-1", first);
        deliver(controller, body, "package", "d-1");
        awaitRuns(Set.of(image + ":release-1@" + first));
        String second = registry.push("acme/m", "release-1", "1980-01-02T00:00:00Z");
        assertThat(second).isNotEqualTo(first);
        // The old digest is told again: the registry knows better.
        deliver(controller, body, "package", "d-2");
        awaitRuns(Set.of(image + ":release-1@" + first, image + ":release-1@" + second));
    }

    @Test
    void aRegistryInTroubleOnlyDelaysTheRun() throws Exception {
        Controller controller = replica("a");
        String digest = registry.push("acme/m", "release-1", UNPOLLED);
        registry.isWithoutDigestHeader = true;
        String image = registry.host() + "/acme/m";
        deliver(
                controller,
                Pushes.body("package", "published", image, "release-1", digest),
                "package",
                "d-1");
        awaitRuns(Set.of(image + ":release-1@" + digest));
    }

    @Test
    void whatIsNotDeliveredIsPolledByTheLeader() throws Exception {
        replica("a");
        String digest = registry.push("acme/named", "release-1", Instant.now().toString());
        awaitRuns(Set.of(registry.host() + "/acme/named:release-1@" + digest));
    }

    @Test
    void oneReplicaLeadsAndAnotherFollowsIt() throws Exception {
        LinkedBlockingQueue<String> leaders = new LinkedBlockingQueue<>();
        CountDownLatch ended = new CountDownLatch(1);
        Controller first =
                replica(
                        "a",
                        () -> {
                            leaders.add("a");
                            return ended::countDown;
                        });
        assertThat(leaders.poll(20, TimeUnit.SECONDS)).isEqualTo("a");
        replica(
                "b",
                () -> {
                    leaders.add("b");
                    return () -> {};
                });
        assertThat(get(first.observationAddress(), "/metrics").body())
                .contains("evalstream_leader 1.0");
        assertThat(leaders).isEmpty();
        first.close();
        assertThat(ended.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(leaders.poll(30, TimeUnit.SECONDS)).isEqualTo("b");
    }

    @Test
    void healthAndMetricsAreToBeSeen() throws Exception {
        Controller controller = replica("a");
        InetSocketAddress address = controller.observationAddress();
        assertThat(get(address, "/healthz").statusCode()).isEqualTo(200);
        for (int i = 0; i < 100 && get(address, "/readyz").statusCode() != 200; i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(get(address, "/readyz").body()).isEqualTo("ready\n");
        deliver(controller, "{}", "ping", "d-1");
        HttpResponse<String> metrics = get(address, "/metrics");
        assertThat(metrics.headers().firstValue("Content-Type").orElse(""))
                .startsWith("text/plain");
        assertThat(metrics.body())
                .contains("evalstream_webhook_deliveries_total{reason=\"ping\"} 1.0")
                .contains("evalstream_runs{phase=\"RUNNING\"} 0.0");
        assertThat(get(address, "/webhooks/ghcr").statusCode()).isEqualTo(404);
    }

    @Test
    void aFileThatCannotBeUsedIsSaidAtTheStart() throws Exception {
        Files.writeString(directory.resolve("releases.yaml"), "releases: 1");
        assertThatThrownBy(() -> replica("a"))
                .isInstanceOf(UnusableFileException.class)
                .hasMessageContaining("releases.yaml line 1: releases:");
    }

    private int deliver(Controller controller, String body, String event, String delivery)
            throws Exception {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        HttpRequest request =
                HttpRequest.newBuilder(uri(controller.webhookAddress(), "/webhooks/ghcr"))
                        .header("Content-Type", "application/json")
                        .header("X-GitHub-Event", event)
                        .header("X-GitHub-Delivery", delivery)
                        .header("X-Hub-Signature-256", Pushes.signature(SECRET, bytes))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private HttpResponse<String> get(InetSocketAddress address, String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(uri(address, path)).GET().build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static URI uri(InetSocketAddress address, String path) {
        return URI.create("http://127.0.0.1:" + address.getPort() + path);
    }

    private void awaitRuns(Set<String> expected) throws Exception {
        Set<String> found = new TreeSet<>();
        for (int i = 0; i < 400 && !found.equals(expected); i++) {
            TimeUnit.MILLISECONDS.sleep(i == 0 ? 0 : 25);
            found.clear();
            List<EvalRun> runs =
                    client.resources(EvalRun.class).inNamespace("eval").list().getItems();
            for (EvalRun run : runs) {
                String name =
                        run.getSpec().image()
                                + ":"
                                + run.getSpec().tag()
                                + "@"
                                + run.getSpec().digest();
                assertThat(found.add(name)).as("one run of %s", name).isTrue();
            }
        }
        assertThat(found).isEqualTo(expected);
    }
}
