package io.evalstream.jobs.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.evalstream.datasets.DatasetItem;
import io.evalstream.datasets.DatasetReader;
import io.evalstream.datasets.version.VersionFolder;
import io.evalstream.embedded.EmbeddedFlink;
import io.evalstream.embedded.EmbeddedKafka;
import io.evalstream.embedded.EmbeddedObjectStore;
import io.evalstream.jobs.kafka.Topics;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

class SnapshotJobITCase {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DAY = "2026-05-31";
    private static final int SLOTS = 3;

    private static final List<String> WORDS =
            List.of("서울", "세금", "학교", "recipe", "train", "weather", "법률", "계약", "music", "code");

    @TempDir private static Path directory;

    private static EmbeddedFlink flink;

    @BeforeAll
    static void start() {
        flink = EmbeddedFlink.start(directory.resolve("flink"), 0, SLOTS);
    }

    @AfterAll
    static void stop() throws Exception {
        flink.close();
    }

    private static void run(Configuration options, int parallelism) throws Exception {
        Configuration all = new Configuration(options);
        all.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
        JobGraph graph = SnapshotJob.create(all).getStreamGraph().getJobGraph();
        JobResult result = flink.result(flink.submit(graph)).join();
        if (result.getSerializedThrowable().isPresent()) {
            Throwable fault =
                    result.getSerializedThrowable()
                            .get()
                            .deserializeError(SnapshotJobITCase.class.getClassLoader());
            while (fault.getCause() != null && !(fault instanceof SnapshotException)) {
                fault = fault.getCause();
            }
            if (fault instanceof SnapshotException refusal) {
                throw refusal;
            }
            throw new AssertionError(fault);
        }
    }

    private static Configuration options(Path out, Path... files) {
        Configuration options = new Configuration();
        options.set(SnapshotOptions.DATE, DAY);
        options.set(SnapshotOptions.DIRECTORY, out.toString());
        List<String> paths = new ArrayList<>();
        for (Path file : files) {
            paths.add(file.toString());
        }
        options.set(SnapshotOptions.QUERIES, paths);
        return options;
    }

    private static String query(String language, String question) {
        return JSON.createObjectNode()
                .put("question", question)
                .put("language", language)
                .put("user", "somebody@example.com")
                .toString();
    }

