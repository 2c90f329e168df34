package io.evalstream.cli;

import com.clickhouse.client.api.ClickHouseException;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.evalstream.cli.html.Html;
import io.evalstream.embedded.LoopbackPort;
import io.evalstream.embedded.ServiceUnavailableException;
import io.evalstream.jobs.clickhouse.ClickHouseEndpoint;

import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves the reports of the runs that were judged last: a list, and one page a run. */
final class ReportPage implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReportPage.class);

    private static final String RUN_PREFIX = "/runs/";

    /** Runs that are listed. */
    static final int MOST = 500;

    /** Runs before the shown one that its history has. */
    private static final int HISTORY = 9;

    private final HttpServer server;
    private final ExecutorService executor;
    private final JudgedRuns runs;
    private final ClickHouseEndpoint clickhouse;

    private ReportPage(
            HttpServer server,
            ExecutorService executor,
            JudgedRuns runs,
            ClickHouseEndpoint clickhouse) {
        this.server = server;
        this.executor = executor;
        this.runs = runs;
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
                            server, executor, new JudgedRuns(bootstrapServers, MOST), clickhouse);
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
            try {
                runs.refresh();
                if (path.equals("/")) {
                    answer(exchange, 200, RunList.page(runs));
                } else if (path.startsWith(RUN_PREFIX)) {
                    run(exchange, decoded(path.substring(RUN_PREFIX.length())));
                } else {
                    notice(exchange, 404, "There is no such page.");
                }
            } catch (KafkaException | ClickHouseException e) {
                LOG.warn("{} cannot be shown", path, e);
                notice(exchange, 503, "A service does not answer; the log says more.");
            }
        }
    }

    private void run(HttpExchange exchange, String run) throws IOException {
        List<JsonNode> history = runs.history(run, HISTORY);
        if (history.isEmpty()) {
            notice(
                    exchange,
                    404,
                    "There is no verdict on that run yet, or it is not among the newest "
                            + MOST
                            + ".");
            return;
        }
        JsonNode verdict = history.get(history.size() - 1);
        ChangedItems items = ChangedItems.load(clickhouse, verdict);
        answer(exchange, 200, HtmlReport.of(history, items, Instant.now()));
    }

    /** Where the report on a run is, below the address of the page. */
    static String path(String run) {
        return RUN_PREFIX + URLEncoder.encode(run, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** In a path a plus is a plus. */
    private static String decoded(String run) {
        return URLDecoder.decode(run.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static void notice(HttpExchange exchange, int status, String text) throws IOException {
        answer(
                exchange,
                status,
                Html.page("Evalstream", "<p>" + text + "</p><p><a href=\"/\">All runs</a></p>\n"));
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
        executor.execute(runs::close);
        executor.shutdown();
    }
}
