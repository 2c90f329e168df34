package io.evalstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** From the delivery of a registry to verdict, card and report, on one machine. */
class ReleaseITCase {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final YAMLMapper YAML = new YAMLMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<LauncherProcess> started = new ArrayList<>();

    @TempDir private Path directory;
    private Path faults;
    private StubModel model;

    @BeforeEach
    void startModel() throws Exception {
        faults = Files.createDirectories(directory.resolve("faults"));
        model = StubModel.start();
    }

    @AfterEach
    void endAll() {
        started.forEach(LauncherProcess::close);
        model.close();
    }

    @Test
    void aPushEndsInAVerdictACardAndAReport() throws Exception {
        model.isBad("tiny:release-3");
        LauncherProcess up = up();
        Deliveries deliveries = deliveries(up);

        String first = push(deliveries, "package", "release-1");
        assertThat(ended(up, first)).isEqualTo("SUCCEEDED NO_BASELINE");

        byte[] second = body("registry_package", "release-2");
        String delivery = UUID.randomUUID().toString();
        assertThat(deliveries.signed("registry_package", delivery, second).statusCode())
                .isEqualTo(202);
        String healthy = awaitRun("release-2");
        assertThat(ended(up, healthy)).isEqualTo("SUCCEEDED PASS");
        URI report = URI.create(status(healthy).path("links").path("report").asText());
        assertThat(get(report)).contains(healthy, "PASS");

        int asked = model.questions();
        assertThat(deliveries.signed("registry_package", delivery, second).body())
                .contains("repeated");
        // The other event tells of the same push, under a number of its own.
        deliveries.signed("package", UUID.randomUUID().toString(), body("package", "release-2"));
        byte[] other = body("package", "release-4");
        assertThat(
                        deliveries
                                .post("package", "d-1", other, "sha256=" + "0".repeat(64))
                                .statusCode())
                .isEqualTo(401);
        assertThat(
                        deliveries
                                .signed(
                                        "package",
                                        "d-2",
                                        Deliveries.body(
                                                "package", "evil", "tiny", "release-4", digest(4)))
                                .body())
                .contains("other_image");

        String bad = push(deliveries, "package", "release-3");
        assertThat(ended(up, bad)).isEqualTo("SUCCEEDED BREACH");
        assertThat(runs()).containsExactlyInAnyOrder(first, healthy, bad);
        // Two requests that warm up, and each of the hundred items once.
        assertThat(model.questions()).isEqualTo(asked + StubRunner.ITEMS + 2);

        Conditions.await(
                "card on " + bad,
                PATIENCE,
                () -> cards().anyMatch(card -> card.contains("tiny:release-3")),
                up::errors);
        Conditions.await(
                "rows of verdicts",
                PATIENCE,
                () ->
                        ask(
                                        up,
                                        "SELECT count() > 0 FROM vllm_eval.verdicts_latest WHERE"
                                                + " verdict LIKE 'BREACH%' AND run_id = '"
                                                + bad
                                                + "'")
                                .equals("1"),
                up::errors);
        assertThat(ask(up, "SELECT count() FROM vllm_eval.results WHERE run_id = '" + bad + "'"))
                .isNotEqualTo("0");
        assertThat(get(URI.create(up.address("Metrics"))))
                .contains("evalstream_release_to_report_seconds_count 3")
                .contains("evalstream_webhook_deliveries_total{reason=\"forged\"} 1");
        assertThat(up.errors()).contains(bad + ": SUCCEEDED", " s from push to report: http");
        assertThat(Files.getPosixFilePermissions(Path.of(up.address("Secret")))).hasSize(2);
        up.signal("TERM");
        assertThat(up.exitCode()).as(up.errors()).isZero();
        up.awaitNoneLeft();
    }

    @Test
    void whatWasFinishedBeforeAKillIsNotDoneAgain() throws Exception {
        Files.writeString(faults.resolve("crash-0"), "");
        Files.writeString(faults.resolve("hang-1"), "");
        LauncherProcess first = up();
        Deliveries deliveries = deliveries(first);
        String run = push(deliveries, "package", "release-1");
        Conditions.await(
                "the second try of one shard, while the other hangs",
                PATIENCE,
                () ->
                        Files.exists(faults.resolve("hanging-1"))
                                && status(run).path("progress").asText().equals("1/2"),
                () -> first.errors() + first.out());
        assertThat(faults.resolve("crash-0")).doesNotExist();
        int asked = model.questions();
        first.signal("KILL");
        first.exitCode();
        // The shard that hangs as well.
        first.awaitNoneLeft();
        Files.delete(faults.resolve("hang-1"));

        LauncherProcess second = up();
        assertThat(ended(second, run)).isEqualTo("SUCCEEDED NO_BASELINE");
        assertThat(model.questions()).isEqualTo(asked + StubRunner.ITEMS / 2);
        second.signal("TERM");
        assertThat(second.exitCode()).as(second.errors()).isZero();
        second.awaitNoneLeft();
    }

