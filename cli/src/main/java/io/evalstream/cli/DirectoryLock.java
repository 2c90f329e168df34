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

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * @throws ServiceUnavailableException when another stack has the directory, or it cannot be
     *     written
     */
    static DirectoryLock take(Path directory) {
        FileChannel channel = null;
        try {
            Files.createDirectories(directory);
            channel =
                    FileChannel.open(
                            directory.resolve("stack.lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new DirectoryLock(channel);
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
                            + "; choose another with --data",
                    e);
        }
        close(channel);
        throw new ServiceUnavailableException(
                "the data directory "
                        + directory
                        + " is used by another running stack; stop it, or choose another with"
                        + " --data");
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
