package io.evalstream.k8s.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The scripts that pods run do what they say, with stand-ins for the programs they call. */
class ScriptsTest {

    private static final Path MAINTENANCE = Path.of("base/maintenance").toAbsolutePath();
    private static final Path TOPICS = Path.of("components/topics-job").toAbsolutePath();

    @TempDir private Path folder;

    private record Ended(int code, String said) {}

    private Ended run(Path script, Map<String, String> variables) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder("sh", script.toString())
                        .directory(folder.toFile())
                        .redirectErrorStream(true);
        builder.environment().putAll(variables);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), said);
    }

    /** A program that says what it was called with. */
    private void standIn(String name, int code) throws IOException {
        Path program = folder.resolve(name);
        Files.writeString(program, "#!/bin/sh\necho " + name + " \"$@\"\nexit " + code + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    private Path file(String path, int days) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
        Files.setLastModifiedTime(
                file, FileTime.from(Instant.now().minus(Duration.ofHours(24L * days + 1))));
        return file;
    }

    @Test
    void rawLogsOfAWeekAgoAreRemovedAndYoungerOnesStay() throws Exception {
        Path old = file("raw/run-1/shard 1.jsonl", 7);
        Path young = file("raw/run-2/shard-1.jsonl", 6);
        Ended ended =
                run(
                        MAINTENANCE.resolve("clean-raw-logs.sh"),
                        Map.of("RAW_LOGS", folder.resolve("raw").toString(), "DAYS", "7"));
        assertThat(ended.code()).as(ended.said()).isZero();
        assertThat(old).doesNotExist();
        assertThat(young).exists();
        assertThat(ended.said()).contains("run-1").doesNotContain("run-2");
    }

    @Test
    void withoutAFolderNothingIsRemoved() throws Exception {
        Path old = file("raw/run-1/shard-1.jsonl", 70);
        Ended ended = run(MAINTENANCE.resolve("clean-raw-logs.sh"), Map.of("DAYS", "7"));
        assertThat(ended.code()).isNotZero();
        assertThat(ended.said()).contains("RAW_LOGS");
        assertThat(old).exists();
    }

    @Test
    void repeatedRunsAreCalibratedAndTheAnswerIsThatOfTheCommand() throws Exception {
        file("raw/aa-1/results.json", 1);
        file("raw/aa-2/results.json", 1);
        file("raw/other/results.json", 1);
        standIn("evalstream", 2);
        String raw = folder.resolve("raw").toString();
        Ended ended =
                run(
                        MAINTENANCE.resolve("calibrate.sh"),
                        Map.of("RAW_LOGS", raw, "RUNS", "aa-*", "MODEL_TAG", "m", "OUT", raw));
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.said())
                .contains("calibrate --run m=" + raw + "/aa-1 --run m=" + raw + "/aa-2 --out")
                .doesNotContain("other");
    }

    @Test
    void oneRunSaysNothing() throws Exception {
        file("raw/aa-1/results.json", 1);
        standIn("evalstream", 70);
        String raw = folder.resolve("raw").toString();
        Ended ended =
                run(
                        MAINTENANCE.resolve("calibrate.sh"),
                        Map.of("RAW_LOGS", raw, "RUNS", "aa-*", "MODEL_TAG", "m", "OUT", raw));
        assertThat(ended.code()).isZero();
        assertThat(ended.said()).contains("1 of at least 2 runs");
    }

    @Test
    void everyTopicIsMadeOnceAndGetsItsRetention() throws Exception {
        standIn("kafka-topics.sh", 0);
        standIn("kafka-configs.sh", 0);
        Ended ended = topics();
        assertThat(ended.code()).as(ended.said()).isZero();
        assertThat(ended.said().lines().filter(line -> line.contains("--if-not-exists")))
                .hasSize(5)
                .anyMatch(
                        line ->
                                line.contains("--topic eval.samples --partitions 32")
                                        && line.endsWith("--replication-factor 3"));
        assertThat(ended.said())
                .contains(
                        "--entity-name eval.verdicts"
                                + " --add-config retention.ms=-1,min.insync.replicas=2");
    }

    @Test
    void aBrokerThatRefusesFailsTheJob() throws Exception {
        standIn("kafka-topics.sh", 1);
        standIn("kafka-configs.sh", 0);
        assertThat(topics().code()).isNotZero();
    }

    private Ended topics() throws Exception {
        return run(
                TOPICS.resolve("make-topics.sh"),
                Map.of(
                        "BOOTSTRAP",
                        "kafka:9092",
                        "TOPICS",
                        TOPICS.resolve("topics.txt").toString(),
                        "REPLICATION",
                        "3",
                        "KAFKA_BIN",
                        folder.toString()));
    }

    /** Both ways of making topics make the same ones. */
    @Test
    void strimziMakesTheSameTopics() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (Manifest topic : Manifest.read(Path.of("components/topics-strimzi/topics.yaml"))) {
            lines.append(topic.spec().path("topicName").asText())
                    .append(' ')
                    .append(topic.spec().path("partitions").asInt())
                    .append(' ')
                    .append(topic.spec().path("config").path("retention.ms").asText())
                    .append('\n');
        }
        String listed = Files.readString(TOPICS.resolve("topics.txt"));
        assertThat(listed.substring(listed.indexOf('\n') + 1)).isEqualTo(lines.toString());
    }
}
