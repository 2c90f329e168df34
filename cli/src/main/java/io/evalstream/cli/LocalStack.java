package io.evalstream.cli;

import com.clickhouse.client.api.Client;

import io.evalstream.embedded.EmbeddedFlink;
import io.evalstream.embedded.EmbeddedKafka;
import io.evalstream.embedded.EmbeddedObjectStore;
import io.evalstream.embedded.ServiceUnavailableException;
import io.evalstream.embedded.TeamsRecorder;
import io.evalstream.embedded.clickhouse.ClickHouseEngine;
import io.evalstream.embedded.clickhouse.ClickHouseOptions;
import io.evalstream.jobs.clickhouse.ClickHouseEndpoint;
import io.evalstream.jobs.kafka.Topics;
import io.evalstream.sql.Migrations;
import io.evalstream.sql.Retention;
import io.evalstream.sql.SchemaMismatchException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The services of one machine, started together and closed in the reverse order. */
final class LocalStack implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalStack.class);

    /** Parallel subtasks of one operator that the cluster has room for. */
    static final int SLOTS = 2;

    /** Questions in SQL that can be answered at a time, beside the job. */
    private static final int SQL_SLOTS = 8;

    /** Questions in a row that a given server leaves unanswered before it counts as gone. */
    private static final int LOOKS = 3;

    private static final long LAST_WORDS_SECONDS = 10;

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final Path directory;
    private EmbeddedKafka kafka;
    private ClickHouseEngine clickhouse;
    private EmbeddedObjectStore objects;
    private EmbeddedFlink flink;
    private TeamsRecorder teams;

    private LocalStack(Path directory) {
        this.directory = directory;
    }

    /**
     * Starts every service; none is left running when one of them fails.
     *
     * @param directory where all data is kept; survives a restart
     * @param clickhouseUrl a server to use instead of an own engine
     * @param retention how long rows are kept where it says so
     * @param progress hears in plain lines what takes long
     * @throws ServiceUnavailableException when a service does not start
     * @throws SchemaMismatchException when the database is not one this program can use
     */
    static LocalStack start(
            Path directory,
            Ports ports,
            Optional<URI> clickhouseUrl,
            Retention retention,
            Consumer<String> progress)
            throws SchemaMismatchException {
        LocalStack stack = new LocalStack(directory.toAbsolutePath().normalize());
        boolean complete = false;
        try {
            stack.startAll(ports, clickhouseUrl, retention, progress);
            complete = true;
            return stack;
        } finally {
            if (!complete) {
                stack.close();
            }
        }
    }

    private void startAll(
            Ports ports,
            Optional<URI> clickhouseUrl,
            Retention retention,
            Consumer<String> progress)
            throws SchemaMismatchException {
        keep(DirectoryLock.take(directory));
        // The engine is a process of its own and the slowest to start: it starts beside the others.
        ExecutorService background = Executors.newSingleThreadExecutor();
        Future<ClickHouseEngine> engine =
                background.submit(() -> engine(ports, clickhouseUrl, progress));
        try {
            kafka = keep(EmbeddedKafka.start(directory.resolve("kafka"), ports.kafka));
            requireNoFault(engine);
            kafka.createTopics(Topics.PARTITIONS);
            requireNoFault(engine);
            objects = keep(EmbeddedObjectStore.start(directory.resolve("s3"), ports.s3));
            teams = keep(TeamsRecorder.start(directory.resolve("cards"), ports.teams));
            requireNoFault(engine);
            flink =
                    keep(
                            EmbeddedFlink.start(
                                    directory.resolve("flink"), ports.flink, SLOTS + SQL_SLOTS));
            clickhouse = keep(await(engine));
        } finally {
            // After a fault elsewhere, a start or a download is not waited for but interrupted.
            background.shutdownNow();
            if (clickhouse == null) {
                discard(engine);
            }
        }
        // Not in the database of the tables: the migrations create it.
        try (Client client = endpoint("default").connect()) {
            Migrations.apply(client);
            retention.apply(client);
        }
    }

    private ClickHouseEngine engine(
            Ports ports, Optional<URI> clickhouseUrl, Consumer<String> progress) {
        ClickHouseOptions options =
                ClickHouseOptions.inDirectory(directory.resolve("clickhouse"))
                        .withPort(ports.clickhouse)
                        .withProgress(progress);
        return ClickHouseEngine.start(clickhouseUrl.map(options::withUrl).orElse(options));
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceUnavailableException("interrupted while starting services", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Waits until a start has given up, and closes the engine when it has not. */
    private static void discard(Future<ClickHouseEngine> starting) {
        boolean interrupted = Thread.interrupted();
        try {
            starting.get().close();
        } catch (ExecutionException e) {
            LOG.debug("the engine had not started", e);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing more is started when there will be no engine, which is often known at once. */
    private static void requireNoFault(Future<ClickHouseEngine> engine) {
        if (engine.isDone()) {
            await(engine);
        }
    }

    private <T extends AutoCloseable> T keep(T service) {
        started.push(service);
        return service;
    }

    Path directory() {
        return directory;
    }

    EmbeddedKafka kafka() {
        return kafka;
    }

    ClickHouseEngine clickhouse() {
        return clickhouse;
    }

    /** Where the tables are, for clients of this machine. */
    ClickHouseEndpoint clickhouseEndpoint() {
        return endpoint(Migrations.DATABASE);
    }

    private ClickHouseEndpoint endpoint(String database) {
        return new ClickHouseEndpoint(clickhouse.httpUrl().toString(), database, "default", "");
    }

    EmbeddedObjectStore objects() {
        return objects;
    }

    EmbeddedFlink flink() {
        return flink;
    }

    TeamsRecorder teams() {
        return teams;
    }

    /**
     * @throws ServiceUnavailableException when the ClickHouse engine has gone away
     */
    void requireAlive() {
        for (int look = 1; !clickhouse.isAlive(); look++) {
            // Our own process does not come back; a server may be too busy to answer once.
            if (clickhouse.pid().isPresent() || look == LOOKS) {
                throw new ServiceUnavailableException(lastWords());
            }
        }
    }

    /** What an engine said before it ended is known a moment after its end. */
    private String lastWords() {
        if (clickhouse.pid().isPresent()) {
            try {
                return clickhouse.onExit().get(LAST_WORDS_SECONDS, TimeUnit.SECONDS).message();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                LOG.debug("the engine has left no word", e);
            }
        }
        return "ClickHouse no longer answers";
    }

    /**
     * Closes what was started, last first; a service that does not close does not keep others. An
     * interrupt does not cut it short, as it is how a command is asked to stop.
     */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        while (!started.isEmpty()) {
            AutoCloseable service = started.pop();
            try {
                service.close();
            } catch (Exception e) {
                LOG.warn("{} did not close", service.getClass().getSimpleName(), e);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
