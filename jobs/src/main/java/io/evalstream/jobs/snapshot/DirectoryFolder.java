package io.evalstream.jobs.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Versions of datasets in a directory. */
final class DirectoryFolder implements DatasetFolder {

    private final Path directory;

    DirectoryFolder(Path directory) {
        this.directory = directory;
    }

    @Override
    public Optional<byte[]> read(String path) throws IOException {
        Path file = directory.resolve(path);
        return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    @Override
    public void write(String path, byte[] bytes) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Path whole = file.resolveSibling(file.getFileName() + ".part");
        Files.write(whole, bytes);
        Files.move(
                whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public String describe(String path) {
        return directory.resolve(path).toString();
    }

    @Override
    public void close() {}
}
