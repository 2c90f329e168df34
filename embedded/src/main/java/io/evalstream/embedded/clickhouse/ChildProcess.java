package io.evalstream.embedded.clickhouse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A process that lives as long as its standard input stays open, which is as long as we live. */
final class ChildProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);
    private static final int KEPT_LINES = 12;
    private static final Duration POLITE = Duration.ofSeconds(15);

    private final Process process;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private final CompletableFuture<EngineExit> exit = new CompletableFuture<>();
    private volatile boolean closing;

    private ChildProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts {@code command} with exactly {@code environment}.
     *
     * @param onLine hears every line of output, on the reading thread
     */
    static ChildProcess start(
            List<String> command, Map<String, String> environment, Consumer<String> onLine)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        ChildProcess child = new ChildProcess(builder.start());
        Thread reader = new Thread(() -> child.read(onLine), "clickhouse-engine-output");
        reader.setDaemon(true);
        reader.start();
        return child;
    }

    private void read(Consumer<String> onLine) {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                LOG.debug("engine: {}", line);
                remember(line);
                onLine.accept(line);
            }
        } catch (IOException e) {
            LOG.debug("engine output ended", e);
        }
        try {
            exit.complete(new EngineExit(process.waitFor(), closing, lastLines()));
        } catch (InterruptedException e) {
            exit.completeExceptionally(e);
        }
    }

    private void remember(String line) {
        synchronized (lastLines) {
            if (lastLines.size() == KEPT_LINES) {
                lastLines.removeFirst();
            }
            lastLines.addLast(line);
        }
    }

    private List<String> lastLines() {
        synchronized (lastLines) {
            return new ArrayList<>(lastLines);
        }
    }

    CompletableFuture<EngineExit> onExit() {
        return exit.copy();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Asks the process to end, waits, and kills it when it does not. */
    @Override
    public void close() {
        closing = true;
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            LOG.debug("the engine's input was closed already", e);
        }
        boolean interrupted = false;
        try {
            if (!process.waitFor(POLITE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn(
                        "the ClickHouse engine did not end in {} s: killing it",
                        POLITE.toSeconds());
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            interrupted = true;
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
