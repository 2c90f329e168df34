package io.evalstream.k8s.files;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What a file says now: it is read again when it is asked for, but not more often than it is worth,
 * and when it has become unusable the last usable content stays.
 */
public final class Watched<T> implements Supplier<T> {

    private static final Logger LOG = LoggerFactory.getLogger(Watched.class);

    /** Reads a file. */
    @FunctionalInterface
    public interface Reading<T> {
        T read(Path path) throws UnusableFileException;
    }

    private final Path path;
    private final Reading<T> reading;
    private final long intervalNanos;
    private final LongSupplier nanos;
    private T content;
    private long readAt;
    private String fault = "";

    private Watched(
            Path path, Reading<T> reading, Duration interval, LongSupplier nanos, T content) {
        this.path = path;
        this.reading = reading;
        this.intervalNanos = interval.toNanos();
        this.nanos = nanos;
        this.content = content;
        this.readAt = nanos.getAsLong();
    }

    /**
     * @param interval for which the content is taken for granted
     * @throws UnusableFileException when it is unusable from the start
     */
    public static <T> Watched<T> open(Path path, Duration interval, Reading<T> reading)
            throws UnusableFileException {
        return new Watched<>(path, reading, interval, System::nanoTime, reading.read(path));
    }

    @Override
    public synchronized T get() {
        long now = nanos.getAsLong();
        if (now - readAt >= intervalNanos) {
            readAt = now;
            try {
                content = reading.read(path);
                fault = "";
            } catch (UnusableFileException e) {
                if (!fault.equals(e.getMessage())) {
                    fault = e.getMessage();
                    LOG.warn("{}; what it said before stays in use", fault);
                }
            }
        }
        return content;
    }
}
