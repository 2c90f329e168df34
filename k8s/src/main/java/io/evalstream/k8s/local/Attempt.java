package io.evalstream.k8s.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One try to run one shard: a process, and the folder in which it leaves how it went. The folder
 * outlives both the process and this program.
 */
final class Attempt {

    /** Longest time from a process's start to its first file; older files are of another one. */
    private static final Duration TO_FIRST_FILE = Duration.ofSeconds(30);

    private final Path directory;
    private final Process process;

    /** Once it has ended it stays so, and its files need not be read again. */
    private State end;

    private Attempt(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
    }

    /** How a try stands. */
    enum State {
        GOING_ON,
        SUCCEEDED,
        FAILED,

        /** It was ended for no fault of its own; it counts as if it had never been. */
        DISRUPTED
    }

    /** Why a process is ended. */
    enum Cause {
        TIMEOUT,
        SUSPENDED,
        ENDED,

        /** What the attendant writes by itself: this program was gone. */
        ABANDONED;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One of this program or of one before it. */
    static Attempt found(Path directory) {
        return new Attempt(directory, null);
    }

    /**
     * Starts a process.
     *
     * @param directory that is new
     * @param command environment and log of the process; its command is put behind the attendant's
     */
    static Attempt start(Path directory, Path attendant, Duration grace, ProcessBuilder command)
            throws IOException {
        Files.createDirectories(directory);
        command.command()
                .addAll(
                        0,
                        List.of(
                                "bash",
                                attendant.toString(),
                                directory.toString(),
                                Long.toString(grace.toSeconds())));
        return new Attempt(directory, command.start());
    }

    Path directory() {
        return directory;
    }

    /** The process that is waited for. */
    Optional<ProcessHandle> attendant() {
        return process == null ? handle("attendant") : Optional.of(process.toHandle());
    }

    State state() {
        if (end == null) {
            State now = look();
            if (now == State.GOING_ON) {
                return now;
            }
            end = now;
        }
        return end;
    }

    private State look() {
        Optional<Integer> code = exitCode();
        if (code.isEmpty()) {
            if (attendant().filter(ProcessHandle::isAlive).isPresent()) {
                return State.GOING_ON;
            }
            // It may have written the code just before it ended.
            code = exitCode();
            if (code.isEmpty()) {
                // Its attendant was killed: nobody else ends what it attended.
                handle("pid").ifPresent(Attempt::kill);
                return State.DISRUPTED;
            }
        }
        if (code.get() == 0) {
            return State.SUCCEEDED;
        }
        Optional<String> cause = read("cause");
        return cause.isEmpty() || cause.get().equals(Cause.TIMEOUT.word())
                ? State.FAILED
                : State.DISRUPTED;
    }

    private static void kill(ProcessHandle handle) {
        handle.descendants().forEach(ProcessHandle::destroyForcibly);
        handle.destroyForcibly();
    }

    /** What the command exited with; empty while it goes on, or when nobody saw it. */
    Optional<Integer> exitCode() {
        return read("exit").map(Integer::valueOf);
    }

    boolean isTimedOut() {
        return read("cause").filter(Cause.TIMEOUT.word()::equals).isPresent();
    }

    /** When the folder was made. */
    Instant startedAt() {
        return read("started").map(Instant::parse).orElse(Instant.EPOCH);
    }

    void writeStart(Instant now) {
        write("started", now.toString());
    }

    /** When its last word was written; the start when there was none. */
    Instant endedAt() {
        try {
            return Files.getLastModifiedTime(directory.resolve("exit")).toInstant();
        } catch (IOException e) {
            return startedAt();
        }
    }

    /** Begins to end it; the attendant asks first and kills after the grace. */
    void end(Cause cause) {
        if (read("cause").isEmpty()) {
            write("cause", cause.word());
        }
        if (process != null) {
            try {
                process.getOutputStream().close();
            } catch (IOException e) {
                process.destroyForcibly();
            }
        }
    }

    private void write(String name, String text) {
        try {
            Path whole = directory.resolve(name + ".whole");
            Files.writeString(whole, text + "\n");
            Files.move(whole, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(directory + ": cannot be written", e);
        }
    }

    private Optional<String> read(String name) {
        try {
            return Optional.of(Files.readString(directory.resolve(name)).strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(directory + ": cannot be read", e);
        }
    }

    /** The process of a number that was written down, unless another one has got it since. */
    private Optional<ProcessHandle> handle(String name) {
        Instant written;
        try {
            written = Files.getLastModifiedTime(directory.resolve(name)).toInstant();
        } catch (IOException e) {
            return Optional.empty();
        }
        return read(name)
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)))
                .filter(
                        handle ->
                                handle.info()
                                        .startInstant()
                                        .filter(
                                                start ->
                                                        start.isAfter(written.minus(TO_FIRST_FILE))
                                                                && start.isBefore(
                                                                        written.plusSeconds(1)))
                                        .isPresent());
    }
}
