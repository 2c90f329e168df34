package io.evalstream.embedded.clickhouse;

import io.evalstream.embedded.LoopbackPort;
import io.evalstream.embedded.ServiceUnavailableException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/** A running ClickHouse that answers over HTTP, whoever started it. */
public final class ClickHouseEngine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClickHouseEngine.class);
    private static final Duration PING_INTERVAL = Duration.ofMillis(50);

    private static final HttpClient PINGER =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final URI httpUrl;
    private final String description;
    private final Optional<ChildProcess> child;
    private final CompletableFuture<EngineExit> never = new CompletableFuture<>();

    private ClickHouseEngine(URI httpUrl, String description, Optional<ChildProcess> child) {
        this.httpUrl = httpUrl;
        this.description = description;
        this.child = child;
    }

    /**
     * Reaches or starts an engine: the given URL, else a {@code clickhouse} program of version 24
     * or newer on the PATH, else libchdb in a child process. Returns when it answers.
     *
     * @throws ServiceUnavailableException when there is none to be had; its message is one line
     */
    public static ClickHouseEngine start(ClickHouseOptions options) {
        if (options.url().isPresent()) {
            return reach(options.url().get());
        }
        Path directory = options.dataDirectory();
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new ServiceUnavailableException(
                    "the data directory " + directory + " cannot be created; give another one", e);
        }
        Optional<ServerBinary> installed =
                ServerBinary.find(options.environment(), options.startTimeout());
        ClickHouseEngine engine =
                installed.isPresent()
                        ? startServer(installed.get(), options)
                        : startLibrary(options);
        LOG.info("{} answers at {}", engine.description, engine.httpUrl);
        return engine;
    }

    private static ClickHouseEngine reach(URI url) {
        Optional<String> problem = ping(url);
        if (problem.isPresent()) {
            throw new ServiceUnavailableException(
                    "no ClickHouse answers at "
                            + url
                            + " ("
                            + problem.get()
                            + "); start it or correct the URL");
        }
        return new ClickHouseEngine(url, "the given ClickHouse", Optional.empty());
    }

    private static ClickHouseEngine startLibrary(ClickHouseOptions options) {
        Path library =
                new ChdbLibrary(options.cacheDirectory(), options.environment(), options.progress())
                        .locate();
        Path data = options.dataDirectory().resolve("libchdb");
        warnAboutOtherData(options.dataDirectory().resolve("server"));
        CompletableFuture<Integer> port = new CompletableFuture<>();
        long deadline = System.nanoTime() + options.startTimeout().toNanos();
        ChildProcess child =
                launch(
                        ChdbServer.command(library, data, options.port()),
                        utc(options.environment()),
                        line -> ChdbServer.readReport(line, port));
        URI url = URI.create("http://127.0.0.1:" + awaitPort(child, port, options, deadline));
        String description = "ClickHouse " + ChdbLibrary.VERSION + " (libchdb)";
        return started(url, description, child, options, deadline);
    }

    private static ClickHouseEngine startServer(ServerBinary binary, ClickHouseOptions options) {
        Path directory = options.dataDirectory().resolve("server");
        warnAboutOtherData(options.dataDirectory().resolve("libchdb"));
        // A server program cannot tell the port it picked, so a free one is picked for it.
        int port = LoopbackPort.choose("ClickHouse", options.port());
        List<String> command;
        try {
            command = binary.command(directory, port);
        } catch (IOException e) {
            throw new ServiceUnavailableException(
                    "the data directory " + directory + " cannot be written; give another one", e);
        }
        long deadline = System.nanoTime() + options.startTimeout().toNanos();
        ChildProcess child = launch(command, utc(options.environment()), line -> {});
        URI url = URI.create("http://127.0.0.1:" + port);
        String description = "ClickHouse " + binary.version() + " (server)";
        return started(url, description, child, options, deadline);
    }

    private static void warnAboutOtherData(Path other) {
        if (Files.exists(other)) {
            LOG.warn("{} holds data of the other kind of engine, which is not visible now", other);
        }
    }

    private static Map<String, String> utc(Map<String, String> environment) {
        Map<String, String> result = new HashMap<>(environment);
        result.put("TZ", "UTC");
        return result;
    }

    private static ChildProcess launch(
            List<String> command, Map<String, String> environment, Consumer<String> onLine) {
        try {
            return ChildProcess.start(command, environment, onLine);
        } catch (IOException e) {
            throw new ServiceUnavailableException(
                    "the ClickHouse engine cannot be started: " + e.getMessage(), e);
        }
    }

    private static int awaitPort(
            ChildProcess child,
            CompletableFuture<Integer> port,
            ClickHouseOptions options,
            long deadline) {
        CompletableFuture<Integer> never =
                child.onExit()
                        .thenApply(
                                exit -> {
                                    throw new ServiceUnavailableException(exit.message());
                                });
        try {
            return port.applyToEither(never, Function.identity())
                    .get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            child.close();
            throw new ServiceUnavailableException(root(e).getMessage(), e.getCause());
        } catch (TimeoutException e) {
            child.close();
            throw new ServiceUnavailableException(notInTime(options), e);
        } catch (InterruptedException e) {
            throw interrupted(child, e);
        }
    }

    private static Throwable root(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && !(cause instanceof ServiceUnavailableException)) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static ServiceUnavailableException interrupted(ChildProcess child, Exception cause) {
        child.close();
        Thread.currentThread().interrupt();
        return new ServiceUnavailableException("the start of the engine was interrupted", cause);
    }

    private static String notInTime(ClickHouseOptions options) {
        return "the ClickHouse engine did not answer within "
                + options.startTimeout().toSeconds()
                + " s; look at the debug log for its output";
    }

    private static ClickHouseEngine started(
            URI url,
            String description,
            ChildProcess child,
            ClickHouseOptions options,
            long deadline) {
        CompletableFuture<EngineExit> exit = child.onExit();
        while (ping(url).isPresent()) {
            if (System.nanoTime() - deadline > 0) {
                child.close();
                throw new ServiceUnavailableException(notInTime(options));
            }
            try {
                EngineExit ended = exit.get(PING_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
                throw new ServiceUnavailableException(ended.message());
            } catch (TimeoutException e) {
                LOG.trace("not yet", e);
            } catch (ExecutionException | InterruptedException e) {
                throw interrupted(child, e);
            }
        }
        return new ClickHouseEngine(url, description, Optional.of(child));
    }

    /** What is wrong with the server at {@code url}, or nothing. */
    private static Optional<String> ping(URI url) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(url.resolve("/ping"))
                            .timeout(Duration.ofSeconds(5))
                            .build();
            HttpResponse<String> answer =
                    PINGER.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 200 && answer.body().strip().equals("Ok.")) {
                return Optional.empty();
            }
            return Optional.of("its /ping answers with status " + answer.statusCode());
        } catch (IOException | IllegalArgumentException e) {
            String reason = e.getMessage() == null ? "connection refused" : e.getMessage();
            return Optional.of(reason);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    /** The address of the HTTP interface, without a path. */
    public URI httpUrl() {
        return httpUrl;
    }

    /** The kind and version of the engine, for a person. */
    public String description() {
        return description;
    }

    /** Whether our engine process runs; for a given URL, whether it answers. */
    public boolean isAlive() {
        return child.map(ChildProcess::isAlive).orElseGet(() -> ping(httpUrl).isEmpty());
    }

    /**
     * Completes when our engine process ends, by itself or by {@link #close()}; never for a URL.
     */
    public CompletableFuture<EngineExit> onExit() {
        return child.map(ChildProcess::onExit).orElseGet(never::copy);
    }

    /** The engine's process id; none for a given URL. */
    public OptionalLong pid() {
        return child.map(c -> OptionalLong.of(c.pid())).orElseGet(OptionalLong::empty);
    }

    /** Ends an engine that was started here and waits for its end; a given server stays. */
    @Override
    public void close() {
        child.ifPresent(ChildProcess::close);
    }
}
