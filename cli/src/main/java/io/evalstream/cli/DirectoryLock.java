package io.evalstream.cli;

import io.evalstream.embedded.ServiceUnavailableException;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a data directory for one stack; ends with the process, however that ends. */
final class DirectoryLock implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;

    private DirectoryLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * @throws ServiceUnavailableException when another stack has the directory, or it cannot be
     *     written
     */
    static DirectoryLock take(Path directory) {
        Path file = directory.resolve("stack.lock");
        FileChannel channel = null;
        try {
            Files.createDirectories(directory);
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new DirectoryLock(file, channel);
            }
        } catch (OverlappingFileLockException e) {
            // Another stack of this process; told below.
        } catch (IOException e) {
            close(channel);
            throw new ServiceUnavailableException(
                    "the data directory "
                            + directory
                            + " cannot be used: "
                            + e
                            + "; choose another",
                    e);
        }
        close(channel);
        throw new ServiceUnavailableException(
                "the data directory "
                        + directory
                        + " is used by another running stack; stop it, or choose another");
    }

    /** Whether a file is the lock itself. */
    boolean isAt(Path other) {
        return file.equals(other);
    }

    private static void close(FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new ServiceUnavailableException("cannot close a lock file: " + e, e);
            }
        }
    }

    @Override
    public void close() {
        close(channel);
    }
}
