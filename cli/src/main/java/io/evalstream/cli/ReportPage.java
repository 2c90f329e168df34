package io.evalstream.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.evalstream.embedded.LoopbackPort;
import io.evalstream.embedded.ServiceUnavailableException;
import io.evalstream.jobs.clickhouse.ClickHouseEndpoint;
import io.evalstream.jobs.kafka.Topics;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves the reports of all judged runs: a list, and one page a run. */
final class ReportPage implements AutoCloseable {

    private static final String RUN_PREFIX = "/runs/";

    /** Runs before the shown one that its history has. */
    private static final int HISTORY = 9;

    private final HttpServer server;
    private final ExecutorService executor;
    private final TopicFollower verdicts;
    private final ClickHouseEndpoint clickhouse;

    private ReportPage(
            HttpServer server,
            ExecutorService executor,
            TopicFollower verdicts,
            ClickHouseEndpoint clickhouse) {
        this.server = server;
        this.executor = executor;
        this.verdicts = verdicts;
        this.clickhouse = clickhouse;
    }

    /**
     * @param port port to listen on, or 0 for a free one
     * @throws ServiceUnavailableException when the port is taken
     */
    static ReportPage start(String bootstrapServers, ClickHouseEndpoint clickhouse, int port) {
        int chosen = LoopbackPort.choose("report page", port);
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", chosen), 0);
            // One thread: the consumer of verdicts is not made for several.
            ExecutorService executor = Executors.newSingleThreadExecutor();
            ReportPage page =
                    new ReportPage(
                            server,
                            executor,
                            new TopicFollower(bootstrapServers, Topics.VERDICTS),
                            clickhouse);
            server.setExecutor(executor);
            server.createContext("/", page::handle);
            server.start();
            return page;
        } catch (IOException e) {
            throw new ServiceUnavailableException(
                    "report page: did not start on port " + chosen + ": " + e.getMessage(), e);
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            List<JsonNode> all = verdicts.toEnd();
            if (path.equals("/")) {
                answer(exchange, 200, list(all));
            } else if (path.startsWith(RUN_PREFIX)) {
                String run =
                        URLDecoder.decode(
                                path.substring(RUN_PREFIX.length()), StandardCharsets.UTF_8);
                run(exchange, run, all);
            } else {
                answer(exchange, 404, "<p>There is no such page.</p>");
            }
        }
    }

    private void run(HttpExchange exchange, String run, List<JsonNode> all) throws IOException {
        List<JsonNode> history = new ArrayList<>();
        for (JsonNode verdict : all) {
            history.add(verdict);
            if (verdict.path("run_id").asText().equals(run)) {
                String model = verdict.path("model").asText();
                history.removeIf(other -> !other.path("model").asText().equals(model));
                List<JsonNode> latest =
                        history.subList(Math.max(0, history.size() - HISTORY - 1), history.size());
                answer(
                        exchange,
                        200,
                        HtmlReport.of(
                                latest, ChangedItems.load(clickhouse, verdict), Instant.now()));
                return;
            }
        }
        answer(exchange, 404, "<p>There is no verdict on that run yet.</p>");
    }

    private static String list(List<JsonNode> all) {
        StringBuilder html = new StringBuilder("<!doctype html><meta charset=\"utf-8\">");
        html.append("<title>Evalstream runs</title><h1>Runs</h1>");
        if (all.isEmpty()) {
            html.append("<p>No run has been judged yet.</p>");
        }
        html.append("<ul>");
        for (int i = all.size() - 1; i >= 0; i--) {
            String run = all.get(i).path("run_id").asText();
            html.append("<li><a href=\"")
                    .append(RUN_PREFIX)
                    .append(URLEncoder.encode(run, StandardCharsets.UTF_8).replace("+", "%20"))
                    .append("\">")
                    .append(Html.escaped(run))
                    .append("</a> ")
                    .append(Html.escaped(all.get(i).path("verdict").asText()))
                    .append("</li>");
        }
        return html.append("</ul>").toString();
    }

    private static void answer(HttpExchange exchange, int status, String html) throws IOException {
        byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        // On its own thread, and after whatever page it is at.
        executor.execute(verdicts::close);
        executor.shutdown();
    }
}