    private static String question(Random random) {
        StringBuilder question = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            question.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
            question.append(random.nextInt(1000)).append(' ');
        }
        return question.append('?').toString();
    }

    /** As later runs read it: a suite whose bytes are those of its manifest. */
    private static List<JsonNode> items(Path version) throws Exception {
        VersionFolder folder = new VersionFolder(version.getParent().getParent());
        List<JsonNode> items = new ArrayList<>();
        try (DatasetReader reader = folder.open("service-queries", DAY).open()) {
            for (DatasetItem item = reader.next(); item != null; item = reader.next()) {
                assertThat(item.question()).isNotBlank();
                items.add(JSON.readTree(item.raw()));
            }
        }
        return items;
    }

    private static JsonNode manifest(Path version) throws Exception {
        return JSON.readTree(version.resolve("manifest.json").toFile());
    }

    @Test
    void aDayBecomesACleanStratifiedSampleWhateverTheParallelism(@TempDir Path scratch)
            throws Exception {
        Random random = new Random(7);
        List<Path> files = new ArrayList<>();
        Set<String> asked = new HashSet<>();
        for (int file = 0; file < 4; file++) {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                String language = i % 10 == 0 ? "en" : "ko";
                String question = question(random) + " 010-1234-" + (1000 + i);
                asked.add(question);
                lines.add(query(language, question));
                if (i % 5 == 0) {
                    lines.add(query(language, question.toUpperCase(Locale.ROOT)));
                }
                if (i % 50 == 0) {
                    lines.add(query(language, question.replace(" ?", " ??")));
                }
            }
            lines.add("{\"question\":");
            lines.add("{\"question\":\"  \"}");
            lines.add("");
            files.add(Files.write(scratch.resolve("queries-" + file + ".jsonl"), lines));
        }
        files.add(
                Files.writeString(
                        scratch.resolve("rare.jsonl"), query("fr", "Où est la gare de Lyon ?")));
        Path one = scratch.resolve("one");
        Path three = scratch.resolve("three");
        for (Path out : List.of(one, three)) {
            Configuration options = options(out, files.toArray(Path[]::new));
            options.set(SnapshotOptions.SIZE, 100);
            options.set(SnapshotOptions.STRATIFY, List.of("language"));
            run(options, out == one ? 1 : SLOTS);
        }
        Path version = Path.of("service-queries", DAY);
        for (String file : List.of("data.jsonl.zst", "manifest.json")) {
            assertThat(three.resolve(version).resolve(file))
                    .hasSameBinaryContentAs(one.resolve(version).resolve(file));
        }
        assertThat(asked).hasSize(2000);
        Map<String, Integer> languages = new HashMap<>();
        for (JsonNode item : items(one.resolve(version))) {
            languages.merge(item.path("language").asText(), 1, Integer::sum);
            assertThat(item.has("user")).isFalse();
            if (!item.path("language").asText().equals("fr")) {
                assertThat(item.path("question").asText()).endsWith(" [PHONE_1]");
            }
        }
        assertThat(languages).isEqualTo(Map.of("ko", 89, "en", 10, "fr", 1));
        JsonNode manifest = manifest(one.resolve(version));
        assertThat(manifest.path("items").asInt()).isEqualTo(100);
        JsonNode queries = manifest.path("queries");
        assertThat(queries.path("read").asInt()).isEqualTo(4 * 612 + 1);
        assertThat(queries.path("malformed").asInt()).isEqualTo(8);
        assertThat(queries.path("exact_duplicates").asInt()).isEqualTo(4 * 100);
        assertThat(queries.path("near_duplicates").asInt()).isEqualTo(4 * 10);
        assertThat(queries.path("sampled_from").asInt()).isEqualTo(2001);
        assertThat(manifest.path("malformed").toString())
                .isEqualTo("{\"NOT_JSON\":4,\"NO_QUESTION\":4}");
        assertThat(manifest.path("malformed_examples").get(0).asText())
                .isEqualTo("queries-0.jsonl:611: NOT_JSON");
        assertThat(manifest.path("replaced").toString()).isEqualTo("{\"PHONE\":2440}");
        assertThat(manifest.toString()).doesNotContain("example.com").doesNotContain("010-1234");
    }

    @Test
    void theSameAgainIsFineAndAnotherIsRefused(@TempDir Path scratch) throws Exception {
        Path file = Files.writeString(scratch.resolve("q.jsonl"), query("ko", "서울의 인구는?"));
        Path out = scratch.resolve("out");
        run(options(out, file), 1);
        run(options(out, file), 2);
        Path manifest = out.resolve("service-queries").resolve(DAY).resolve("manifest.json");
        byte[] before = Files.readAllBytes(manifest);
        Files.writeString(file, query("ko", "부산의 인구는?"));
        assertThatThrownBy(() -> run(options(out, file), 1))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("versions never change; give this one another name");
        assertThat(manifest).hasBinaryContent(before);
    }

    @Test
    void noQueriesAreAFault(@TempDir Path scratch) throws Exception {
        Path file = Files.writeString(scratch.resolve("q.jsonl"), "\n\n");
        assertThatThrownBy(() -> run(options(scratch, file), 1))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("there are no queries of " + DAY);
        Files.writeString(file, "\n{\"text\":1}\n");
        assertThatThrownBy(() -> run(options(scratch, file), 1))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("none of the 1 records")
                .hasMessageContaining("q.jsonl:2: NO_QUESTION");
        assertThatThrownBy(() -> run(options(scratch, scratch.resolve("absent.jsonl")), 1))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("absent.jsonl: no such file; check the path");
    }

    @Test
    void aTopicsDayGoesToABucket(@TempDir Path scratch) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(scratch.resolve("kafka"), 0);
                EmbeddedObjectStore store = EmbeddedObjectStore.start(scratch.resolve("s3"), 0)) {
            kafka.createTopics(Map.of(Topics.QUERIES, 2));
            // Midnight in Seoul is 15:00 of the day before in UTC.
            Instant midnight = Instant.parse("2026-05-30T15:00:00Z");
            try (KafkaProducer<byte[], byte[]> producer =
                    new KafkaProducer<>(
                            Map.of(
                                    ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                    kafka.bootstrapServers()),
                            new ByteArraySerializer(),
                            new ByteArraySerializer())) {
                send(producer, 0, midnight.minusMillis(1), query("ko", "어제의 질문"));
                send(producer, 0, midnight, query("ko", "오늘의 첫 질문"));
                send(producer, 0, midnight.minusMillis(5), query("ko", "늦게 온 어제의 질문"));
                send(producer, 1, midnight.plusSeconds(86_399), query("en", "the last of today"));
                send(producer, 1, midnight.plusSeconds(86_400), query("en", "the first tomorrow"));
                send(producer, 1, midnight.plusSeconds(9), "no JSON");
            }
            Configuration options = new Configuration();
            options.set(SnapshotOptions.DATE, DAY);
            options.set(SnapshotOptions.ZONE, "Asia/Seoul");
            options.set(SnapshotOptions.KAFKA_BOOTSTRAP, kafka.bootstrapServers());
            options.set(SnapshotOptions.ENDPOINT, store.endpoint());
            options.set(SnapshotOptions.ACCESS_KEY, EmbeddedObjectStore.ACCESS_KEY);
            options.set(SnapshotOptions.SECRET_KEY, EmbeddedObjectStore.SECRET_KEY);
            run(options, SLOTS);
            run(options, 1);
            Path version = scratch.resolve("s3/llm-eval-ds/service-queries").resolve(DAY);
            List<String> questions = new ArrayList<>();
            for (JsonNode item : items(version)) {
                questions.add(item.path("question").asText());
            }
            assertThat(questions).containsExactlyInAnyOrder("오늘의 첫 질문", "the last of today");
            assertThat(SnapshotJob.manifest(options)).isPresent();
        }
    }

    @Test
    void objectsOfABucketAreReadByTheirPrefix(@TempDir Path scratch) throws Exception {
        try (EmbeddedObjectStore store = EmbeddedObjectStore.start(scratch.resolve("s3"), 0)) {
            Path logs = Files.createDirectories(scratch.resolve("s3/logs").resolve(DAY));
            Files.writeString(logs.resolve("a.jsonl"), query("ko", "서울의 인구는?"));
            try (OutputStream gzip =
                    new GZIPOutputStream(Files.newOutputStream(logs.resolve("b.jsonl.gz")))) {
                gzip.write(query("en", "how many live in Busan?").getBytes(StandardCharsets.UTF_8));
            }
            Files.writeString(logs.resolveSibling(DAY + "-other.jsonl"), query("ko", "다른 날"));
            Configuration options = new Configuration();
            options.set(SnapshotOptions.DATE, DAY);
            options.set(SnapshotOptions.QUERIES, List.of("s3://logs/" + DAY + "/"));
            options.set(SnapshotOptions.ENDPOINT, store.endpoint());
            options.set(SnapshotOptions.ACCESS_KEY, EmbeddedObjectStore.ACCESS_KEY);
            options.set(SnapshotOptions.SECRET_KEY, EmbeddedObjectStore.SECRET_KEY);
            run(options, SLOTS);
            Path version = scratch.resolve("s3/llm-eval-ds/service-queries").resolve(DAY);
            assertThat(items(version))
                    .extracting(item -> item.path("question").asText())
                    .containsExactlyInAnyOrder("서울의 인구는?", "how many live in Busan?");
            options.set(SnapshotOptions.QUERIES, List.of("s3://logs/2026-06-01/"));
            assertThatThrownBy(() -> run(options, 1))
                    .isInstanceOf(SnapshotException.class)
                    .hasMessageContaining("s3://logs/2026-06-01/: no such object");
        }
    }

    private static void send(
            KafkaProducer<byte[], byte[]> producer, int partition, Instant time, String value)
            throws Exception {
        producer.send(
                        new ProducerRecord<>(
                                Topics.QUERIES,
                                partition,
                                time.toEpochMilli(),
                                null,
                                value.getBytes(StandardCharsets.UTF_8)))
                .get();
    }
}
