package io.evalstream.bench.streaming;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers as a Teams workflow does, and notes when the first card on each model came in. */
final class CardEndpoint implements AutoCloseable {
    private static final Pattern MODEL = Pattern.compile(PagingRuns.MODEL_PREFIX + "(\\d+)");

    private final ConcurrentHashMap<Integer, Long> arrivals = new ConcurrentHashMap<>();
    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final HttpServer server;

    CardEndpoint() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(executor);
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        long now = System.nanoTime();
        try (exchange) {
            String card =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(202, -1);
            Matcher model = MODEL.matcher(card);
            if (model.find()) {
                arrivals.putIfAbsent(Integer.valueOf(model.group(1)), now);
            }
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/workflows/bench");
    }

    /** When the first card on a model came in, in {@link System#nanoTime}; -1 when none has. */
    long arrival(int model) {
        return arrivals.getOrDefault(model, -1L);
    }

    int count() {
        return arrivals.size();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
