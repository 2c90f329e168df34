package io.evalstream.jobs.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.evalstream.contract.EventWriter;
import io.evalstream.contract.RunEvent;
import io.evalstream.contract.SampleEvent;
import io.evalstream.jobs.kafka.Topics;

import org.apache.flink.api.common.JobID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** The whole quality job between a real broker, a real engine and a recorded Teams. */
@Timeout(400)
class QualityPipelineITCase {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long START = 1_760_000_040_000L;
    private static final int PARTITIONS = Topics.PARTITIONS.get(Topics.SAMPLES);

    private final PipelineRun good = PipelineRun.of("good", START, 160);
    private final PipelineRun bad = PipelineRun.of("bad", START + 100 * PipelineRun.SLIDE, 130);

    @TempDir private Path directory;

    @Test
    void duplicatesDisorderGarbageAndRetriesLeadToExactlyTheResultsOfTheRuns() throws Exception {
        try (PipelineStack stack = PipelineStack.start(directory)) {
            JobID job = stack.submit("exact", 1);
            Map<String, List<byte[]>> garbage = sendEverything(stack);
            stack.await("all samples", () -> stack.number(WINNERS) == 4 * PipelineRun.ITEMS);
            finish(stack, good, 1);
            finish(stack, bad, 2);
            awaitTables(stack);
            verifySamples(stack);
            verifyResults(stack);
            verifyFailuresAndLatency(stack);
            verifyRolling(stack);
            verifyRunsAndAlerts(stack);
            verifyDeadLetters(stack, garbage);
            verifyVerdicts(stack);
            stack.requireRunning(job);
        }
    }

    /** The rows of metrics that were sent. */
    private static final String SCORES = "(metric NOT IN ('failure_rate', 'latency_ms'))";

    /** Items whose winning attempt is stored. */
    private static final String WINNERS =
            "SELECT countIf(attempt = (((task = 'math') AND (dispatch_index % 10 = 3))"
                    + " OR ((task = 'qa') AND (dispatch_index % 25 = 7)))) FROM samples_latest";

    private Map<String, List<byte[]>> sendEverything(PipelineStack stack) throws Exception {
        for (PipelineRun run : List.of(good, bad)) {
            stack.send(Topics.RUNS, 0, run.control(RunEvent.Type.RUN_STARTED));
        }
        List<byte[]> records = new ArrayList<>();
        EventWriter writer = new EventWriter();
        for (PipelineRun run : List.of(good, bad)) {
            for (SampleEvent event : run.events) {
                records.add(writer.write(event));
                records.add(writer.write(event));
            }
        }
        List<byte[]> garbage = garbage();
        records.addAll(garbage);
        Collections.shuffle(records, new Random(5));
        for (int i = 0; i < records.size(); i++) {
            stack.send(Topics.SAMPLES, i % PARTITIONS, records.get(i));
        }
        List<byte[]> runGarbage =
                List.of(utf8("{\"type\":\"RUN_EXPLODED\",\"run_id\":\"x\"}"), utf8("{}"));
        runGarbage.forEach(bytes -> stack.send(Topics.RUNS, 0, bytes));
        stack.flush();
        return Map.of(Topics.SAMPLES, garbage, Topics.RUNS, runGarbage);
    }

    private static List<byte[]> garbage() {
        String event = "\"run_id\":\"good\",\"model_tag\":\"m:1\",\"metric\":\"acc\",\"ts\":1";
        byte[] large = new byte[900_000];
        new Random(1).nextBytes(large);
        return List.of(
                utf8("not JSON"),
                utf8("{" + event + ",\"value\":\"high\"}"),
                utf8("{" + event + "}"),
                utf8("{" + event + ",\"value\":1,\"schema_version\":7}"),
                utf8("{\"value\":1}"),
                new byte[0],
                new byte[] {(byte) 0xff, (byte) 0xfe, 0},
                large);
    }

    private static void finish(PipelineStack stack, PipelineRun run, int verdicts)
            throws Exception {
        stack.send(Topics.RUNS, 0, run.control(RunEvent.Type.RUN_FINISHED));
        stack.flush();
        stack.await(
                "the verdict on " + run.id,
                () -> stack.records(Topics.VERDICTS).size() >= verdicts);
    }

