package io.evalstream.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.evalstream.embedded.ServiceUnavailableException;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Where the services of a running stack are, left in its data directory for other commands. */
final class StackAddresses implements AutoCloseable {

    /** Name of the SQL gateway's address. */
    static final String GATEWAY = "sql_gateway";

    /** Name of the webhook's address. */
    static final String WEBHOOK = "webhook";

    /** Name of the file that deliveries are signed with. */
    static final String SECRETS = "webhook_secrets";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE = "addresses.json";

    private final Path file;

    private StackAddresses(Path file) {
        this.file = file;
    }

    /**
     * Writes the addresses; they are taken away when this is closed.
     *
     * @param more what else commands look for, by its name
     */
    static StackAddresses write(LocalStack stack, Map<String, String> more) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("pid", ProcessHandle.current().pid());
        startOf(ProcessHandle.current()).ifPresent(start -> root.put("started", start));
        root.put("kafka", stack.kafka().bootstrapServers());
        root.put("clickhouse", stack.clickhouse().httpUrl().toString());
        root.put("s3", stack.objects().endpoint().toString());
        root.put("flink", stack.flink().webUi().toString());
        more.forEach(root::put);
        Path file = stack.directory().resolve(FILE);
        Path whole = stack.directory().resolve(FILE + ".new");
        Files.writeString(whole, root.toPrettyString() + "\n");
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        return new StackAddresses(file);
    }

    /**
     * The SQL gateway of the stack that runs on a data directory.
     *
     * @throws ServiceUnavailableException when none runs there
     */
    static URI gatewayOf(Path directory) {
        return of(directory, GATEWAY)
                .map(URI::create)
                .orElseThrow(
                        () ->
                                new ServiceUnavailableException(
                                        "no stack is running on "
                                                + directory
                                                + "; start one with ./evalstream up, or name"
                                                + " --bootstrap and --clickhouse-url, or"
                                                + " --gateway"));
    }

    /**
     * What the stack that runs on a data directory has left there under a name.
     *
     * @return empty when none runs there
     */
    static Optional<String> of(Path directory, String name) {
        Path file = directory.resolve(FILE);
        if (Files.isRegularFile(file)) {
            try {
                JsonNode root = JSON.readTree(file.toFile());
                if (isRunning(root)) {
                    return Optional.of(root.path(name).asText());
                }
            } catch (IOException e) {
                throw new ServiceUnavailableException(
                        file + " cannot be read: " + e.getMessage() + "; remove it", e);
            }
        }
        return Optional.empty();
    }

    /** A file that a killed stack left behind names a process that is gone, or another one. */
    private static boolean isRunning(JsonNode root) {
        Optional<ProcessHandle> process = ProcessHandle.of(root.path("pid").asLong());
        return process.isPresent()
                && process.get().isAlive()
                && startOf(process.get())
                        .map(start -> start.equals(root.path("started").asText()))
                        .orElse(true);
    }

    private static Optional<String> startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
