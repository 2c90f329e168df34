package io.evalstream.cli;

import io.evalstream.jobs.kafka.Topics;
import io.evalstream.readers.RunIdentity;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stack with known data that took the way all data takes: the bundled runs, and events of two
 * small releases with some sent twice and some that are no events.
 */
final class SqlStack implements AutoCloseable {

    static final String EXPECTED = "src/test/resources/io/evalstream/cli/adhoc";

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<String> RELEASES =
            List.of("2026.01", "2026.02", "2026.03", "2026.04", "2026.05", "2026.06");
    private static final int RESULTS_OF_RUNS = 340 * RELEASES.size();
    private static final int RESULTS_OF_TOYS = 80;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Pipeline pipeline;
    private final SqlGateway gateway;

    private SqlStack(Pipeline pipeline, SqlGateway gateway) {
        this.pipeline = pipeline;
        this.gateway = gateway;
    }

    static SqlStack start(Path directory) throws Exception {
        Repository.root();
        Pipeline pipeline =
                Pipeline.start(
                        directory,
                        new Ports(),
                        Optional.empty(),
                        JobConfiguration.read(Optional.empty()),
                        line -> {});
        LocalStack stack = pipeline.stack();
        SqlStack started =
                new SqlStack(
                        pipeline,
                        SqlGateway.start(
                                stack.flink(),
                                stack.kafka().bootstrapServers(),
                                stack.clickhouseEndpoint(),
                                directory,
                                0));
        started.load();
        return started;
    }

    private void load() throws Exception {
        for (String release : RELEASES) {
            String run = "release-" + release;
            pipeline.judge(
                    Shipment.check(
                            "auto",
                            List.of(Repository.bundledRun(release)),
                            new RunIdentity(run, "minilm", "minilm:" + run, ""),
                            Clock.systemUTC()));
        }
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrap()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            for (String file : List.of("toy-events.jsonl", "toy-garbage.txt")) {
                for (String line : Files.readAllLines(Path.of(EXPECTED, file))) {
                    byte[] value = line.getBytes(StandardCharsets.UTF_8);
                    producer.send(new ProducerRecord<>(Topics.SAMPLES, 0, null, value)).get();
                }
            }
        }
        await("samples_latest", RESULTS_OF_RUNS + RESULTS_OF_TOYS);
        await("deadletters_latest", 4);
        await("results_latest WHERE slice = '' AND run_id = 'release-2026.06' AND tier = 1", 4);
    }

    private void await(String table, int rows) {
        Conditions.await(
                rows + " rows in " + table,
                PATIENCE,
                () -> count(table) == rows,
                () -> "something else");
    }

    private long count(String table) throws Exception {
        String query = "SELECT count() FROM vllm_eval." + table;
        URI url =
                URI.create(
                        clickhouse()
                                + "/?query="
                                + URLEncoder.encode(query, StandardCharsets.UTF_8));
        return Long.parseLong(get(url).strip());
    }

    String get(URI url) throws Exception {
        return http.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    LocalStack services() {
        return pipeline.stack();
    }

    String bootstrap() {
        return pipeline.stack().kafka().bootstrapServers();
    }

    String clickhouse() {
        return pipeline.stack().clickhouse().httpUrl().toString();
    }

    URI gateway() {
        return gateway.url();
    }

    @Override
    public void close() {
        gateway.close();
        pipeline.close();
    }
}
