package io.evalstream.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The real launcher as a process of its own; what it starts must be gone when it is. */
final class LauncherProcess implements AutoCloseable {

    private static final Duration END = Duration.ofMinutes(5);

    private final Process process;
    private final Path out;
    private final Path errors;
    private List<ProcessHandle> descendants = new ArrayList<>();

    private LauncherProcess(Process process, Path out, Path errors) {
        this.process = process;
        this.out = out;
        this.errors = errors;
    }

    /**
     * Starts a command.
     *
     * @param directory where its output is kept
     * @param changes of the environment; a variable with an empty value is left out
     */
    static LauncherProcess start(Path directory, Map<String, String> changes, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Repository.launcher().toString());
        command.addAll(List.of(arguments));
        return startCommand(directory, changes, command);
    }

    static LauncherProcess startCommand(
            Path directory, Map<String, String> changes, List<String> command) throws IOException {
        Path out = Files.createTempFile(directory, "stdout", ".txt");
        Path errors = Files.createTempFile(directory, "stderr", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(errors.toFile());
        Map<String, String> environment = new HashMap<>(Map.of("EVALSTREAM_NO_BUILD", "1"));
        environment.putAll(changes);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        environment.forEach(
                (name, value) -> {
                    if (value.isEmpty()) {
                        builder.environment().remove(name);
                    } else {
                        builder.environment().put(name, value);
                    }
                });
        Process process = builder.start();
        process.getOutputStream().close();
        return new LauncherProcess(process, out, errors);
    }

    String out() {
        return read(out);
    }

    /** What it said on stderr, without what the JVM says of the options it was given. */
    String errors() {
        return read(errors)
                .lines()
                .filter(line -> !line.startsWith("NOTE: Picked up"))
                .collect(Collectors.joining("\n"));
    }

    private static String read(Path file) {
        try {
            // May end within a character while the program writes.
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String all() {
        return "alive: " + process.isAlive() + "\n" + out() + errors();
    }

    /** Returns when the text was printed, on whichever stream. */
    void awaitText(String text) {
        Conditions.await(
                "'" + text + "'",
                END,
                () -> {
                    if (!process.isAlive() && !all().contains(text)) {
                        throw new AssertionError("ended without '" + text + "': " + all());
                    }
                    return all().contains(text);
                },
                this::all);
    }

    /** The rest of the line of stdout that begins with a word. */
    String address(String word) {
        return out().lines()
                .filter(line -> line.startsWith(word))
                .map(line -> line.substring(word.length()).strip().split(" ", 2)[0])
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + word + " in " + all()));
    }

    /** The process of the ClickHouse engine, the only child the program has. */
    ProcessHandle engine() {
        return process.descendants()
                .findFirst()
                .orElseThrow(() -> new AssertionError("no engine: " + all()));
    }

    /**
     * The signal of Ctrl-C; SIGTERM where a shell has started the tests in its background, as
     * children ignore Ctrl-C then.
     */
    static String interrupt() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (Files.isReadable(status)) {
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith("SigIgn:")) {
                    long ignored = Long.parseUnsignedLong(line.substring(7).strip(), 16);
                    return (ignored & 2) == 0 ? "INT" : "TERM";
                }
            }
        }
        return "INT";
    }

    /** Sends a signal to the program alone. */
    void signal(String name) throws Exception {
        kill(name, Long.toString(process.pid()));
    }

    /** Sends a signal to the program and all its children, as a terminal does with Ctrl-C. */
    void signalGroup(String name) throws Exception {
        kill(name, "-" + process.pid());
    }

    private void kill(String name, String target) throws Exception {
        descendants = process.descendants().toList();
        new ProcessBuilder("kill", "-" + name, "--", target).inheritIO().start().waitFor();
    }

    /** Waits for the end and returns the exit code. */
    int exitCode() throws InterruptedException {
        if (descendants.isEmpty()) {
            descendants = process.descendants().toList();
        }
        if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still running: " + all());
        }
        return process.exitValue();
    }

    /** Returns when none of the processes that were seen below this one is left. */
    void awaitNoneLeft() {
        Conditions.await(
                "end of all children",
                END,
                () -> descendants.stream().noneMatch(ProcessHandle::isAlive),
                () -> descendants + "\n" + all());
    }

    /** Ends what is left, and returns when it has ended: its files may be deleted then. */
    @Override
    public void close() {
        List<ProcessHandle> left = new ArrayList<>(descendants);
        process.descendants().forEach(left::add);
        left.add(process.toHandle());
        left.forEach(ProcessHandle::destroyForcibly);
        Conditions.await(
                "end of what was killed",
                END,
                () -> left.stream().noneMatch(ProcessHandle::isAlive),
                left::toString);
    }

    /** The processes that this one has started and that run. */
    static List<ProcessHandle> children() {
        return ProcessHandle.current().descendants().filter(ProcessHandle::isAlive).toList();
    }

    /** Returns when no process is left that was not among those from before. */
    static void awaitNoneBut(List<ProcessHandle> before) {
        Conditions.await(
                "end of all children",
                END,
                () -> before.containsAll(children()),
                () -> children().toString());
    }
}
