package io.evalstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.evalstream.embedded.EmbeddedKafka;
import io.evalstream.jobs.kafka.Topics;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** {@code ship --follow} as the sidecar of an evaluation uses it, with a real broker. */
class FollowITCase {

    private static final Duration ARRIVAL = Duration.ofMinutes(3);

    @TempDir private static Path directory;
    private static EmbeddedKafka kafka;

    @BeforeAll
    static void startBroker() {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        kafka.createTopics(Topics.PARTITIONS);
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    private static LauncherProcess follow(String runId, Path file) throws Exception {
        return LauncherProcess.start(
                directory,
                Map.of(),
                "ship",
                "--follow",
                "--bootstrap",
                kafka.bootstrapServers(),
                "--run-id",
                runId,
                "--model-tag",
                "llm:release-1",
                file.toString());
    }

    @Test
    void sendsWhatIsAppendedAndSaysAtTheEndHowMuchItWas() throws Exception {
        Path file = directory.resolve("growing.jsonl");
        Files.writeString(file, event("a") + event("b"));
        try (LauncherProcess ship = follow("run-1", file);
                Records samples = new Records(Topics.SAMPLES, "run-1");
                Records runs = new Records(Topics.RUNS, "run-1")) {
            samples.await(2);
            Files.writeString(
                    file, event("c") + "no event\n" + event("a"), StandardOpenOption.APPEND);
            samples.await(5);
            assertThat(samples.values).anySatisfy(value -> assertThat(value).isEqualTo("no event"));
            Files.writeString(file, event("d"), StandardOpenOption.APPEND);

            ship.signal("TERM");

            assertThat(ship.exitCode()).as(ship.errors()).isZero();
            assertThat(ship.out()).contains("sent 6 events of run run-1");
            samples.await(6);
            runs.await(2);
            assertThat(type(runs.values.get(0))).isEqualTo("RUN_STARTED");
            JsonNode finished = Json.of(runs.values.get(1));
            assertThat(finished.path("type").asText()).isEqualTo("RUN_FINISHED");
            assertThat(finished.path("sent").findValuesAsText("samples"))
                    .as("a, b, c and d: a copy and what is no event do not count")
                    .containsExactly("4");
        }
    }

    @Test
    void aLineCutOffAtTheEndIsAFaultAndTheRunIsNotFinished() throws Exception {
        Path file = directory.resolve("cut.jsonl");
        Files.writeString(file, event("a") + "{\"metric\":");
        try (LauncherProcess ship = follow("run-2", file);
                Records samples = new Records(Topics.SAMPLES, "run-2");
                Records runs = new Records(Topics.RUNS, "run-2")) {
            samples.await(1);
            ship.signal("TERM");
            assertThat(ship.exitCode()).as(ship.errors()).isEqualTo(65);
            assertThat(ship.errors().strip())
                    .isEqualTo(
                            "evalstream: "
                                    + file
                                    + ":2: the last line is cut off; let the evaluation finish"
                                    + " before the run is ended");
            runs.await(1);
            assertThat(runs.values).hasSize(1);
        }
    }

    private static String event(String item) {
        return "{\"item_key\":\""
                + item
                + "\",\"task\":\"t\",\"metric\":\"acc\",\"value\":1,\"ts\":1}\n";
    }

    private static String type(String json) {
        return Json.of(json).path("type").asText();
    }

    /** What has arrived on a topic for one run. */
    private static final class Records implements AutoCloseable {
        private final List<String> values = new ArrayList<>();
        private final KafkaConsumer<String, String> consumer;
        private final String run;

        Records(String topic, String run) {
            this.run = run;
            consumer =
                    new KafkaConsumer<>(
                            Map.of("bootstrap.servers", kafka.bootstrapServers()),
                            new StringDeserializer(),
                            new StringDeserializer());
            List<TopicPartition> partitions =
                    IntStream.range(0, Topics.PARTITIONS.get(topic))
                            .mapToObj(partition -> new TopicPartition(topic, partition))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
        }

        void await(int count) {
            Conditions.await(
                    count + " records",
                    ARRIVAL,
                    () -> {
                        for (ConsumerRecord<String, String> record :
                                consumer.poll(Duration.ofMillis(100))) {
                            if (record.key().equals(run) || record.value().contains(run)) {
                                values.add(record.value());
                            }
                        }
                        return values.size() >= count;
                    },
                    values::toString);
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
