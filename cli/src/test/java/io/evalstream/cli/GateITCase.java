package io.evalstream.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.query.GenericRecord;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.evalstream.embedded.clickhouse.ClickHouseEngine;
import io.evalstream.embedded.clickhouse.ClickHouseOptions;
import io.evalstream.jobs.clickhouse.ClickHouseEndpoint;
import io.evalstream.sql.Migrations;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The gate on results that others have published, through broker, Flink and ClickHouse. */
class GateITCase {

    private static final int ITEMS = 817;
    private static final int METRICS = 3;

    @TempDir private static Path directory;
    private static ClickHouseEngine engine;
    private static Gate breach;
    private static Gate pass;

    /** One run of the command and where its files are. */
    private record Gate(Command command, Path out, Path candidate) {}

    @BeforeAll
    static void runBothGates() {
        Path logs = Repository.publishedLogs().resolve("truthfulqa-multi/en");
        engine =
                ClickHouseEngine.start(
                        ClickHouseOptions.inDirectory(directory.resolve("clickhouse")));
        breach =
                gate(
                        "breach",
                        logs.resolve("meta-llama__Meta-Llama-3-8B"),
                        logs.resolve("meta-llama__Llama-3.1-8B"));
        pass =
                gate(
                        "pass",
                        logs.resolve("meta-llama__Meta-Llama-3-8B-Instruct"),
                        logs.resolve("meta-llama__Llama-3.1-8B-Instruct"));
    }

    private static Gate gate(String name, Path baseline, Path candidate) {
        Path out = directory.resolve(name);
        Command command =
                Command.run(
                        "gate",
                        "--run",
                        name + "-<b>3.0</b>=" + baseline,
                        "--candidate",
                        name + "-3.1=" + candidate,
                        "--clickhouse-url",
                        engine.httpUrl().toString(),
                        "--out",
                        out.toString());
        return new Gate(command, out, candidate);
    }

    @AfterAll
    static void stopEngine() {
        if (engine != null) {
            engine.close();
        }
    }

    @Test
    void aDropOfThirteenPerCentIsABreach() throws Exception {
        assertThat(breach.command.code()).as(breach.command.errors()).isEqualTo(1);
        JsonNode verdicts = Json.read(breach.out.resolve("verdicts.json"));
        assertThat(verdicts.path("verdict").asText()).isEqualTo("BREACH");
        JsonNode decisive = series(verdicts, "bleu_acc");
        assertThat(decisive.path("verdict").asText()).isEqualTo("BREACH_FINAL");
        assertThat(decisive.path("baseline").asDouble()).isCloseTo(0.410, within(0.0005));
        assertThat(decisive.path("value").asDouble()).isCloseTo(0.356, within(0.0005));
        assertThat(decisive.path("relative_drop").asDouble()).isCloseTo(0.1313, within(0.0001));
        assertThat(decisive.path("confirmed").asBoolean()).isTrue();
        assertThat(decisive.path("p_value").asDouble()).isBetween(0.0, 0.001);
        assertThat(decisive.path("ci95").get(0).asDouble()).isBetween(0.0, 0.1);
        assertThat(breach.command.out()).contains("BREACH  breach-3.1", "(-13.1 %, n = 817)");
    }

    @Test
    void aDropOfThreePerCentPasses() throws Exception {
        assertThat(pass.command.code()).as(pass.command.errors()).isZero();
        JsonNode verdicts = Json.read(pass.out.resolve("verdicts.json"));
        assertThat(verdicts.path("verdict").asText()).isEqualTo("PASS");
        assertThat(series(verdicts, "bleu_acc").path("verdict").asText()).isEqualTo("PASS");
        assertThat(series(verdicts, "bleu_acc").path("relative_drop").asDouble())
                .isCloseTo(0.032, within(0.0005));
        assertThat(series(verdicts, "bleu_acc").path("confirmed").asBoolean()).isFalse();
        assertThat(pass.out.resolve("alerts.jsonl")).isEmptyFile();
    }

    @Test
    void diagnosticsAreShownAndDoNotDecide() throws Exception {
        JsonNode verdicts = Json.read(breach.out.resolve("verdicts.json"));
        assertThat(verdicts.path("why").asText())
                .isEqualTo("truthfulqa-multi_gen_en/bleu_acc dropped");
        assertThat(series(verdicts, "bleu_max").path("tier").asInt()).isEqualTo(3);
        assertThat(series(verdicts, "bleu_max").path("relative_drop").asDouble())
                .isGreaterThan(0.10);
        JsonNode alert = Json.lines(breach.out.resolve("alerts.jsonl")).get(0);
        assertThat(alert.path("metrics").findValuesAsText("metric")).containsOnly("bleu_acc");
        String summary = Files.readString(breach.out.resolve("summary.md"));
        assertThat(summary)
                .containsPattern(
                        "bleu_max \\| 25.0944 \\| 30.1074 \\| -16.7 % \\| [^|]* \\| 817 \\| 0"
                                + " \\| \\d+ / \\d+ \\| diag")
                .doesNotContain("bleu_max [");
    }

