package io.evalstream.embedded.clickhouse;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** ClickHouse's HTTP interface over the engine in this process. */
final class QueryHandler implements HttpHandler {

    private static final String DEFAULT_FORMAT = "TabSeparated";
    private static final String DEFAULT_INSERT_FORMAT = "Values";
    private static final long LARGEST_DRAIN_BYTES = 256L << 20;

    private final Sessions sessions;
    private final String timezone;
    private final String displayName;

    QueryHandler(Sessions sessions, String timezone, String displayName) {
        this.sessions = sessions;
        this.timezone = timezone;
        this.displayName = displayName;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (isForeign(exchange.getRequestHeaders())) {
            plain(exchange, 403, "requests from other origins are refused\n");
            return;
        }
        switch (exchange.getRequestURI().getPath()) {
            case "/ping", "/replicas_status" -> plain(exchange, 200, "Ok.\n");
            case "/", "" -> query(exchange);
            default ->
                    plain(exchange, 404, "There is no handle " + exchange.getRequestURI() + "\n");
        }
    }

    /** A page in a browser on this machine could reach us; only pages of this machine may. */
    private static boolean isForeign(Headers headers) {
        String origin = headers.getFirst("Origin");
        return origin != null
                && !origin.matches("https?://(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?");
    }

    private void plain(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=UTF-8");
        exchange.getResponseHeaders().set("X-ClickHouse-Server-Display-Name", displayName);
        exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
        if (!head) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private void query(HttpExchange exchange) throws IOException {
        RequestParameters request =
                new RequestParameters(exchange.getRequestURI(), exchange.getRequestHeaders());
        DeferredResponse response = new DeferredResponse(exchange, request);
        boolean readOnly = !exchange.getRequestMethod().equals("POST");
        try {
            response.header("X-ClickHouse-Query-Id", request.queryId());
            response.header("X-ClickHouse-Server-Display-Name", displayName);
            response.header("X-ClickHouse-Timezone", timezone);
            RequestBody body = RequestBody.read(request, exchange.getRequestBody());
            if (body.isEmpty()) {
                if (readOnly) {
                    plain(exchange, 200, "Ok.\n");
                    return;
                }
                throw EngineException.of(62, "Syntax error: Empty query", "SYNTAX_ERROR");
            }
            run(request, body, readOnly, response);
            response.finish();
        } catch (EngineException e) {
            drain(exchange.getRequestBody());
            response.fail(e);
        } catch (DamagedBodyException e) {
            drain(exchange.getRequestBody());
            response.fail(EngineException.of(271, e.getMessage(), "CANNOT_DECOMPRESS"));
        } catch (IOException e) {
            System.err.println("a request was cut off: " + e);
            throw e;
        } catch (RuntimeException | OutOfMemoryError e) {
            // The server would let the thread die and the client wait for ever.
            System.err.println("a request failed: " + e);
            response.fail(EngineException.of(1002, e.toString(), "UNKNOWN_EXCEPTION"));
        }
    }

    private void run(
            RequestParameters request,
            RequestBody body,
            boolean readOnly,
            DeferredResponse response)
            throws EngineException, IOException {
        if (readOnly && request.sessionId().isPresent()) {
            // A connection that was once made read-only stays so.
            throw EngineException.of(
                    48, "A session takes statements by POST only", "NOT_IMPLEMENTED");
        }
        try (Sessions.Lease lease = sessions.lease(request)) {
            ChdbConnection connection = lease.connection();
            Preamble.apply(connection, request, readOnly);
            QueryStatistics statistics =
                    body.insert().isPresent()
                            ? insert(connection, request, body, response)
                            : select(lease, request, body.statement(), response);
            if (!response.isCommitted()) {
                response.header("X-ClickHouse-Summary", statistics.toJson());
            }
        }
    }

    private static QueryStatistics insert(
            ChdbConnection connection,
            RequestParameters request,
            RequestBody body,
            DeferredResponse response)
            throws EngineException, IOException {
        String format =
                body.insert()
                        .flatMap(Statement.Insert::format)
                        .or(request::format)
                        .orElse(DEFAULT_INSERT_FORMAT);
        response.header("X-ClickHouse-Format", format);
        Map<String, String> parameters = request.queryParameters();
        if (format.equalsIgnoreCase("Values") && !parameters.isEmpty()) {
            // The engine forgets parameters once an insert stream is open, but rows may use them.
            return connection.query(body.whole(), format, parameters, response.body());
        }
        StatisticsSum sum = new StatisticsSum();
        try (InsertStream rows = connection.insert(body.statement(), format, parameters)) {
            rows.append(body.rows());
            sum.add(rows.finish());
        }
        return sum.total();
    }

    private static QueryStatistics select(
            Sessions.Lease lease,
            RequestParameters request,
            byte[] statement,
            DeferredResponse response)
            throws EngineException, IOException {
        String wanted = request.format().orElse(DEFAULT_FORMAT);
        String format = Statement.outputFormat(statement).orElse(wanted);
        response.header("X-ClickHouse-Format", format);
        response.header("Content-Type", ContentTypes.of(format));
        Map<String, String> parameters = request.queryParameters();
        // A connection that has streamed and failed may give stale output to its next stream.
        boolean streams =
                Statement.isSelect(statement) && !request.waitEndOfQuery() && !lease.isShared();
        Optional<HeaderLength> header = streams ? HeaderLength.of(format) : Optional.empty();
        Optional<ChdbConnection.ResultStream> stream =
                header.isPresent()
                        ? lease.connection().stream(statement, wanted, parameters)
                        : Optional.empty();
        if (stream.isEmpty()) {
            return lease.connection().query(statement, wanted, parameters, response.body());
        }
        StatisticsSum sum = new StatisticsSum();
        try (ChdbConnection.ResultStream pieces = stream.get()) {
            long length;
            do {
                length = pieces.next(header.get(), response.body(), sum);
            } while (length > 0);
        }
        return sum.total();
    }

    /** Lets a client finish sending, since few read an answer before they have. */
    private static void drain(InputStream body) throws IOException {
        byte[] ignored = new byte[64 * 1024];
        long total = 0;
        int size = body.read(ignored);
        while (size > 0 && total < LARGEST_DRAIN_BYTES) {
            total += size;
            size = body.read(ignored);
        }
    }
}
