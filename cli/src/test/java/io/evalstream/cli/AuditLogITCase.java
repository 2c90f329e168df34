package io.evalstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.evalstream.contract.RunEvent;
import io.evalstream.contract.SampleEvent;
import io.evalstream.contract.SeriesCount;
import io.evalstream.embedded.EmbeddedObjectStore;
import io.evalstream.jobs.audit.AuditEndpoint;
import io.evalstream.jobs.audit.AuditRecord;
import io.evalstream.jobs.audit.LogLine;
import io.evalstream.jobs.audit.ObjectStore;
import io.evalstream.jobs.audit.RunLog;
import io.evalstream.jobs.audit.S3ObjectStore;
import io.evalstream.jobs.kafka.Topics;
import io.evalstream.jobs.quality.QualityOptions;
import io.evalstream.readers.RunIdentity;
import io.evalstream.sql.Retention;

import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The log of bundled runs through the whole stack, whose job is killed in the middle of some. */
@Timeout(400)
class AuditLogITCase {

    private static final List<String> RELEASES =
            List.of("2026.01", "2026.02", "2026.03", "2026.06");
    private static final List<String> KILLED = List.of("2026.02", "2026.06");
    private static final String STORE_AWAY = "2026.03";
    private static final Duration STANDSTILL = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir private Path directory;
    private LocalStack stack;
    private QualityService quality;
    private EventProducer producer;
    private TopicReader verdicts;
    private EmbeddedObjectStore store;

    @AfterEach
    void stopStore() throws Exception {
        if (store != null) {
            store.close();
        }
    }

    @Test
    void aKilledJobLeavesALogThatIsWholeAndGivesTheSameVerdicts() throws Exception {
        Repository.root();
        try (LocalStack services =
                LocalStack.start(
                        directory,
                        new Ports(),
                        Optional.empty(),
                        Retention.UNCHANGED,
                        line -> {})) {
            stack = services;
            String brokers = services.kafka().bootstrapServers();
            quality = QualityService.start(services, options());
            try (EventProducer events = new EventProducer(brokers);
                    TopicReader reader = new TopicReader(brokers, Topics.VERDICTS)) {
                producer = events;
                verdicts = reader;
                for (String release : RELEASES) {
                    run(release, KILLED.contains(release));
                }
                sendStragglers();
            }
            awaitCheckpoints(4);
            quality.close();
            String endpoint = store.endpoint();
            checkLog(endpoint);
            checkDamage(endpoint);
        }
    }

    private Configuration options() throws Exception {
        Configuration options = JobConfiguration.read(Optional.empty());
        options.set(QualityOptions.CHECKPOINT_INTERVAL, Duration.ofMillis(300));
        options.set(QualityOptions.AUDIT_PART_MAX_AGE, Duration.ofMillis(200));
        if (store != null) {
            // No longer the one that the stack has started.
            options.set(QualityOptions.AUDIT_ENDPOINT, store.endpoint());
            options.set(QualityOptions.AUDIT_ACCESS_KEY, EmbeddedObjectStore.ACCESS_KEY);
            options.set(QualityOptions.AUDIT_SECRET_KEY, EmbeddedObjectStore.SECRET_KEY);
        }
        return options;
    }

    private static Shipment shipment(String release) throws Exception {
        return Shipment.check(
                "auto",
                List.of(Repository.bundledRun(release)),
                new RunIdentity(runId(release), "minilm", "minilm:release-" + release, ""),
                Clock.systemUTC());
    }

    private static String runId(String release) {
        // With signs that no key of an object should have.
        return "nightly/" + release + " é";
    }

