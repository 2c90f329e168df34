package io.evalstream.cli;

import com.clickhouse.client.api.Client;

import io.evalstream.embedded.clickhouse.ClickHouseEngine;
import io.evalstream.embedded.clickhouse.ClickHouseOptions;
import io.evalstream.readers.BadInputException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** The ClickHouse a storage command works on: one that runs, or the data of one that does not. */
final class StorageEngine implements AutoCloseable {

    private final Optional<DirectoryLock> lock;
    private final ClickHouseEngine engine;
    private final Client client;

    private StorageEngine(Optional<DirectoryLock> lock, ClickHouseEngine engine, Client client) {
        this.lock = lock;
        this.engine = engine;
        this.client = client;
    }

    /**
     * @throws UsageException unless exactly one of an address and a data directory is chosen
     * @throws io.evalstream.embedded.ServiceUnavailableException when no ClickHouse answers, or the
     *     data is in use
     */
    static StorageEngine open(StorageOptions chosen, Consumer<String> progress)
            throws IOException, BadInputException {
        if (chosen.clickhouseUrl().isPresent() == chosen.data().isPresent()) {
            throw new UsageException("give either --clickhouse-url or --data");
        }
        if (chosen.data().isEmpty()) {
            URI url = chosen.clickhouseUrl().get();
            ClickHouseEngine engine =
                    ClickHouseEngine.start(ClickHouseOptions.inDirectory(Path.of("")).withUrl(url));
            return new StorageEngine(Optional.empty(), engine, chosen.endpoint(url).connect());
        }
        Path directory = chosen.data().get().toAbsolutePath().normalize();
        Directories.create("--data", directory);
        return inDirectory(chosen, directory, progress);
    }

    /** On data of one's own, where no stack may run meanwhile. */
    static StorageEngine inDirectory(
            StorageOptions chosen, Path directory, Consumer<String> progress)
            throws IOException, BadInputException {
        DirectoryLock lock = DirectoryLock.take(directory);
        boolean complete = false;
        try {
            ClickHouseEngine engine =
                    ClickHouseEngine.start(
                            ClickHouseOptions.inDirectory(directory.resolve("clickhouse"))
                                    .withProgress(progress));
            StorageEngine opened =
                    new StorageEngine(
                            Optional.of(lock), engine, chosen.endpoint(engine.httpUrl()).connect());
            complete = true;
            return opened;
        } finally {
            if (!complete) {
                lock.close();
            }
        }
    }

    Client client() {
        return client;
    }

    String description() {
        return engine.description();
    }

    /** Whether what listens on loopback here can be reached from there. */
    boolean isOnThisMachine() {
        try {
            return InetAddress.getByName(engine.httpUrl().getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            client.close();
            engine.close();
        } finally {
            lock.ifPresent(DirectoryLock::close);
        }
    }
}
