package io.evalstream.cli;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the tests find the repository and the published logs beside it. */
final class Repository {

    private static final String HOME_PROPERTY = "evalstream.home";

    private Repository() {}

    /** The root of the repository; commands run in this process find their files there, too. */
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(folder.resolve("evalstream"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("run the tests inside the repository");
            }
        }
        System.setProperty(HOME_PROPERTY, folder.toString());
        return folder;
    }

    static Path launcher() {
        return root().resolve("evalstream");
    }

    /** The folder of a bundled run of minilm, such as {@code 2026.01}. */
    static Path bundledRun(String release) {
        return root().resolve("datasets/raw/runs/release-" + release);
    }

    /** A file of samples of a bundled run. */
    static Path bundledSamples(String release, String task) throws IOException {
        try (Stream<Path> files = Files.walk(bundledRun(release))) {
            List<Path> found =
                    files.filter(
                                    file ->
                                            file.getFileName()
                                                    .toString()
                                                    .startsWith("samples_" + task))
                            .toList();
            return found.get(0);
        }
    }

    /** The published logs; a test that asks for them is skipped where they are not at hand. */
    static Path publishedLogs() {
        Path logs = sharedData().resolve("eval_logs/lm_eval");
        Assumptions.assumeTrue(
                Files.isDirectory(logs),
                "skipped: no published logs; set EVALSTREAM_SHARED_DATA to the folder above"
                        + " eval_logs");
        return logs;
    }

    /** Public benchmarks; a test that asks for them is skipped where they are not at hand. */
    static Path publicDatasets() {
        Path datasets = sharedData().resolve("datasets");
        Assumptions.assumeTrue(
                Files.isDirectory(datasets),
                "skipped: no public datasets; set EVALSTREAM_SHARED_DATA to the folder above"
                        + " datasets");
        return datasets;
    }

    /** Data of others beside the repository; may not be there. */
    static Path sharedData() {
        String configured = System.getenv("EVALSTREAM_SHARED_DATA");
        if (configured != null && !configured.isBlank()) {
            return Path.of(configured);
        }
        for (Path folder = root(); folder != null; folder = folder.getParent()) {
            Path shared = folder.resolve("shared/data");
            if (Files.isDirectory(shared)) {
                return shared;
            }
        }
        return Path.of("shared/data");
    }
}