    private void run(String release, boolean isKilled) throws Exception {
        Shipment shipment = shipment(release);
        List<SampleEvent> events = new ArrayList<>();
        shipment.read(events::add);
        List<SeriesCount> series = shipment.summary().series();
        producer.send(control(RunEvent.Type.RUN_STARTED, release, series, List.of()));
        int half = events.size() / 2;
        events.subList(0, half).forEach(producer::send);
        producer.flush();
        if (release.equals(STORE_AWAY)) {
            restartStore();
        }
        if (isKilled) {
            awaitCheckpoints(2);
            events.subList(half, half + half / 2).forEach(producer::send);
            producer.flush();
            cancel();
            // As a sender does that did not hear of what it had sent.
            events.subList(0, half / 2).forEach(producer::send);
            quality = QualityService.start(stack, options());
        }
        events.subList(half, events.size()).forEach(producer::send);
        producer.send(control(RunEvent.Type.RUN_FINISHED, release, series, series));
        producer.flush();
        Map<String, JsonNode> said = new HashMap<>();
        Conditions.await(
                "verdict on " + release,
                PATIENCE,
                () -> {
                    verdicts.poll(Duration.ofMillis(100))
                            .forEach(v -> said.put(v.json().path("run_id").asText(), v.json()));
                    return said.containsKey(runId(release));
                },
                said::toString);
        // Which run is another's baseline is decided by the order of the ends.
        awaitCheckpoints(2);
    }

    private static RunEvent control(
            RunEvent.Type type,
            String release,
            List<SeriesCount> expected,
            List<SeriesCount> sent) {
        return new RunEvent(
                type,
                runId(release),
                "minilm",
                "minilm:release-" + release,
                "",
                1_767_225_600_000L,
                expected,
                -1,
                -1,
                sent,
                -1,
                Map.of());
    }

    /** Takes the store away until the job has noticed, and starts it again in its place. */
    private void restartStore() throws Exception {
        int port = URI.create(stack.objects().endpoint()).getPort();
        stack.objects().close();
        // Nothing of this run is published, so no checkpoint can be complete any more.
        awaitStagedInVain();
        store = EmbeddedObjectStore.start(directory.resolve("s3"), port);
        awaitCheckpoints(2);
    }

    private void awaitStagedInVain() throws Exception {
        int[] before = {checkpoints()};
        long[] since = {System.nanoTime()};
        Conditions.await(
                "standstill of the job",
                PATIENCE,
                () -> {
                    int now = checkpoints();
                    if (now != before[0]) {
                        before[0] = now;
                        since[0] = System.nanoTime();
                    }
                    return System.nanoTime() - since[0] > STANDSTILL.toNanos();
                },
                () -> "checkpoints go on without the store");
    }

    /** What comes after a verdict is kept and does not count. */
    private void sendStragglers() throws Exception {
        String last = RELEASES.get(RELEASES.size() - 1);
        String line =
                "{\"run_id\":\""
                        + runId(last)
                        + "\",\"model_tag\":\"minilm:release-"
                        + last
                        + "\",\n\"metric\":\"exact_match\",\"value\":1,\"ts\":1,"
                        + "\"nobody_knows\":{\"this\":[ 1e0 ]}}";
        producer.sendSampleBytes(runId(last), line.getBytes(StandardCharsets.UTF_8));
        producer.sendSampleBytes(runId(last), "no event".getBytes(StandardCharsets.UTF_8));
        producer.send(control(RunEvent.Type.RUN_CANCELLED, last, List.of(), List.of()));
        producer.flush();
    }

    private JsonNode rest(String path, String method) throws Exception {
        URI url = stack.flink().webUi().resolve(path);
        HttpRequest request =
                HttpRequest.newBuilder(url)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build();
        String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return Json.of(body.isEmpty() ? "{}" : body);
    }

    private String job() throws Exception {
        for (JsonNode job : rest("/jobs", "GET").path("jobs")) {
            if (job.path("status").asText().equals("RUNNING")) {
                return job.path("id").asText();
            }
        }
        return "";
    }

    /** Without a savepoint, as when the plug is pulled. */
    private void cancel() throws Exception {
        rest("/jobs/" + job() + "?mode=cancel", "PATCH");
        Conditions.await("end of the job", PATIENCE, () -> job().isEmpty(), () -> "it runs");
    }

    private void awaitCheckpoints(int more) throws Exception {
        int enough = checkpoints() + more;
        Conditions.await(
                "checkpoints", PATIENCE, () -> checkpoints() >= enough, () -> "too few of them");
    }

    private int checkpoints() throws Exception {
        return rest("/jobs/" + job() + "/checkpoints", "GET")
                .path("counts")
                .path("completed")
                .asInt();
    }

