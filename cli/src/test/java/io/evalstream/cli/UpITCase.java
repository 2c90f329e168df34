package io.evalstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The stack as operators run it: started, used, stopped, started again, killed, started again. */
class UpITCase {

    private static final Duration VERDICT = Duration.ofMinutes(3);

    /** What one bundled run has: 90 + 90 + 40 + 120 results. */
    private static final int RESULTS_OF_A_RUN = 340;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<LauncherProcess> started = new ArrayList<>();

    @TempDir private Path directory;

    @AfterEach
    void endProcesses() {
        started.forEach(LauncherProcess::close);
    }

    @Test
    void whatIsKnownSurvivesAStopAndAKill() throws Exception {
        LauncherProcess first = up();
        ship(first, "2026.01");
        awaitVerdict(first, "2026.01", "NO_BASELINE");
        Command asked = sql("SELECT COUNT(*) AS n FROM kafka.samples");
        assertThat(asked.out()).as(asked.errors()).isEqualTo("n\n340\n");
        first.signal("TERM");
        assertThat(first.exitCode()).as(first.errors()).isZero();
        first.awaitNoneLeft();
        assertThat(first.errors()).contains("stopped; the data is in").doesNotContain("Exception");
        assertThat(sql("SELECT 1").fault()).contains("no stack is running on");

        LauncherProcess second = up();
        assertThat(restored(second).path("is_savepoint").asBoolean()).isTrue();
        assertThat(reports(second)).contains("release-2026.01");
        assertThat(rows(second)).isEqualTo(RESULTS_OF_A_RUN);
        ship(second, "2026.02");
        awaitVerdict(second, "2026.02", "PASS");
        awaitCheckpoint();
        second.signal("KILL");
        second.exitCode();
        // Its engine notices the death by itself and has the data until then.
        second.awaitNoneLeft();

        LauncherProcess third = up();
        assertThat(restored(third).path("external_path").asText()).contains("/checkpoints/");
        assertThat(reports(third)).contains("release-2026.01", "release-2026.02");
        ship(third, "2026.06");
        awaitVerdict(third, "2026.06", "BREACH");
        // Samples and verdicts are written side by side.
        Conditions.await(
                "rows of three runs",
                VERDICT,
                () -> rows(third) == 3 * RESULTS_OF_A_RUN,
                third::errors);
        // As a terminal does: every process of the group hears of it.
        third.signalGroup(LauncherProcess.interrupt());
        assertThat(third.exitCode()).as(third.errors()).isZero();
        third.awaitNoneLeft();
        assertThat(third.errors()).contains("stopped; the data is in").doesNotContain("Exception");
    }

    private LauncherProcess up() throws Exception {
        LauncherProcess up =
                LauncherProcess.startCommand(
                        directory,
                        Map.of(),
                        List.of(
                                "setsid",
                                Repository.launcher().toString(),
                                "up",
                                "--data",
                                directory.resolve("data").toString(),
                                "--config",
                                config().toString()));
        started.add(up);
        up.awaitText("Ctrl-C stops everything.");
        return up;
    }

    private Command sql(String statement) {
        String data = directory.resolve("data").toString();
        return Command.run("sql", "--data", data, "--format", "csv", "-e", statement);
    }

    private Path config() throws Exception {
        return Files.writeString(directory.resolve("up.yaml"), "checkpoint.interval: 500 ms\n");
    }

    private void ship(LauncherProcess up, String release) {
        Command ship =
                Command.run(
                        "ship",
                        "--bootstrap",
                        up.address("Kafka"),
                        "--model-tag",
                        "minilm:release-" + release,
                        "--run-id",
                        "release-" + release,
                        Repository.bundledRun(release).toString());
        assertThat(ship.code()).as(ship.errors()).isZero();
        assertThat(ship.out()).contains("sent 340 events of run release-" + release);
    }

    private void awaitVerdict(LauncherProcess up, String release, String verdict) {
        Conditions.await(
                "verdict on " + release,
                VERDICT,
                () ->
                        Pattern.compile("release-" + release + "</a></th><td><span[^>]*>" + verdict)
                                .matcher(reports(up))
                                .find(),
                () -> up.errors() + up.out());
    }

    private String reports(LauncherProcess up) throws Exception {
        return get(URI.create(up.address("Reports")));
    }

    /** What the job of a stack went on from, in Flink's own words. */
    private JsonNode restored(LauncherProcess up) throws Exception {
        String flink = up.address("Flink") + "/jobs/";
        String job = Json.of(get(URI.create(flink))).path("jobs").get(0).path("id").asText();
        JsonNode checkpoints = Json.of(get(URI.create(flink + job + "/checkpoints")));
        JsonNode restored = checkpoints.path("latest").path("restored");
        assertThat(restored.isObject()).as("went on from a state: " + checkpoints).isTrue();
        return restored;
    }

    private long rows(LauncherProcess up) throws Exception {
        String query = "SELECT count() FROM vllm_eval.samples_latest";
        return Long.parseLong(
                get(
                        URI.create(
                                up.address("ClickHouse")
                                        + "/?query="
                                        + URLEncoder.encode(query, StandardCharsets.UTF_8))));
    }

    private String get(URI url) throws Exception {
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(url).timeout(Duration.ofMinutes(1)).build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body().strip();
    }

    /** Returns when the job has completed a checkpoint that was not there before. */
    private void awaitCheckpoint() {
        Set<Path> before = new HashSet<>();
        // Looking may fail, as the job removes old ones meanwhile.
        Conditions.await("look", VERDICT, () -> before.addAll(checkpoints()), before::toString);
        Conditions.await(
                "checkpoint", VERDICT, () -> !before.containsAll(checkpoints()), before::toString);
    }

    private List<Path> checkpoints() throws Exception {
        try (Stream<Path> files = Files.walk(directory.resolve("data/flink-state/checkpoints"))) {
            return files.filter(file -> file.endsWith("_metadata")).toList();
        }
    }
}
