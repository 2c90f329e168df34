package io.evalstream.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A STUB of an OpenAI-compatible server for {@link StubRunner}: answers "right" or "wrong" and
 * counts what it was asked. A release it calls bad is wrong three times as often.
 */
final class StubModel implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final Set<String> bad = ConcurrentHashMap.newKeySet();
    private final AtomicInteger questions = new AtomicInteger();

    private StubModel(HttpServer server) {
        this.server = server;
    }

    static StubModel start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        StubModel model = new StubModel(server);
        server.setExecutor(model.threads);
        server.createContext("/v1/chat/completions", model::answer);
        server.start();
        return model;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    /** Makes a name the one of a release that has become worse. */
    void isBad(String servedModel) {
        bad.add(servedModel);
    }

    /** How many questions were answered. */
    int questions() {
        return questions.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request = JSON.readTree(exchange.getRequestBody());
            String model = request.path("model").asText();
            int item = request.path("messages").path(0).path("content").asInt();
            questions.incrementAndGet();
            boolean isRight = item % 10 < (bad.contains(model) ? 4 : 9);
            byte[] body =
                    JSON.writeValueAsBytes(
                            JSON.createObjectNode().put("text", isRight ? "right" : "wrong"));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