    /** With nothing chosen but the endpoint: the bundled items, asked by the real harness. */
    @Test
    void theBundledItemsAreAskedByTheRealHarness() throws Exception {
        LauncherProcess environment =
                LauncherProcess.startCommand(
                        directory,
                        Map.of(),
                        List.of(
                                Repository.root()
                                        .resolve("eval/runner/environment.sh")
                                        .toString()));
        started.add(environment);
        int code = environment.exitCode();
        Assumptions.assumeTrue(
                code == 0, () -> "skipped: no Python tools: " + environment.errors());
        LauncherProcess stub =
                LauncherProcess.startCommand(
                        directory,
                        Map.of(),
                        List.of(
                                "python3",
                                Repository.root()
                                        .resolve("eval/demo_runs/stub_server.py")
                                        .toString(),
                                "minilm:release-2026.01",
                                "--port",
                                "0"));
        started.add(stub);
        stub.awaitText("stub of");
        LauncherProcess up = up("--endpoint", stub.out().strip().replaceAll(".* on ", "") + "/v1");
        Command delivered =
                Command.run(
                        "controller",
                        "deliver",
                        "--data",
                        data().toString(),
                        "--tag",
                        "release-2026.01");
        assertThat(delivered.out()).as(delivered.errors()).contains("accepted");
        String run = awaitRun("release-2026-01");
        assertThat(ended(up, run)).isEqualTo("SUCCEEDED NO_BASELINE");
        assertThat(status(run).path("stages").path(0).path("samples").asInt()).isEqualTo(340);
        assertThat(data().resolve("releases/raw/" + run + "/report.html")).isNotEmptyFile();
    }

    private LauncherProcess up() throws Exception {
        Path rules =
                Files.writeString(
                        directory.resolve("releases.yaml"),
                        """
                        releases:
                          - images: ["ghcr.io/acme/*"]
                            run:
                              suites:
                                - {name: tiny, harness: LM_EVAL, tasks: [items], samples: 100, secondsPerSample: 2}
                              stages:
                                - {name: full, samples: 0}
                              parallelism: 2
                              serving: {servedModel: "{model}:{tag}", warmUpRequests: 2}
                        """);
        return up(
                "--releases",
                rules.toString(),
                "--endpoint",
                model.endpoint().toString(),
                "--runner",
                StubRunner.script(directory).toString());
    }

    private LauncherProcess up(String... options) throws Exception {
        Path config =
                Files.writeString(directory.resolve("up.yaml"), "checkpoint.interval: 500 ms\n");
        List<String> arguments = new ArrayList<>(List.of("up", "--data", data().toString()));
        arguments.addAll(List.of("--config", config.toString()));
        arguments.addAll(List.of(options));
        LauncherProcess up =
                LauncherProcess.start(
                        directory,
                        Map.of("STUB_FAULTS", faults.toString()),
                        arguments.toArray(String[]::new));
        started.add(up);
        up.awaitText("Ctrl-C stops everything.");
        return up;
    }

    private Path data() {
        return directory.resolve("data");
    }

    private Deliveries deliveries(LauncherProcess up) throws IOException {
        String secret = Files.readString(Path.of(up.address("Secret"))).strip();
        assertThat(up.out() + up.errors()).doesNotContain(secret);
        return new Deliveries(URI.create(up.address("Webhook")), secret);
    }

    private String push(Deliveries deliveries, String event, String tag) throws Exception {
        HttpResponse<String> answer =
                deliveries.signed(event, UUID.randomUUID().toString(), body(event, tag));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return awaitRun(tag);
    }

    private static byte[] body(String event, String tag) throws IOException {
        int number = Integer.parseInt(tag.substring(tag.indexOf('-') + 1));
        return Deliveries.body(event, "acme", "tiny", tag, digest(number));
    }

    private static String digest(int number) {
        return "sha256:" + String.valueOf(number).repeat(64);
    }

    private String awaitRun(String tag) {
        List<String> found = new ArrayList<>();
        Conditions.await(
                "run of " + tag,
                PATIENCE,
                () -> {
                    runs().stream().filter(run -> run.contains(tag)).forEach(found::add);
                    return !found.isEmpty();
                },
                () -> "");
        return found.get(0);
    }

    private List<String> runs() throws IOException {
        try (Stream<Path> files = Files.list(data().resolve("releases/runs"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .map(name -> name.replace(".yaml", ""))
                    .toList();
        }
    }

    private JsonNode status(String run) throws IOException {
        return YAML.readTree(data().resolve("releases/status/" + run + ".yaml").toFile())
                .path("status");
    }

    /** Final phase and verdict. */
    private String ended(LauncherProcess up, String run) throws Exception {
        Conditions.await(
                "end of " + run,
                PATIENCE,
                () -> !status(run).path("finishedAt").asText().isEmpty(),
                () -> up.errors() + up.out());
        JsonNode status = status(run);
        return status.path("phase").asText()
                + " "
                + status.path("verdict").path("decision").asText();
    }

    private Stream<String> cards() throws IOException {
        List<String> cards = new ArrayList<>();
        try (Stream<Path> files = Files.list(data().resolve("cards"))) {
            for (Path file : files.filter(card -> card.toString().endsWith(".json")).toList()) {
                cards.add(Files.readString(file));
            }
        }
        return cards.stream();
    }

    private String ask(LauncherProcess up, String query) throws Exception {
        return get(
                URI.create(
                        up.address("ClickHouse")
                                + "/?query="
                                + URLEncoder.encode(query, StandardCharsets.UTF_8)));
    }

    private String get(URI url) throws Exception {
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(url).timeout(Duration.ofMinutes(1)).build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body().strip();
    }
}
