package io.evalstream.jobs.quality;

import static org.assertj.core.api.Assertions.assertThat;

import com.clickhouse.client.api.Client;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.evalstream.embedded.EmbeddedFlink;
import io.evalstream.embedded.EmbeddedKafka;
import io.evalstream.embedded.TeamsRecorder;
import io.evalstream.embedded.clickhouse.ClickHouseEngine;
import io.evalstream.embedded.clickhouse.ClickHouseOptions;
import io.evalstream.jobs.clickhouse.ClickHouseEndpoint;
import io.evalstream.jobs.kafka.Topics;
import io.evalstream.sql.Migrations;

import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Broker, engine, cluster and recorder of one test, and the quality job on them. */
final class PipelineStack implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final Path directory;
    private final EmbeddedKafka kafka;
    private final ClickHouseEngine clickhouse;
    private final EmbeddedFlink flink;
    private final TeamsRecorder teams;
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<Future<RecordMetadata>> sends = new ArrayList<>();

    private PipelineStack(Path directory) throws Exception {
        this.directory = directory;
        boolean complete = false;
        try {
            kafka = keep(EmbeddedKafka.start(directory.resolve("kafka"), 0));
            kafka.createTopics(Topics.PARTITIONS);
            clickhouse =
                    keep(
                            ClickHouseEngine.start(
                                    ClickHouseOptions.inDirectory(directory.resolve("engine"))));
            try (Client client =
                    new ClickHouseEndpoint(
                                    clickhouse.httpUrl().toString(), "default", "default", "")
                            .connect()) {
                Migrations.apply(client);
            }
            teams = keep(TeamsRecorder.start(directory.resolve("cards"), 0));
            flink = keep(EmbeddedFlink.start(directory.resolve("flink"), 0, 2));
            producer =
                    keep(
                            new KafkaProducer<>(
                                    Map.of("bootstrap.servers", kafka.bootstrapServers()),
                                    new ByteArraySerializer(),
                                    new ByteArraySerializer()));
            complete = true;
        } finally {
            if (!complete) {
                close();
            }
        }
    }

    static PipelineStack start(Path directory) throws Exception {
        return new PipelineStack(directory);
    }

    private <T extends AutoCloseable> T keep(T service) {
        started.push(service);
        return service;
    }

    /** Submits the real job, from the newest retained checkpoint of its group if there is one. */
    JobID submit(String group, int parallelism) throws IOException {
        Path checkpoints = Files.createDirectories(directory.resolve("state").resolve(group));
        Configuration options = new Configuration();
        options.set(QualityOptions.KAFKA_BOOTSTRAP, kafka.bootstrapServers());
        options.set(QualityOptions.KAFKA_GROUP, group);
        options.set(QualityOptions.CLICKHOUSE_URL, clickhouse.httpUrl().toString());
        options.set(QualityOptions.TEAMS_URL, teams.url().toString());
        options.set(QualityOptions.TEAMS_MENTION_ID, "oncall@example.com");
        options.set(QualityOptions.METRICS_FILE, metricsFile().toString());
        options.set(QualityOptions.ROLLING_FLUSH, Duration.ofMillis(200));
        options.set(QualityOptions.CHECKPOINT_INTERVAL, Duration.ofMillis(300));
        options.set(QualityOptions.CHECKPOINT_DIRECTORY, checkpoints.toUri().toString());
        StreamExecutionEnvironment environment = QualityJob.create(options);
        environment.setParallelism(parallelism);
        JobGraph graph = environment.getStreamGraph().getJobGraph();
        latestCheckpoint(group)
                .ifPresent(
                        path ->
                                graph.setSavepointRestoreSettings(
                                        SavepointRestoreSettings.forPath(
                                                path.toUri().toString(), false)));
        return flink.submit(graph);
    }

    /** The module is built from its own directory or from the one above. */
    private static Path metricsFile() {
        Path above = Path.of("..", "configs", "metrics.yaml");
        return Files.exists(above) ? above : Path.of("configs", "metrics.yaml");
    }

    Optional<Path> latestCheckpoint(String group) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("state").resolve(group))) {
            return files.filter(file -> file.endsWith("_metadata"))
                    .map(Path::getParent)
                    .max(
                            Comparator.comparingInt(
                                    path ->
                                            Integer.parseInt(
                                                    path.getFileName()
                                                            .toString()
                                                            .replace("chk-", ""))));
        }
    }

    /** Number of checkpoints the job has completed. */
    int completedCheckpoints(JobID job) throws Exception {
        return JSON.readTree(rest("/jobs/" + job + "/checkpoints", "GET"))
                .path("counts")
                .path("completed")
                .asInt();
    }

    /** Ends the job as an operator would who pulls the plug: without a savepoint. */
    void cancel(JobID job) throws Exception {
        rest("/jobs/" + job + "?mode=cancel", "PATCH");
        flink.result(job).get();
        assertThat(flink.status(job)).isEqualTo(JobStatus.CANCELED);
    }

    /** Returns when all tasks of the job run. */
    void awaitRunning(JobID job) {
        flink.awaitRunning(job);
        requireRunning(job);
    }

    void requireRunning(JobID job) {
        assertThat(flink.status(job)).isEqualTo(JobStatus.RUNNING);
    }

    private String rest(String path, String method) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(flink.webUi().resolve(path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    void send(String topic, int partition, byte[] value) {
        sends.add(producer.send(new ProducerRecord<>(topic, partition, null, value)));
    }

    /** Returns when the broker has taken everything that was sent. */
    void flush() throws Exception {
        producer.flush();
        for (Future<RecordMetadata> send : sends) {
            send.get();
        }
        sends.clear();
    }

    /** Everything that is on the one partition of a topic, oldest first. */
    List<byte[]> records(String topic) {
        List<byte[]> values = new ArrayList<>();
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(r -> values.add(r.value()));
            }
        }
        return values;
    }

    /** The rows of a query, each as a JSON array. */
    List<JsonNode> query(String sql) throws Exception {
        URI url =
                clickhouse
                        .httpUrl()
                        .resolve("/?database=vllm_eval&output_format_json_quote_64bit_integers=0");
        HttpResponse<String> answer =
                HTTP.send(
                        HttpRequest.newBuilder(url)
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                sql + " FORMAT JSONCompactEachRow"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        List<JsonNode> rows = new ArrayList<>();
        for (String line : answer.body().lines().toList()) {
            rows.add(JSON.readTree(line));
        }
        return rows;
    }

    /** The one number a query returns. */
    double number(String sql) throws Exception {
        return query(sql).get(0).get(0).asDouble();
    }

    List<Path> cards() {
        return teams.cards();
    }

    /** Returns as soon as a condition holds, and fails when it does not in time. */
    void await(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("still waiting for " + what).isLessThan(deadline);
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    @Override
    public void close() throws Exception {
        while (!started.isEmpty()) {
            started.pop().close();
        }
    }
}
