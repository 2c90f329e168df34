package io.evalstream.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where a demo keeps its data; a demo begins with none, and deletes only what demos have left. */
final class DemoDirectory {

    /** Tells the data of a demo from all other data. */
    private static final String MARKER = "made-by-demo";

    private DemoDirectory() {}

    /**
     * Makes an empty directory for the data of a demo.
     *
     * @throws UsageException when there is data that no demo has made; it is left as it is
     * @throws io.evalstream.embedded.ServiceUnavailableException when a stack runs on it
     */
    static void prepare(Path data) throws IOException {
        Directories.create("--out", data);
        List<Path> present = children(data);
        Path marker = data.resolve(MARKER);
        if (!present.isEmpty() && !Files.exists(marker)) {
            throw new UsageException(
                    "--out: "
                            + data
                            + " holds data that no demo has made; name another directory, or"
                            + " remove it yourself");
        }
        if (present.isEmpty()) {
            Files.createFile(marker);
        }
        try (DirectoryLock lock = DirectoryLock.take(data)) {
            for (Path child : present) {
                // The marker stays, so that a demo that is cut off here can be run again.
                if (!child.equals(marker) && !lock.isAt(child)) {
                    ScratchDirectory.remove(child);
                }
            }
        }
    }

    private static List<Path> children(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
