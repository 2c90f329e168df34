package io.evalstream.jobs.clickhouse;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.StringJoiner;

/**
 * Inserts blocks over ClickHouse's HTTP interface, compressed; connections are kept and used again.
 */
public final class HttpInsertGateway implements InsertGateway {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(2);
    private static final String CODE_HEADER = "X-ClickHouse-Exception-Code";
    private static final String QUERY_ID_HEADER = "X-ClickHouse-Query-Id";
    private static final int LONGEST_EXCERPT = 300;

    /**
     * What makes a batch one block that is stored as it is or not at all.
     *
     * <p>An asynchronous insert would be acknowledged for others too, a block that is cut or joined
     * with others would not match its token; and the rows a table replaces must stay until a merge,
     * so that reading back finds as many as were sent. One thread is enough for one block.
     */
    private static final String INSERT_SETTINGS =
            "&async_insert=0&insert_deduplicate=1&max_insert_block_size=1000000"
                    + "&min_insert_block_size_rows=0&min_insert_block_size_bytes=0"
                    + "&optimize_on_insert=0&max_threads=1&max_insert_threads=1"
                    + "&wait_end_of_query=1&insert_deduplication_token=";

    /** On replicas: what a quorum has stored is seen from each of them. */
    private static final String READ_SETTINGS = "&select_sequential_consistency=1";

    /** One for all sinks of a process: each would keep a thread and connections of its own. */
    private static final HttpClient CLIENT =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .build();

    private final ClickHouseEndpoint endpoint;

    public HttpInsertGateway(ClickHouseEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public void insert(InsertBatch batch) throws InsertException, InterruptedException {
        StringJoiner columns = new StringJoiner(", ", " (", ")");
        batch.columns().forEach(column -> columns.add(quoted(column)));
        send(
                "INSERT INTO " + quoted(batch.table()) + columns + " FORMAT Native",
                INSERT_SETTINGS + encoded(batch.token()),
                "lz4",
                batch.block(),
                batch.toString());
    }

    @Override
    public long stored(String table, String token) throws InsertException, InterruptedException {
        String query =
                "SELECT count() FROM "
                        + quoted(table)
                        + " WHERE batch = '"
                        + token
                        + "' FORMAT TabSeparated";
        String what = "reading back " + token + " of " + table;
        String answer =
                send("", READ_SETTINGS, "", query.getBytes(StandardCharsets.UTF_8), what).strip();
        if (!answer.matches("\\d{1,18}")) {
            throw new InsertException(
                    Reaction.RETRY,
                    0,
                    message(what, "the answer is no number: " + excerpt(answer)));
        }
        return Long.parseLong(answer);
    }

    private String send(
            String statement, String settings, String encoding, byte[] body, String what)
            throws InsertException, InterruptedException {
        String parameters =
                "/?database="
                        + encoded(endpoint.database())
                        + settings
                        + (statement.isEmpty() ? "" : "&query=" + encoded(statement));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                URI.create(endpoint.url().replaceAll("/+$", "") + parameters))
                        .timeout(ANSWER_TIMEOUT)
                        .header("X-ClickHouse-User", endpoint.user())
                        .header("X-ClickHouse-Key", endpoint.password())
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (!encoding.isEmpty()) {
            request.header("Content-Encoding", encoding);
        }
        HttpResponse<String> answer;
        try {
            answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new InsertException(Reaction.RETRY, 0, message(what, reason), e);
        }
        requireSuccess(answer, what);
        return answer.body();
    }

    private void requireSuccess(HttpResponse<String> answer, String what) throws InsertException {
        int code = code(answer);
        int status = answer.statusCode();
        if (status == 200 && code == 0) {
            if (answer.headers().firstValue(QUERY_ID_HEADER).isEmpty()) {
                // Somebody else's "200" acknowledges nothing.
                throw new InsertException(
                        Reaction.RETRY, 0, message(what, "the answer is not ClickHouse's"));
            }
            return;
        }
        Reaction reaction = ServerError.reactionTo(code, status);
        String text = "HTTP " + status + " " + excerpt(answer.body());
        if (reaction == Reaction.STOP) {
            text +=
                    "; "
                            + ServerError.of(code)
                                    .map(ServerError::reason)
                                    .orElse("check clickhouse.url");
        }
        throw new InsertException(reaction, code, message(what, text));
    }

    private static int code(HttpResponse<String> answer) {
        String header = answer.headers().firstValue(CODE_HEADER).orElse("0");
        return header.matches("\\d{1,6}") ? Integer.parseInt(header) : 0;
    }

    private String message(String what, String reason) {
        return "ClickHouse " + endpoint + ": " + what + ": " + reason;
    }

    private static String excerpt(String body) {
        String text = body.strip().replaceAll("\\s+", " ");
        return text.length() <= LONGEST_EXCERPT ? text : text.substring(0, LONGEST_EXCERPT) + "…";
    }

    private static String quoted(String name) {
        return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Connections are shared and end by themselves once nobody uses them. */
    @Override
    public void close() {}
}
