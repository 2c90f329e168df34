package io.evalstream.datasets;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the tests find the repository and the public benchmarks beside it. */
public final class SharedData {

    private SharedData() {}

    /** The public benchmarks; the test is skipped where they are not at hand. */
    public static Path datasets() {
        Path datasets = data().resolve("datasets");
        Assumptions.assumeTrue(
                Files.isDirectory(datasets),
                "skipped: no public benchmarks; set EVALSTREAM_SHARED_DATA to the folder above"
                        + " datasets");
        return datasets;
    }

    private static Path data() {
        String configured = System.getenv("EVALSTREAM_SHARED_DATA");
        if (configured != null && !configured.isBlank()) {
            return Path.of(configured);
        }
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve("../shared/data/datasets"))) {
            folder = folder.getParent();
        }
        return folder == null
                ? Path.of("shared/data")
                : folder.resolve("../shared/data").normalize();
    }

    /** The root of the repository. */
    public static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(folder.resolve("evalstream"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("run the tests inside the repository");
            }
        }
        return folder;
    }

    /** All items of a file or folder. */
    public static List<DatasetItem> items(Path path) throws IOException {
        return items(DatasetFiles.of(path));
    }

    /** All items of a suite. */
    public static List<DatasetItem> items(DatasetFiles files) throws IOException {
        List<DatasetItem> items = new ArrayList<>();
        try (DatasetReader reader = files.open()) {
            for (DatasetItem item = reader.next(); item != null; item = reader.next()) {
                items.add(item);
            }
        }
        return items;
    }
}
