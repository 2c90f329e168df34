package io.evalstream.embedded.clickhouse;

import org.slf4j.LoggerFactory;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What a host decides about its ClickHouse engine: where it is, or where its data goes. */
public final class ClickHouseOptions {

    private final Optional<URI> url;
    private final Path dataDirectory;
    private final int port;
    private final Map<String, String> environment;
    private final Optional<Path> cacheDirectory;
    private final Duration startTimeout;
    private final Consumer<String> progress;

    private ClickHouseOptions(
            Optional<URI> url,
            Path dataDirectory,
            int port,
            Map<String, String> environment,
            Optional<Path> cacheDirectory,
            Duration startTimeout,
            Consumer<String> progress) {
        this.url = url;
        this.dataDirectory = dataDirectory;
        this.port = port;
        this.environment = environment;
        this.cacheDirectory = cacheDirectory;
        this.startTimeout = startTimeout;
        this.progress = progress;
    }

    /**
     * An engine of one's own on a free port, with the environment of this process.
     *
     * @param dataDirectory where databases are kept; created when missing
     */
    public static ClickHouseOptions inDirectory(Path dataDirectory) {
        return new ClickHouseOptions(
                Optional.empty(),
                dataDirectory.toAbsolutePath().normalize(),
                0,
                System.getenv(),
                Optional.empty(),
                Duration.ofMinutes(2),
                line -> LoggerFactory.getLogger(ClickHouseEngine.class).info("{}", line));
    }

    /** Uses the server at {@code given} instead of starting one. */
    public ClickHouseOptions withUrl(URI given) {
        return new ClickHouseOptions(
                Optional.of(given),
                dataDirectory,
                port,
                environment,
                cacheDirectory,
                startTimeout,
                progress);
    }

    /**
     * Listens at a port of one's choice.
     *
     * @param wanted the TCP port to listen at, which must be free; 0 picks a free one
     */
    public ClickHouseOptions withPort(int wanted) {
        if (wanted < 0 || wanted > 65_535) {
            throw new IllegalArgumentException("port " + wanted + " is not in 0..65535");
        }
        return new ClickHouseOptions(
                url, dataDirectory, wanted, environment, cacheDirectory, startTimeout, progress);
    }

    /** Keeps the downloaded engine library in {@code directory}. */
    public ClickHouseOptions withCacheDirectory(Path directory) {
        return new ClickHouseOptions(
                url,
                dataDirectory,
                port,
                environment,
                Optional.of(directory),
                startTimeout,
                progress);
    }

    /** Looks up PATH, HOME and the cache variables in {@code variables}; children receive them. */
    public ClickHouseOptions withEnvironment(Map<String, String> variables) {
        return new ClickHouseOptions(
                url,
                dataDirectory,
                port,
                Map.copyOf(variables),
                cacheDirectory,
                startTimeout,
                progress);
    }

    /** Gives the engine {@code timeout} from its start to its first answer; download excluded. */
    public ClickHouseOptions withStartTimeout(Duration timeout) {
        return new ClickHouseOptions(
                url, dataDirectory, port, environment, cacheDirectory, timeout, progress);
    }

    /** Tells {@code listener} in plain lines what takes long: above all the first download. */
    public ClickHouseOptions withProgress(Consumer<String> listener) {
        return new ClickHouseOptions(
                url, dataDirectory, port, environment, cacheDirectory, startTimeout, listener);
    }

    /** The given server, if any. */
    public Optional<URI> url() {
        return url;
    }

    /** The absolute directory of the databases. */
    public Path dataDirectory() {
        return dataDirectory;
    }

    /** The wanted TCP port, 0 for a free one. */
    public int port() {
        return port;
    }

    /** The variables that lookups and children see. */
    public Map<String, String> environment() {
        return environment;
    }

    /** The longest time from start to the first answer. */
    public Duration startTimeout() {
        return startTimeout;
    }

    /** Who hears about long work. */
    public Consumer<String> progress() {
        return progress;
    }

    /** The given cache directory, else EVALSTREAM_CACHE, else the user's cache directory. */
    public Path cacheDirectory() {
        if (cacheDirectory.isPresent()) {
            return cacheDirectory.get();
        }
        String own = environment.getOrDefault("EVALSTREAM_CACHE", "");
        if (!own.isEmpty()) {
            return Path.of(own);
        }
        String shared = environment.getOrDefault("XDG_CACHE_HOME", "");
        if (!shared.isEmpty()) {
            return Path.of(shared, "evalstream");
        }
        String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
        return Path.of(home, ".cache", "evalstream");
    }
}
