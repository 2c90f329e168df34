package io.evalstream.jobs.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
            new InsertBatch(
                    "numbers", List.of("number", "batch"), "token-1", -1, 1, new byte[] {1, 2, 3});

    /** What the server says to one request; code 0 for success. */
    private record Answer(int status, int code, String text) {}

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<List<String>> encodings = Collections.synchronizedList(new ArrayList<>());
    private final List<byte[]> bodies = Collections.synchronizedList(new ArrayList<>());
    private final List<String> queries = Collections.synchronizedList(new ArrayList<>());
    private boolean namesItself = true;
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
                        encodings.add(
                                exchange.getRequestHeaders()
                                        .getOrDefault("Content-Encoding", List.of()));
                        bodies.add(exchange.getRequestBody().readAllBytes());
                        Answer answer = answers.size() > 1 ? answers.poll() : answers.peek();
                        if (namesItself) {
                            exchange.getResponseHeaders().set("X-ClickHouse-Query-Id", "id");
                        }
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
                                "pass-word"));
    }

    @AfterEach
    void stop() {
        gateway.close();
        server.stop(0);
    }

    private Reaction reactionTo(int status, int code, String text) {
        answers.clear();
        answers.add(new Answer(status, code, text));
        InsertException thrown =
                catchThrowableOfType(InsertException.class, () -> gateway.insert(BATCH));
        assertThat(thrown)
                .hasMessageContaining("numbers")
                .hasMessageContaining(text)
                .hasMessageNotContaining("pass-word");
        assertThat(thrown.code()).isEqualTo(code);
        return thrown.reaction();
    }

    @Test
    void aBatchIsSentOnceAsOneBlockUnderItsToken() throws Exception {
        answers.add(new Answer(200, 0, ""));
        gateway.insert(BATCH);
        assertThat(bodies).containsExactly(BATCH.block());
        assertThat(encodings).containsExactly(List.of("lz4"));
        assertThat(queries.get(0))
                .contains("query=INSERT+INTO+`numbers`+(`number`,+`batch`)+FORMAT+Native")
                .contains("database=db")
                .contains("insert_deduplication_token=token-1")
                .contains("insert_deduplicate=1")
                .contains("async_insert=0")
                .contains("min_insert_block_size_rows=0");
    }

    @Test
    void whatIsBusyIsAskedAgain() {
        assertThat(reactionTo(500, 241, "Memory limit exceeded")).isEqualTo(Reaction.RETRY);
        assertThat(reactionTo(500, 252, "Too many parts")).isEqualTo(Reaction.RETRY);
        assertThat(reactionTo(408, 159, "Timeout exceeded")).isEqualTo(Reaction.RETRY);
        assertThat(reactionTo(502, 0, "Bad gateway")).isEqualTo(Reaction.RETRY);
        assertThat(reactionTo(429, 0, "Slow down")).isEqualTo(Reaction.RETRY);
        assertThat(reactionTo(500, 99_999, "Something new")).isEqualTo(Reaction.RETRY);
    }

    @Test
    void badRowsAreToldFromABadSetUp() {
        assertThat(reactionTo(500, 469, "Constraint is violated")).isEqualTo(Reaction.REJECT);
        assertThat(reactionTo(400, 27, "Cannot parse")).isEqualTo(Reaction.REJECT);
        assertThat(reactionTo(413, 0, "Too large")).isEqualTo(Reaction.REJECT);
        assertThat(reactionTo(404, 60, "Unknown table")).isEqualTo(Reaction.STOP);
        assertThat(reactionTo(403, 516, "Authentication failed")).isEqualTo(Reaction.STOP);
        assertThat(reactionTo(500, 497, "Not enough privileges")).isEqualTo(Reaction.STOP);
        assertThat(reactionTo(404, 0, "No such page")).isEqualTo(Reaction.STOP);
    }

    @Test
    void whatStopsTheJobSaysWhatToDo() {
        answers.add(new Answer(404, 60, "Unknown table db.numbers"));
        assertThatThrownBy(() -> gateway.insert(BATCH))
                .hasMessageContaining("1 rows for numbers (token-1)")
                .hasMessageContaining("as someone")
                .hasMessageContaining("apply the migrations in sql/clickhouse");
    }

    @Test
    void anAnswerThatIsNotClickHousesAcknowledgesNothing() {
        namesItself = false;
        assertThat(reactionTo(200, 0, "")).isEqualTo(Reaction.RETRY);
    }

    @Test
    void aServerThatIsNotThereIsAskedAgain() {
        server.stop(0);
        assertThatThrownBy(() -> gateway.insert(BATCH))
                .isInstanceOf(InsertException.class)
                .hasMessageContaining("127.0.0.1")
                .hasMessageNotContaining("pass-word");
    }

    @Test
    void rowsOfATokenAreCounted() throws Exception {
        answers.add(new Answer(200, 0, "25\n"));
        assertThat(gateway.stored("numbers", "token-1")).isEqualTo(25);
        assertThat(encodings).containsExactly(List.of());
        assertThat(new String(bodies.get(0), StandardCharsets.UTF_8))
                .contains("count()", "`numbers`", "batch = 'token-1'");
    }

    @Test
    void aCountThatIsNoneIsNoAnswer() {
        answers.add(new Answer(200, 0, "<html>"));
        assertThatThrownBy(() -> gateway.stored("numbers", "token-1"))
                .isInstanceOf(InsertException.class)
                .hasMessageContaining("no number");
    }
}
