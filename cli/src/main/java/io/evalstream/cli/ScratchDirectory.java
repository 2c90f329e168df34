package io.evalstream.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory that exists as long as it is open. */
final class ScratchDirectory implements AutoCloseable {

    private static final int TRIES = 100;

    private final Path path;

    private ScratchDirectory(Path path) {
        this.path = path;
    }

    static ScratchDirectory create(String prefix) throws IOException {
        return new ScratchDirectory(Files.createTempDirectory(prefix));
    }

    Path path() {
        return path;
    }

    /**
     * Removes a directory and all that is in it; one that is not there is no fault. Services that
     * were stopped halfway may still drop a file: it is removed with the next try.
     */
    static void remove(Path directory) throws IOException {
        for (int left = TRIES; Files.exists(directory); left--) {
            try {
                removeOnce(directory);
            } catch (DirectoryNotEmptyException | NoSuchFileException | UncheckedIOException e) {
                if (left == 0) {
                    throw new IOException(directory + " cannot be removed", e);
                }
            }
        }
    }

    private static void removeOnce(Path directory) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(directory)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public void close() throws IOException {
        remove(path);
    }
}
