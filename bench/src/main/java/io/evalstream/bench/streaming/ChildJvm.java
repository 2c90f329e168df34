package io.evalstream.bench.streaming;

import io.evalstream.embedded.ServiceUnavailableException;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM that runs one class until its standard input ends, which is when we end or close it. It
 * says on standard output when it is ready; everything else it has to say goes to a log file.
 */
final class ChildJvm implements AutoCloseable {
    private static final String READY = "evalstream-bench ready ";
    private static final long POLITE_SECONDS = 30;
    private static final int TOLD_LINES = 5;

    private final Process process;
    private final Path log;
    private final String readyText;

    private ChildJvm(Process process, Path log) throws IOException {
        this.process = process;
        this.log = log;
        this.readyText = awaitReady();
    }

    /**
     * Starts a JVM with our class path and returns when it is ready.
     *
     * @param heapMegabytes its largest heap
     * @throws ServiceUnavailableException when it ends before; says where its log is
     */
    static ChildJvm start(Class<?> main, int heapMegabytes, Path log, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heapMegabytes + "m");
        command.add("-XX:+UseParallelGC");
        for (String opened : List.of("java.lang", "java.util", "java.time")) {
            command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
        }
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Devalstream.log=WARN");
        command.add("-Devalstream.home=" + System.getProperty("evalstream.home", "."));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
        boolean complete = false;
        try {
            ChildJvm child = new ChildJvm(process, log);
            complete = true;
            return child;
        } finally {
            if (!complete) {
                process.destroyForcibly();
            }
        }
    }

    /** Tells the parent that this process, which it has started, is ready. */
    static void ready(String text) {
        System.out.println(READY + text);
        System.out.flush();
    }

    /** Returns when the parent has closed our standard input, or has ended. */
    static void awaitEnd() throws IOException {
        while (System.in.read() >= 0) {
            // What the parent may write means nothing.
        }
    }

    private String awaitReady() throws IOException {
        BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(READY)) {
                return line.substring(READY.length());
            }
        }
        try {
            process.waitFor(POLITE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        requireAlive();
        throw new ServiceUnavailableException("a child process has closed its output; see " + log);
    }

    /** What it said with being ready. */
    String readyText() {
        return readyText;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /**
     * @throws ServiceUnavailableException when the process has ended by itself
     */
    void requireAlive() throws IOException {
        if (process.isAlive()) {
            return;
        }
        List<String> said = Files.readAllLines(log);
        throw new ServiceUnavailableException(
                "a child process has ended with "
                        + process.exitValue()
                        + ": "
                        + String.join(
                                " | ",
                                said.subList(Math.max(0, said.size() - TOLD_LINES), said.size()))
                        + "; see "
                        + log);
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(POLITE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
