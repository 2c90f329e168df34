package io.evalstream.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.CharConversionException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Stands in for a Microsoft Teams workflow: takes cards as the real endpoint does (202 and an empty
 * body), refuses what it would refuse, and keeps each accepted card as a file.
 */
public final class TeamsRecorder implements AutoCloseable {

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Pattern CARD = Pattern.compile("card-(\\d{4,9})\\.json");
    private static final String PATH = "/workflows/evalstream";

    private final HttpServer server;
    private final ExecutorService executor;
    private final Path directory;
    private final AtomicBoolean closed = new AtomicBoolean();
    private int lastNumber;

    private TeamsRecorder(HttpServer server, ExecutorService executor, Path directory, int last) {
        this.server = server;
        this.executor = executor;
        this.directory = directory;
        this.lastNumber = last;
    }

    /**
     * Starts the endpoint.
     *
     * @param directory where cards are kept, {@code card-0001.json} and on; earlier ones stay
     * @param port port to listen on, or 0 for a free one
     * @throws ServiceUnavailableException when the port is taken
     */
    public static TeamsRecorder start(Path directory, int port) {
        LoopbackPort.requireFree("Teams recorder", port);
        try {
            Files.createDirectories(directory);
            List<Path> cards = cardsIn(directory);
            int last = cards.isEmpty() ? 0 : number(cards.get(cards.size() - 1));
            HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
            ExecutorService executor =
                    Executors.newSingleThreadExecutor(
                            task -> {
                                Thread thread = new Thread(task, "teams-recorder");
                                thread.setDaemon(true);
                                return thread;
                            });
            server.setExecutor(executor);
            TeamsRecorder recorder = new TeamsRecorder(server, executor, directory, last);
            server.createContext("/", recorder::handle);
            server.start();
            return recorder;
        } catch (IOException e) {
            throw new ServiceUnavailableException(
                    "Teams recorder: did not start on port " + port + ": " + e.getMessage(), e);
        }
    }

    /** Where workflows post their cards. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
    }

    /** The recorded cards, oldest first. */
    public List<Path> cards() {
        try {
            return cardsIn(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> cardsIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> number(file) > 0)
                    .sorted(Comparator.comparingInt(TeamsRecorder::number))
                    .toList();
        }
    }

    /** The number in a card's name, 0 for other files. */
    private static int number(Path file) {
        Matcher card = CARD.matcher(file.getFileName().toString());
        return card.matches() ? Integer.parseInt(card.group(1)) : 0;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals(PATH)) {
                answer(exchange, 404, "no such workflow");
                return;
            }
            if (!exchange.getRequestMethod().equals("POST")) {
                answer(exchange, 405, "only POST");
                return;
            }
            String contentType = exchange.getRequestHeaders().getFirst("Content-Type");
            if (contentType == null || !contentType.startsWith("application/json")) {
                answer(exchange, 415, "Content-Type must be application/json");
                return;
            }
            byte[] body = exchange.getRequestBody().readNBytes(TeamsMessageRules.MAX_BYTES + 1);
            if (body.length > TeamsMessageRules.MAX_BYTES) {
                // A sender that is cut off while it writes would not read the answer.
                exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
                answer(exchange, 413, "Request Entity too large");
                return;
            }
            accept(exchange, body);
        }
    }

    private void accept(HttpExchange exchange, byte[] body) throws IOException {
        JsonNode message;
        try {
            message = MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            answer(exchange, 400, "not JSON: " + e.getOriginalMessage());
            return;
        } catch (CharConversionException e) {
            answer(exchange, 400, "not UTF-8");
            return;
        }
        Optional<String> fault = TeamsMessageRules.firstFault(message);
        if (fault.isPresent()) {
            answer(exchange, 400, fault.get());
            return;
        }
        record(message);
        exchange.sendResponseHeaders(202, -1);
    }

    private void record(JsonNode message) throws IOException {
        lastNumber++;
        Path card = directory.resolve(String.format("card-%04d.json", lastNumber));
        Path partial = directory.resolve(card.getFileName() + ".partial");
        Files.write(partial, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(message));
        Files.move(partial, card, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.stop(0);
            executor.shutdownNow();
        }
    }
}