    @Test
    void meansAreThoseOfTheToolItself() throws Exception {
        for (Gate gate : List.of(breach, pass)) {
            JsonNode verdicts = Json.read(gate.out.resolve("verdicts.json"));
            Map<String, Double> reported = reportedMeans(gate.candidate);
            assertThat(reported).containsOnlyKeys("bleu_acc", "bleu_diff", "bleu_max");
            reported.forEach(
                    (metric, mean) ->
                            assertThat(series(verdicts, metric).path("value").asDouble())
                                    .as(gate.candidate + " " + metric)
                                    .isCloseTo(mean, within(1e-9)));
        }
    }

    private static Map<String, Double> reportedMeans(Path run) throws Exception {
        Map<String, Double> means = new TreeMap<>();
        try (Stream<Path> files = Files.list(run)) {
            Path results =
                    files.filter(file -> file.getFileName().toString().startsWith("results_"))
                            .findFirst()
                            .orElseThrow();
            // Python writes NaN, which is no JSON; the numbers of interest are plain.
            String json = Files.readString(results).replace("NaN", "null");
            JsonNode task = Json.of("{}");
            for (JsonNode only : new ObjectMapper().readTree(json).path("results")) {
                task = only;
            }
            for (Map.Entry<String, JsonNode> entry : task.properties()) {
                if (entry.getKey().endsWith(",none") && !entry.getKey().contains("_stderr")) {
                    means.put(entry.getKey().split(",", 2)[0], entry.getValue().doubleValue());
                }
            }
        }
        return means;
    }

    @Test
    void everyResultIsOneRow() {
        Map<String, Long> rows = new TreeMap<>();
        ClickHouseEndpoint endpoint =
                new ClickHouseEndpoint(
                        engine.httpUrl().toString(), Migrations.DATABASE, "default", "");
        try (Client client = endpoint.connect()) {
            for (GenericRecord row :
                    client.queryAll(
                            "SELECT run_id, toInt64(count()) AS n FROM samples_latest"
                                    + " GROUP BY run_id")) {
                rows.put(row.getString("run_id"), row.getLong("n"));
            }
        }
        long each = (long) ITEMS * METRICS;
        assertThat(rows)
                .isEqualTo(
                        Map.of(
                                "breach-<b>3.0</b>", each,
                                "breach-3.1", each,
                                "pass-<b>3.0</b>", each,
                                "pass-3.1", each));
    }

    @Test
    void verdictFileHasTheFieldsOfTheContract() throws Exception {
        JsonNode verdicts = Json.read(breach.out.resolve("verdicts.json"));
        assertThat(fields(verdicts))
                .contains("run_id", "model", "model_tag", "baseline_runs", "verdict", "metrics");
        assertThat(verdicts.path("run_id").asText()).isEqualTo("breach-3.1");
        assertThat(verdicts.path("baseline_runs").get(0).asText()).isEqualTo("breach-<b>3.0</b>");
        assertThat(verdicts.path("metrics").size()).isGreaterThan(METRICS);
        for (JsonNode metric : verdicts.path("metrics")) {
            assertThat(fields(metric))
                    .contains(
                            "task",
                            "metric",
                            "slice",
                            "verdict",
                            "n",
                            "missing",
                            "value",
                            "baseline",
                            "relative_drop",
                            "newly_failing",
                            "newly_passing");
        }
        JsonNode decisive = series(verdicts, "bleu_acc");
        assertThat(decisive.path("n").asInt()).isEqualTo(ITEMS);
        assertThat(decisive.path("newly_failing").size() - decisive.path("newly_passing").size())
                .as("what the mean has lost in items")
                .isEqualTo(Math.round((0.41003671970624234 - 0.3561811505507956) * ITEMS));
    }

    private static List<String> fields(JsonNode node) {
        return node.properties().stream().map(Map.Entry::getKey).toList();
    }

    @Test
    void oneAlertForTheRun() throws Exception {
        List<JsonNode> alerts = Json.lines(breach.out.resolve("alerts.jsonl"));
        assertThat(alerts).hasSize(1);
        assertThat(alerts.get(0).path("run_id").asText()).isEqualTo("breach-3.1");
        assertThat(alerts.get(0).path("verdict").asText()).isEqualTo("BREACH");
    }

    @Test
    void reportShowsWhatTheInputsSayAsText() throws Exception {
        String report = Files.readString(breach.out.resolve("report.html"));
        assertThat(report)
                .contains("breach-&lt;b&gt;3.0&lt;/b&gt;", "newly failing items", "0.3562")
                .doesNotContain("<b>", "<script", "http://", "https://");
    }

    private static JsonNode series(JsonNode verdicts, String metric) {
        for (JsonNode candidate : verdicts.path("metrics")) {
            if (candidate.path("metric").asText().equals(metric)
                    && candidate.path("slice").asText().isEmpty()) {
                return candidate;
            }
        }
        throw new AssertionError("no " + metric);
    }
}
