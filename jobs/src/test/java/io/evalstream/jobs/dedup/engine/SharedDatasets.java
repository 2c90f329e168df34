package io.evalstream.jobs.dedup.engine;

import org.junit.jupiter.api.Assumptions;

import java.nio.file.Files;
import java.nio.file.Path;

/** The public benchmarks beside the repository. */
public final class SharedDatasets {

    private SharedDatasets() {}

    /** A file or folder among them; the test is skipped where they are not at hand. */
    public static String path(String name) {
        String configured = System.getenv("EVALSTREAM_SHARED_DATA");
        Path data = configured != null && !configured.isBlank() ? Path.of(configured) : besideUs();
        Path path = data.resolve("datasets").resolve(name);
        Assumptions.assumeTrue(
                Files.exists(path),
                "skipped: no public benchmarks; set EVALSTREAM_SHARED_DATA to the folder above"
                        + " datasets");
        return path.toString();
    }

    private static Path besideUs() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve("../shared/data/datasets"))) {
            folder = folder.getParent();
        }
        return folder == null
                ? Path.of("shared/data")
                : folder.resolve("../shared/data").normalize();
    }
}
