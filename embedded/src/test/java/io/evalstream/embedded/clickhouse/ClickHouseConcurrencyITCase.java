package io.evalstream.embedded.clickhouse;

import static io.evalstream.embedded.clickhouse.EngineFixture.encode;
import static io.evalstream.embedded.clickhouse.EngineFixture.post;
import static io.evalstream.embedded.clickhouse.EngineFixture.run;
import static io.evalstream.embedded.clickhouse.EngineFixture.text;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

@Timeout(600)
class ClickHouseConcurrencyITCase {

    private static final int CLIENTS = 16;
    private static final int ROUNDS = 40;
    private static final int ROWS = 500;

    @TempDir static Path directory;
    private static ClickHouseEngine engine;
    private static URI url;

    @BeforeAll
    static void start() {
        engine = ClickHouseEngine.start(EngineFixture.libraryIn(directory));
        url = engine.httpUrl();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @Test
    void sixteenClientsInsertAndReadWithoutLosingARow() throws Exception {
        run(
                url,
                "CREATE TABLE shared (client UInt32, n UInt64, s String) ENGINE = MergeTree"
                        + " ORDER BY (client, n) SETTINGS non_replicated_deduplication_window = 1000");
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                int id = client;
                all.add(
                        clients.submit(
                                () -> {
                                    insertAndRead(id);
                                    return null;
                                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            clients.shutdownNow();
        }
        long rows = (long) CLIENTS * ROUNDS * ROWS;
        assertThat(run(url, "SELECT count(), uniqExact(client, n), uniqExact(client) FROM shared"))
                .isEqualTo(rows + "\t" + rows + "\t" + CLIENTS);
    }

    private static void insertAndRead(int client) throws Exception {
        String insert = encode("INSERT INTO shared FORMAT CSV");
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder rows = new StringBuilder();
            for (int row = 0; row < ROWS; row++) {
                int n = round * ROWS + row;
                rows.append(client).append(',').append(n).append(",\"s;").append(n).append("\"\n");
            }
            // Every insert is sent twice under one token, as after a lost answer.
            String parameters =
                    "insert_deduplication_token=" + client + "-" + round + "&query=" + insert;
            for (int attempt = 0; attempt < 2; attempt++) {
                HttpResponse<byte[]> answer =
                        post(url, parameters, rows.toString().getBytes(UTF_8));
                assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
            }
            // Settings differ between clients and must not meet.
            String question =
                    "SELECT count(), getSetting('max_block_size') FROM shared WHERE client = "
                            + client;
            HttpResponse<byte[]> answer =
                    post(url, "max_block_size=" + (1000 + client), question.getBytes(UTF_8));
            assertThat(text(answer)).isEqualTo((round + 1) * ROWS + "\t" + (1000 + client) + "\n");
        }
    }

    @Test
    void readsGoOnWhileAnInsertIsOpen() throws Exception {
        run(url, "CREATE TABLE slow (n UInt64) ENGINE = MergeTree ORDER BY n");
        PipedOutputStream rows = new PipedOutputStream();
        PipedInputStream body = new PipedInputStream(rows, 1 << 16);
        HttpRequest request =
                HttpRequest.newBuilder(
                                url.resolve("/?query=" + encode("INSERT INTO slow FORMAT CSV")))
                        .POST(HttpRequest.BodyPublishers.ofInputStream(() -> body))
                        .build();
        CompletableFuture<HttpResponse<String>> insert =
                EngineFixture.HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        rows.write("1\n2\n".getBytes(UTF_8));
        rows.flush();
        assertThat(run(url, "SELECT count() FROM slow")).isEqualTo("0");
        run(url, "INSERT INTO slow VALUES (10)");
        assertThat(run(url, "SELECT sum(n) FROM slow")).isEqualTo("10");
        assertThat(insert).isNotDone();
        rows.close();
        assertThat(insert.get().statusCode()).isEqualTo(200);
        assertThat(run(url, "SELECT sum(n) FROM slow")).isEqualTo("13");
    }
}
