package io.evalstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.evalstream.embedded.EmbeddedKafka;
import io.evalstream.jobs.kafka.Topics;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The runner of the pods with real lm-evaluation-harness, the stub of a model and a real broker:
 * what it streams is what {@code ship} reads from the harness's own logs of the same release.
 */
class RunnerITCase {

    private static final Duration ARRIVAL = Duration.ofMinutes(1);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String MODEL_TAG = "minilm:release-2026.06";

    @TempDir private static Path directory;
    private static EmbeddedKafka kafka;
    private static Process model;
    private static String endpoint;

    @BeforeAll
    static void startBrokerAndModel() throws Exception {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        kafka.createTopics(Topics.PARTITIONS);
        Path stub = Repository.root().resolve("eval/demo_runs/stub_server.py");
        model =
                new ProcessBuilder("python3", stub.toString(), MODEL_TAG, "--port", "0")
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        BufferedReader said =
                new BufferedReader(
                        new InputStreamReader(model.getInputStream(), StandardCharsets.UTF_8));
        String line = said.readLine();
        assertThat(line).as("the stub's address").contains("http://127.0.0.1:");
        endpoint = line.substring(line.indexOf("http://")) + "/v1";
        requireEnvironment();
    }

    @AfterAll
    static void stop() throws Exception {
        if (model != null) {
            model.destroy();
            model.waitFor();
        }
        kafka.close();
    }

    private static Path runner() {
        return Repository.root().resolve("eval/runner/run.sh");
    }

    private static void requireEnvironment() throws Exception {
        Path script = Repository.root().resolve("eval/runner/environment.sh");
        try (LauncherProcess making =
                LauncherProcess.startCommand(directory, Map.of(), List.of(script.toString()))) {
            int code = making.exitCode();
            Assumptions.assumeTrue(code == 0, () -> "skipped: no Python tools: " + making.errors());
        }
    }

    private static LauncherProcess run(String runId, int index) throws IOException {
        Path plan = directory.resolve("plan.json");
        Files.writeString(
                plan,
                """
                {"stage": "full", "suite": "mini", "harness": "LM_EVAL", "samples": 0,
                 "parameters": {}, "datasets": [],
                 "shards": [[{"task": "mini_facts_ko", "part": 0, "parts": 2},
                             {"task": "mini_arith_en", "part": 0, "parts": 1}],
                            [{"task": "mini_facts_ko", "part": 1, "parts": 2},
                             {"task": "mini_choice_en", "part": 0, "parts": 1}]]}
                """);
        Map<String, String> variables = new HashMap<>();
        variables.put("JOB_COMPLETION_INDEX", "" + index);
        variables.put("EVALSTREAM_RUN_ID", runId);
        variables.put("EVALSTREAM_MODEL", "minilm");
        variables.put("EVALSTREAM_MODEL_TAG", MODEL_TAG);
        variables.put("EVALSTREAM_SUITE", "mini");
        variables.put("EVALSTREAM_SHARDS", "2");
        variables.put("EVALSTREAM_DISPATCH_SEED", "11");
        variables.put("EVALSTREAM_ENDPOINT", endpoint);
        variables.put("EVALSTREAM_SERVED_MODEL", MODEL_TAG);
        variables.put("EVALSTREAM_KAFKA_BOOTSTRAP", kafka.bootstrapServers());
        variables.put("EVALSTREAM_RAW_LOGS", directory.resolve("raw/" + runId).toString());
        variables.put("EVALSTREAM_TASKS", "eval/demo_runs/tasks");
        variables.put("HF_HUB_OFFLINE", "1");
        variables.put("HF_HOME", directory.resolve("hub").toString());
        return LauncherProcess.startCommand(
                directory,
                variables,
                List.of(runner().toString(), "run", "--plan", plan.toString()));
    }

    @Test
    void whatIsStreamedIsWhatTheLogsOfTheHarnessSay() throws Exception {
        for (int shard : List.of(0, 1)) {
            try (LauncherProcess running = run("streamed", shard)) {
                assertThat(running.exitCode()).as(running.errors()).isZero();
                assertThat(running.errors().lines())
                        .allMatch(line -> line.contains("run=streamed"));
            }
        }
        try (LauncherProcess ship =
                LauncherProcess.start(
                        directory,
                        Map.of(),
                        "ship",
                        "--bootstrap",
                        kafka.bootstrapServers(),
                        "--run-id",
                        "logged",
                        "--model-tag",
                        MODEL_TAG,
                        Repository.bundledRun("2026.06").toString())) {
            assertThat(ship.exitCode()).as(ship.errors()).isZero();
        }
        List<JsonNode> streamed = records(Topics.SAMPLES, "streamed", 340);
        List<JsonNode> logged = records(Topics.SAMPLES, "logged", 340);
        Set<String> other = facts(streamed);
        other.removeAll(facts(logged));
        assertThat(other).as("what no log of the harness says").isEmpty();
        assertThat(facts(streamed)).hasSize(340);
        assertThat(streamed).allMatch(event -> event.path("latency_ms").asDouble() > 0);
        assertThat(places(streamed, "mini_facts_ko")).hasSize(120).contains(0, 119);

        // Of each shard: one for each task that is heard of, and its end.
        List<JsonNode> controls = records(Topics.RUNS, "streamed", 6);
        Map<Integer, Long> sent = new HashMap<>();
        Map<String, Long> expected = new HashMap<>();
        for (JsonNode control : controls) {
            assertThat(control.path("shards").asInt()).isEqualTo(2);
            assertThat(control.path("model").asText()).isEqualTo("minilm");
            if (control.path("type").asText().equals("SHARD_FINISHED")) {
                long samples = 0;
                for (JsonNode series : control.path("sent")) {
                    samples += series.path("samples").asLong();
                }
                sent.put(control.path("shard").asInt(), samples);
            } else {
                assertThat(control.path("type").asText()).isEqualTo("RUN_STARTED");
                assertThat(control.path("dispatch_seed").asLong()).isEqualTo(11);
                for (JsonNode series : control.path("expected")) {
                    expected.put(
                            series.path("task").asText() + "/" + series.path("filter").asText(),
                            series.path("samples").asLong());
                }
            }
        }
        assertThat(sent).isEqualTo(Map.of(0, 240L, 1, 100L));
        assertThat(expected)
                .isEqualTo(
                        Map.of(
                                "mini_facts_ko/strict-match", 120L,
                                "mini_arith_en/strict-match", 90L,
                                "mini_arith_en/flexible-extract", 90L,
                                "mini_choice_en/strict-match", 40L));
    }

