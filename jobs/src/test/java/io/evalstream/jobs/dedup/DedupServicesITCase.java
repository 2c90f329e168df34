package io.evalstream.jobs.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.clickhouse.client.api.Client;

import io.evalstream.datasets.version.VersionManifest;
import io.evalstream.embedded.EmbeddedObjectStore;
import io.evalstream.embedded.clickhouse.ClickHouseEngine;
import io.evalstream.embedded.clickhouse.ClickHouseOptions;
import io.evalstream.jobs.clickhouse.ClickHouseEndpoint;
import io.evalstream.sql.Migrations;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The job with a real object store and a real ClickHouse engine. */
@Timeout(300)
class DedupServicesITCase {

    private static final String BUCKET = "llm-eval-ds";

    @TempDir private static Path directory;
    private static EmbeddedObjectStore store;
    private static ClickHouseEngine engine;
    private static DatasetBucket bucket;

    @BeforeAll
    static void start() throws Exception {
        store = EmbeddedObjectStore.start(directory.resolve("s3"), 0);
        engine = ClickHouseEngine.start(ClickHouseOptions.inDirectory(directory.resolve("ch")));
        try (Client client =
                new ClickHouseEndpoint(engine.httpUrl().toString(), "default", "default", "")
                        .connect()) {
            Migrations.apply(client);
        }
        bucket =
                new DatasetBucket(
                        store.endpoint(),
                        EmbeddedObjectStore.ACCESS_KEY,
                        EmbeddedObjectStore.SECRET_KEY);
    }

    @AfterAll
    static void stop() throws Exception {
        engine.close();
        store.close();
    }

    @Test
    void suitesOfABucketBecomeVersionsAndRows() throws Exception {
        put(
                "own/1/data.jsonl",
                """
                {"id":"a","question":"How many legs do seven spiders have together?","answer":"56"}
                {"id":"b","question":"How many legs do seven spiders have together?","answer":"56"}
                {"id":"c","question":"Which river runs through the city of Seoul?","answer":"Han"}
                """);
        Configuration options = options("own=s3://" + BUCKET + "/own/1", "2");
        options.set(DedupOptions.CLICKHOUSE_URL, engine.httpUrl().toString());
        options.set(DedupOptions.RUN_ID, "run-1");
        DedupJob.create(options).execute("dedup");

        VersionManifest manifest =
                VersionManifest.of(
                        bucket.read("s3://" + BUCKET + "/own/2/manifest.json").orElseThrow(),
                        Path.of("manifest.json"));
        assertThat(manifest.items()).isEqualTo(2);
        assertThat(query("SELECT suite, item, kept_item, kind, action FROM dedup_removed_latest"))
                .isEqualTo("own\tb\ta\tEXACT\tREMOVED\n");

        // Again: the same version is welcome, and the rows are replaced.
        DedupJob.create(options).execute("dedup");
        assertThat(query("SELECT count() FROM dedup_removed_latest")).isEqualTo("1\n");

        // A version is a suite in turn, and nothing of it goes.
        Configuration again = options("own=s3://" + BUCKET + "/own/2", "3");
        DedupJob.create(again).execute("dedup");
        byte[] next = bucket.read("s3://" + BUCKET + "/own/3/data.jsonl.zst").orElseThrow();
        assertThat(bucket.read("s3://" + BUCKET + "/own/2/data.jsonl.zst")).hasValue(next);
    }

    @Test
    void aVersionThatIsThereWithOtherRecordsIsRefused() throws Exception {
        put(
                "other/1/data.jsonl",
                "{\"question\":\"What is the first of these?\",\"answer\":\"x\"}\n");
        DedupJob.create(options("other=s3://" + BUCKET + "/other/1", "2")).execute("dedup");
        put(
                "other/1/data.jsonl",
                "{\"question\":\"What is the other of these?\",\"answer\":\"x\"}\n");
        assertThatThrownBy(
                        () ->
                                DedupJob.create(options("other=s3://" + BUCKET + "/other/1", "2"))
                                        .execute("dedup"))
                .satisfies(fault -> says(fault, "versions do not change"));
    }

    @Test
    void aBrokenObjectIsNamedWithItsLine() throws Exception {
        put("bad/1/data.jsonl", "{\"question\":\"Is it?\",\"answer\":\"x\"}\n{\"question\":\n");
        assertThatThrownBy(
                        () ->
                                DedupJob.create(options("bad=s3://" + BUCKET + "/bad/1", "2"))
                                        .execute("dedup"))
                .satisfies(fault -> says(fault, "s3://" + BUCKET + "/bad/1/data.jsonl:2: "));
        assertThatThrownBy(() -> DedupJob.create(options("no=s3://" + BUCKET + "/nothing", "2")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("s3://" + BUCKET + "/nothing: there is no such object");
    }

    private static void says(Throwable fault, String message) {
        assertThat(ExceptionUtils.findThrowableWithMessage(fault, message)).isPresent();
    }

    private static void put(String key, String content) throws IOException {
        Path file = Files.createTempFile(directory, "object", ".jsonl");
        Files.writeString(file, content);
        bucket.upload(file, "s3://" + BUCKET + "/" + key);
    }

    private static Configuration options(String suites, String version) {
        Configuration options = new Configuration();
        options.set(DedupOptions.SUITES, List.of(suites));
        options.set(DedupOptions.OUTPUT_BUCKET, BUCKET);
        options.set(DedupOptions.OUTPUT_VERSION, version);
        options.set(DedupOptions.S3_ENDPOINT, store.endpoint());
        options.set(DedupOptions.S3_ACCESS_KEY, EmbeddedObjectStore.ACCESS_KEY);
        options.set(DedupOptions.S3_SECRET_KEY, EmbeddedObjectStore.SECRET_KEY);
        options.set(CoreOptions.DEFAULT_PARALLELISM, 2);
        return options;
    }

    private static String query(String statement) throws Exception {
        URI uri = URI.create(engine.httpUrl() + "/?database=" + Migrations.DATABASE);
        HttpResponse<String> response =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(uri)
                                        .POST(HttpRequest.BodyPublishers.ofString(statement))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }
}