    private void awaitTables(PipelineStack stack) throws Exception {
        int rows = good.means().size() + bad.means().size();
        stack.await(
                "results",
                () -> stack.number("SELECT count() FROM results_latest WHERE " + SCORES) == rows);
        stack.await("runs", () -> stack.number("SELECT count() FROM runs_latest") == 2);
        stack.await("alerts", () -> stack.number("SELECT count() FROM alerts_latest") > 0);
        stack.await("a card", () -> !stack.cards().isEmpty());
        double inWindows = 0;
        for (PipelineRun run : List.of(good, bad)) {
            for (PipelineRun.Series series : run.means().keySet()) {
                for (PipelineRun.Mean mean : run.windows(series).values()) {
                    inWindows += mean.n();
                }
            }
        }
        double all = inWindows;
        stack.await("windows", () -> stack.number("SELECT sum(n) FROM rolling_latest") == all);
    }

    private void verifySamples(PipelineStack stack) throws Exception {
        Set<String> expected = new HashSet<>();
        for (PipelineRun run : List.of(good, bad)) {
            for (SampleEvent event : run.winners()) {
                expected.add(
                        String.join(
                                " ",
                                event.eventId().toString(),
                                event.runId(),
                                event.modelTag(),
                                event.task(),
                                event.metric(),
                                event.itemKey(),
                                event.slice(),
                                Integer.toString(event.attempt()),
                                event.outcome().name(),
                                Long.toString(event.tsMillis()),
                                Double.isNaN(event.value())
                                        ? "null"
                                        : Double.toString(event.value()),
                                event.input()));
            }
        }
        List<String> actual = new ArrayList<>();
        for (JsonNode row :
                stack.query(
                        "SELECT lower(hex(event_id)), run_id, model_tag, task, metric, item_key,"
                                + " slice, attempt, outcome, toUnixTimestamp64Milli(ts), value, input"
                                + " FROM samples_latest")) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                boolean isValue = i == 10 && !row.get(i).isNull();
                cells.add(isValue ? Double.toString(row.get(i).asDouble()) : row.get(i).asText());
            }
            actual.add(String.join(" ", cells));
        }
        assertThat(actual).containsExactlyInAnyOrderElementsOf(expected);
    }

    private void verifyResults(PipelineStack stack) throws Exception {
        for (PipelineRun run : List.of(good, bad)) {
            Map<PipelineRun.Series, JsonNode> rows = new HashMap<>();
            for (JsonNode row :
                    stack.query(
                            "SELECT task, metric, slice, value, n, missing, baseline, relative_drop,"
                                    + " verdict FROM results_latest WHERE run_id = '"
                                    + run.id
                                    + "' AND "
                                    + SCORES)) {
                rows.put(
                        new PipelineRun.Series(
                                row.get(0).asText(), row.get(1).asText(), row.get(2).asText()),
                        row);
            }
            assertThat(rows).containsOnlyKeys(run.means().keySet());
            run.means()
                    .forEach(
                            (series, mean) -> {
                                JsonNode row = rows.get(series);
                                assertThat(row.get(3).asDouble())
                                        .isCloseTo(mean.mean(), within(1e-12));
                                assertThat(row.get(4).asLong()).isEqualTo(mean.n());
                                assertThat(row.get(5).asLong()).isZero();
                                verifyAgainstBaseline(run, series, mean, row);
                            });
        }
        List<JsonNode> prd = stack.query("SELECT * FROM results_prd ORDER BY run_id, metric");
        assertThat(prd)
                .extracting(
                        row -> row.size() + " " + row.get(0).asText() + " " + row.get(2).asText())
                .contains("5 bad math/acc", "5 bad qa/f1", "5 good math/acc", "5 good qa/f1");
        assertThat(prd.get(0).get(3).asDouble()).isCloseTo(mean(bad, "math").mean(), within(1e-12));
    }

    /** What is computed of the answers themselves, beside their scores. */
    private void verifyFailuresAndLatency(PipelineStack stack) throws Exception {
        for (PipelineRun run : List.of(good, bad)) {
            List<String> rows = new ArrayList<>();
            for (JsonNode row :
                    stack.query(
                            "SELECT task, metric, value, n FROM results_latest WHERE run_id = '"
                                    + run.id
                                    + "' AND NOT "
                                    + SCORES)) {
                rows.add(
                        row.get(0).asText()
                                + " "
                                + row.get(1).asText()
                                + " "
                                + row.get(2).asDouble()
                                + " "
                                + row.get(3).asLong());
            }
            List<String> expected = new ArrayList<>();
            for (String task : List.of("math", "qa")) {
                long failed = run.failures(task);
                expected.add(task + " latency_ms 12.5 " + (PipelineRun.ITEMS - failed));
                if (failed > 0) {
                    double rate = (double) failed / PipelineRun.ITEMS;
                    expected.add(task + " failure_rate " + rate + " " + PipelineRun.ITEMS);
                }
            }
            assertThat(rows).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private void verifyAgainstBaseline(
            PipelineRun run, PipelineRun.Series series, PipelineRun.Mean mean, JsonNode row) {
        if (run == good) {
            assertThat(row.get(6).isNull()).isTrue();
            assertThat(row.get(8).asText()).isEqualTo("NO_BASELINE");
            return;
        }
        double before = good.means().get(series).mean();
        double drop = (before - mean.mean()) / before;
        assertThat(row.get(6).asDouble()).isCloseTo(before, within(1e-12));
        assertThat(row.get(7).asDouble()).isCloseTo(drop, within(1e-12));
        assertThat(row.get(8).asText()).isEqualTo(drop >= 0.1 ? "BREACH_FINAL" : "PASS");
    }

    private void verifyRolling(PipelineStack stack) throws Exception {
        Map<String, PipelineRun.Mean> expected = new HashMap<>();
        for (PipelineRun run : List.of(good, bad)) {
            for (PipelineRun.Series series : run.means().keySet()) {
                run.windows(series)
                        .forEach(
                                (start, mean) ->
                                        expected.put(
                                                "acme/llm:release-"
                                                        + run.id
                                                        + " "
                                                        + series
                                                        + " "
                                                        + start
                                                        + " "
                                                        + (start + PipelineRun.WINDOW),
                                                mean));
            }
        }
        Map<String, PipelineRun.Mean> actual = new HashMap<>();
        for (JsonNode row :
                stack.query(
                        "SELECT model_tag, task, metric, slice, toUnixTimestamp64Milli(window_start),"
                                + " toUnixTimestamp64Milli(window_end), mean, n FROM rolling_latest")) {
            PipelineRun.Series series =
                    new PipelineRun.Series(
                            row.get(1).asText(), row.get(2).asText(), row.get(3).asText());
            actual.put(
                    row.get(0).asText()
                            + " "
                            + series
                            + " "
                            + row.get(4).asLong()
                            + " "
                            + row.get(5).asLong(),
                    new PipelineRun.Mean(row.get(6).asDouble(), row.get(7).asLong()));
        }
        assertThat(actual).containsOnlyKeys(expected.keySet());
        expected.forEach(
                (window, mean) -> {
                    assertThat(actual.get(window).n()).as(window).isEqualTo(mean.n());
                    assertThat(actual.get(window).mean())
                            .as(window)
                            .isCloseTo(mean.mean(), within(1e-12));
                });
    }

    private void verifyRunsAndAlerts(PipelineStack stack) throws Exception {
        assertThat(
                        stack.query(
                                "SELECT run_id, state, verdict, samples, missing, baseline_runs"
                                        + " FROM runs_latest ORDER BY run_id"))
                .extracting(JsonNode::toString)
                .containsExactly(
                        "[\"bad\",\"COMPLETE\",\"BREACH\",400,0,[\"good\"]]",
                        "[\"good\",\"COMPLETE\",\"NO_BASELINE\",400,0,[]]");
        long breaches =
                bad.means().entrySet().stream()
                        .filter(e -> e.getKey().slice().isEmpty())
                        .filter(
                                e ->
                                        e.getValue().mean()
                                                <= 0.9 * good.means().get(e.getKey()).mean())
                        .count();
        assertThat(stack.number("SELECT count() FROM alerts_latest WHERE slice = ''"))
                .isEqualTo((double) breaches);
        // Of slices, which are many and small, only what is more than noise.
        assertThat(stack.query("SELECT task, slice FROM alerts_latest ORDER BY task, slice"))
                .isEqualTo(
                        stack.query(
                                "SELECT task, slice FROM results_latest"
                                        + " WHERE verdict = 'BREACH_FINAL' AND tier <= 2"
                                        + " AND (tier = 1 OR confirmed) ORDER BY task, slice"));
        assertThat(stack.records(Topics.ALERTS)).hasSize(1);
        assertThat(stack.cards()).hasSize(1);
        assertThat(Files.readString(stack.cards().get(0)))
                .contains("acme/llm:release-bad", "<at>On-call</at>", "18.8 %", "math/acc");
    }

    private static void verifyDeadLetters(PipelineStack stack, Map<String, List<byte[]>> garbage)
            throws Exception {
        int total = garbage.values().stream().mapToInt(List::size).sum();
        stack.await(
                "dead letters",
                () -> stack.number("SELECT count() FROM deadletters_latest") == total);
        for (Map.Entry<String, List<byte[]>> topic : garbage.entrySet()) {
            List<String> hex = new ArrayList<>();
            topic.getValue().forEach(b -> hex.add(HexFormat.of().formatHex(b)));
            assertThat(
                            stack.query(
                                    "SELECT lower(hex(payload)) FROM deadletters WHERE topic = '"
                                            + topic.getKey()
                                            + "'"))
                    .extracting(row -> row.get(0).asText())
                    .containsExactlyInAnyOrderElementsOf(hex);
        }
        assertThat(stack.query("SELECT reason FROM deadletters WHERE topic = 'eval.samples'"))
                .extracting(row -> row.get(0).asText())
                .containsExactlyInAnyOrder(
                        "NOT_JSON",
                        "WRONG_TYPE",
                        "NO_VALUE",
                        "UNKNOWN_VERSION",
                        "MISSING_FIELD",
                        "EMPTY",
                        "NOT_UTF8",
                        "NOT_UTF8");
        Set<String> places = new HashSet<>();
        List<byte[]> payloads = new ArrayList<>();
        for (byte[] record : stack.records(Topics.DEAD_LETTERS)) {
            JsonNode letter = JSON.readTree(record);
            places.add(letter.at("/topic") + "" + letter.at("/partition") + letter.at("/offset"));
            JsonNode text = letter.path("payload");
            payloads.add(
                    text.isTextual()
                            ? utf8(text.asText())
                            : letter.path("payload_base64").binaryValue());
            assertThat(letter.path("reason").asText()).isNotEmpty();
        }
        assertThat(places).hasSize(total);
        List<byte[]> sent = new ArrayList<>();
        for (byte[] bytes : garbage.values().stream().flatMap(List::stream).toList()) {
            sent.add(Arrays.copyOf(bytes, Math.min(bytes.length, VerdictJson.MAX_PAYLOAD)));
        }
        assertThat(payloads).containsExactlyInAnyOrderElementsOf(sent);
    }

    private void verifyVerdicts(PipelineStack stack) throws Exception {
        List<byte[]> verdicts = stack.records(Topics.VERDICTS);
        assertThat(verdicts).hasSize(2);
        JsonNode verdict = JSON.readTree(verdicts.get(1));
        assertThat(verdict.path("run_id").asText()).isEqualTo("bad");
        assertThat(verdict.path("verdict").asText()).isEqualTo("BREACH");
        assertThat(verdict.path("state").asText()).isEqualTo("COMPLETE");
        assertThat(verdict.path("samples").asInt()).isEqualTo(2 * PipelineRun.ITEMS);
        assertThat(verdict.path("baseline_runs").toString()).isEqualTo("[\"good\"]");
        assertThat(verdict.path("metrics"))
                .hasSize((int) stack.number("SELECT count() FROM results WHERE run_id = 'bad'"));
        JsonNode math = verdict.path("metrics").get(0);
        assertThat(math.path("task").asText()).isEqualTo("math");
        assertThat(math.path("value").asDouble()).isEqualTo(130.0 / 200);
        assertThat(math.path("baseline").asDouble()).isEqualTo(160.0 / 200);
        assertThat(math.path("newly_failing")).hasSize(30);
        assertThat(math.path("newly_passing")).isEmpty();
    }

    private static PipelineRun.Mean mean(PipelineRun run, String task) {
        return run.means().get(new PipelineRun.Series(task, "acc", ""));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