    @Test
    void aRepeatedShardSendsResultsOfTheSameIdentity() throws Exception {
        try (LauncherProcess first = run("repeated", 1)) {
            assertThat(first.exitCode()).as(first.errors()).isZero();
        }
        // Nothing is left of the first attempt but what it has sent.
        Path raw = directory.resolve("raw/repeated/1");
        Files.delete(raw.resolve("events.jsonl"));
        try (LauncherProcess second = run("repeated", 1)) {
            assertThat(second.exitCode()).as(second.errors()).isZero();
        }
        Set<String> identities = new HashSet<>();
        for (JsonNode event : records(Topics.SAMPLES, "repeated", 200)) {
            identities.add(event.path("event_id").asText());
        }
        assertThat(identities).hasSize(100);
    }

    @Test
    void aShardWhoseRunnerIsGoneIsSentAndNotReported() throws Exception {
        Path file = directory.resolve("left.jsonl");
        Files.writeString(
                file,
                "{\"type\":\"RUN_STARTED\",\"run_id\":\"left\",\"ts\":1,\"expected\":"
                        + "[{\"task\":\"t\",\"metric\":\"acc\",\"samples\":9}]}\n"
                        + "{\"task\":\"t\",\"item_key\":\"a\",\"metric\":\"acc\",\"value\":1,\"ts\":1}\n"
                        + "{\"task\":");
        // The standard input of a launched process is closed at once.
        try (LauncherProcess ship =
                LauncherProcess.start(
                        directory,
                        Map.of(),
                        "ship",
                        "--follow",
                        "--shard",
                        "1",
                        "--shards",
                        "3",
                        "--bootstrap",
                        kafka.bootstrapServers(),
                        "--run-id",
                        "left",
                        "--model-tag",
                        MODEL_TAG,
                        file.toString())) {
            assertThat(ship.exitCode()).as(ship.errors()).isEqualTo(2);
            assertThat(ship.out())
                    .contains("sent 1 events of shard 1 of 3 of run left; it has not ended");
        }
        records(Topics.SAMPLES, "left", 1);
        JsonNode started = records(Topics.RUNS, "left", 1).get(0);
        assertThat(started.path("type").asText()).isEqualTo("RUN_STARTED");
        assertThat(started.path("shards").asInt()).isEqualTo(3);
        assertThat(started.path("expected").findValuesAsText("samples")).containsExactly("9");
    }

    /** What makes results of two runs comparable, and what they say, by item. */
    private static Set<String> facts(List<JsonNode> events) {
        Set<String> facts = new HashSet<>();
        for (JsonNode event : events) {
            List<String> fields = new ArrayList<>();
            for (String field :
                    List.of(
                            "task",
                            "task_version",
                            "metric",
                            "filter",
                            "item_key",
                            "value",
                            "slice",
                            "dataset_digest",
                            "prompt_hash",
                            "generation_hash",
                            "chat_template_hash",
                            "engine",
                            "harness",
                            "harness_version",
                            "higher_is_better",
                            "input",
                            "output",
                            "expected")) {
                fields.add(field + "=" + event.path(field).asText());
            }
            facts.add(String.join("\n", fields));
        }
        return facts;
    }

    private static Set<Integer> places(List<JsonNode> events, String task) {
        Set<Integer> places = new HashSet<>();
        for (JsonNode event : events) {
            if (event.path("task").asText().equals(task)) {
                places.add(event.path("dispatch_index").asInt(-1));
            }
        }
        return places;
    }

    private static List<JsonNode> records(String topic, String run, int count) {
        List<JsonNode> records = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            List<TopicPartition> partitions =
                    IntStream.range(0, Topics.PARTITIONS.get(topic))
                            .mapToObj(partition -> new TopicPartition(topic, partition))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Conditions.await(
                    count + " records of " + run,
                    ARRIVAL,
                    () -> {
                        for (ConsumerRecord<String, String> record :
                                consumer.poll(Duration.ofMillis(100))) {
                            JsonNode event = MAPPER.readTree(record.value());
                            if (event.path("run_id").asText().equals(run)) {
                                records.add(event);
                            }
                        }
                        return records.size() >= count;
                    },
                    () -> records.size() + " records");
        }
        assertThat(records).hasSize(count);
        return records;
    }
}
