package io.evalstream.jobs.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

class HttpInsertGatewayTest {

    private static final InsertBatch BATCH =
            new InsertBatch("numbers", List.of("number"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, 1);

    /** What the server says to one request; code 0 for success. */
    private record Answer(int status, int code, String text) {}

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<byte[]> bodies = Collections.synchronizedList(new ArrayList<>());
    private final List<String> queries = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> pauses = new ArrayList<>();
    private HttpServer server;
    private HttpInsertGateway gateway;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        queries.add(exchange.getRequestURI().getQuery());
                        bodies.add(exchange.getRequestBody().readAllBytes());
                        Answer answer = answers.size() > 1 ? answers.poll() : answers.peek();
                        if (answer.code() != 0) {
                            exchange.getResponseHeaders()
                                    .set("X-ClickHouse-Exception-Code", "" + answer.code());
                        }
                        byte[] text = answer.text().getBytes(StandardCharsets.UTF_8);
                        exchange.sendResponseHeaders(
                                answer.status(), text.length == 0 ? -1 : text.length);
                        if (text.length > 0) {
                            exchange.getResponseBody().write(text);
                        }
                    }
                });
        server.start();
        gateway =
                new HttpInsertGateway(
                        new ClickHouseEndpoint(
                                "http://127.0.0.1:" + server.getAddress().getPort(),
                                "db",
                                "someone",
                                "pass-word"),
                        pauses::add);
    }

    @AfterEach
    void stop() {
        gateway.close();
        server.stop(0);
    }

    @Test
    void aBatchIsSentOnceAndAcknowledgedOnlyWhenStored() throws IOException {
        answers.add(new Answer(200, 0, ""));
        gateway.insert(BATCH);
        assertThat(bodies).containsExactly(BATCH.rowBinary());
        assertThat(queries.get(0))
                .contains("INSERT INTO", "numbers", "number", "RowBinary")
                .contains("async_insert=0");
        assertThat(pauses).isEmpty();
    }

    @Test
    void aServerThatFailedOnceGetsTheWholeBatchAgain() throws IOException {
        answers.add(new Answer(500, 241, "Code: 241. DB::Exception: Memory limit exceeded"));
        answers.add(new Answer(200, 0, ""));
        gateway.insert(BATCH);
        assertThat(bodies).containsExactly(BATCH.rowBinary(), BATCH.rowBinary());
        assertThat(pauses).hasSize(1);
    }

    @Test
    void aServerThatKeepsFailingIsAskedSixTimesWithLongerPauses() {
        answers.add(new Answer(500, 241, "Code: 241. DB::Exception: Memory limit exceeded"));
        assertThatThrownBy(() -> gateway.insert(BATCH))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("1 rows for numbers were not taken")
                .hasMessageContaining("Memory limit exceeded")
                .hasMessageNotContaining("pass-word");
        assertThat(bodies).hasSize(6).allSatisfy(b -> assertThat(b).isEqualTo(BATCH.rowBinary()));
        assertThat(pauses).hasSize(5).isSorted();
        assertThat(pauses.get(4)).isBetween(3_200L, 6_400L);
    }

    @Test
    void aTableThatIsNotThereIsAnErrorThatNamesIt() {
        answers.add(new Answer(404, 60, "Code: 60. DB::Exception: Unknown table db.numbers"));
        assertThatThrownBy(() -> gateway.insert(BATCH))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("numbers")
                .hasMessageContaining("Unknown table")
                .hasMessageNotContaining("pass-word");
    }

    @Test
    void aServerThatIsNotThereIsNamedWithoutThePassword() {
        server.stop(0);
        assertThatThrownBy(() -> gateway.insert(BATCH))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("127.0.0.1")
                .hasMessageContaining("as someone")
                .hasMessageNotContaining("pass-word");
        assertThat(pauses).hasSize(5);
    }

    @Test
    void anInterruptEndsTheWaiting() {
        answers.add(new Answer(500, 241, "Code: 241. DB::Exception: Memory limit exceeded"));
        gateway.close();
        gateway =
                new HttpInsertGateway(
                        new ClickHouseEndpoint(
                                "http://127.0.0.1:" + server.getAddress().getPort(), "db", "u", ""),
                        pause -> {
                            throw new InterruptedException();
                        });
        assertThatThrownBy(() -> gateway.insert(BATCH))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(bodies).hasSize(1);
    }
}