    private void checkLog(String endpoint) throws Exception {
        Command verify = Command.run("audit", "verify", "--endpoint", endpoint);
        assertThat(verify.code()).as(verify.out() + verify.errors()).isZero();
        assertThat(verify.out()).startsWith("whole: " + RELEASES.size() + " logs in ");
        for (String release : RELEASES) {
            Command replay = Command.run("audit", "replay", runId(release), "--endpoint", endpoint);
            assertThat(replay.code()).as(replay.out() + replay.errors()).isZero();
            assertThat(replay.out()).startsWith("equal: " + runId(release)).contains(", 340 ");
        }
        assertThat(Command.run("audit", "replay", runId("2026.06"), "--endpoint", endpoint).out())
                .contains(" BREACH, ", "against " + runId("2026.01"));
        checkExactlyOnce(endpoint);
    }

    /** Every valid record of both topics is in the log once, byte by byte, and nothing else. */
    private void checkExactlyOnce(String endpoint) throws Exception {
        Map<String, String> logged = new HashMap<>();
        AuditEndpoint log =
                new AuditEndpoint(
                        endpoint,
                        AuditEndpoint.BUCKET,
                        EmbeddedObjectStore.ACCESS_KEY,
                        EmbeddedObjectStore.SECRET_KEY,
                        AuditEndpoint.SHORTEST_RETENTION);
        try (ObjectStore bucket = new S3ObjectStore(log)) {
            for (String release : RELEASES) {
                RunLog run = RunLog.find(bucket, runId(release)).orElseThrow();
                assertThat(run.all(AuditRecord.Kind.VERDICT)).hasSize(1);
                run.read(line -> note(line, logged));
            }
            assertThat(bucket.list("staging/")).isEmpty();
        }
        Map<String, String> sent = new HashMap<>();
        records(Topics.SAMPLES, sent);
        records(Topics.RUNS, sent);
        sent.values().remove("no event");
        assertThat(logged).isEqualTo(sent);
    }

    private static void note(LogLine line, Map<String, String> logged) {
        if (!line.topic().isEmpty()) {
            String place = line.topic() + line.partition() + "@" + line.offset();
            String text = new String(line.event(), StandardCharsets.UTF_8);
            assertThat(logged.put(place, text)).as(place).isNull();
        }
    }

    private void records(String topic, Map<String, String> into) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", stack.kafka().bootstrapServers()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (PartitionInfo info : consumer.partitionsFor(topic)) {
                partitions.add(new TopicPartition(topic, info.partition()));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            for (TopicPartition partition : partitions) {
                while (consumer.position(partition) < ends.get(partition)) {
                    for (ConsumerRecord<byte[], byte[]> record :
                            consumer.poll(Duration.ofMillis(100))) {
                        String place = topic + record.partition() + "@" + record.offset();
                        into.put(place, new String(record.value(), StandardCharsets.UTF_8));
                    }
                }
            }
        }
    }

    private void checkDamage(String endpoint) throws Exception {
        List<Path> parts;
        try (Stream<Path> files = Files.walk(directory.resolve("s3"))) {
            parts =
                    files.filter(file -> file.toString().endsWith(".jsonl.zst"))
                            .filter(file -> file.toString().contains("2026.06"))
                            .sorted()
                            .toList();
        }
        assertThat(parts.size()).as("parts of the killed run").isGreaterThan(2);
        Path last = parts.get(parts.size() - 1);
        byte[] whole = Files.readAllBytes(last);
        Files.delete(last);
        Command cut = Command.run("audit", "verify", "--endpoint", endpoint);
        assertThat(cut.code()).isEqualTo(65);
        assertThat(cut.out()).contains(last.getFileName() + ": is missing: the log is cut off");
        whole[whole.length / 2] ^= 1;
        Files.write(last, whole);
        Command edited = Command.run("audit", "verify", runId("2026.06"), "--endpoint", endpoint);
        assertThat(edited.code()).isEqualTo(65);
        assertThat(edited.out()).contains(last.getFileName() + ":").contains("1 fault: 1 logs");
        Command replay = Command.run("audit", "replay", runId("2026.06"), "--endpoint", endpoint);
        assertThat(replay.code()).isEqualTo(65);
        assertThat(replay.fault()).contains(last.getFileName().toString());
    }
}
