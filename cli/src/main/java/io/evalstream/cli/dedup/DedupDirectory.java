package io.evalstream.cli.dedup;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where a de-duplication leaves its files; it replaces only what an earlier one has left. */
public final class DedupDirectory {

    /** Tells files of a de-duplication from all others. */
    private static final String MARKER = ".made-by-dedup";

    private static final List<String> FILES =
            List.of("removed.jsonl", "report.json", "report.html");

    private final Path directory;

    private DedupDirectory(Path directory) {
        this.directory = directory;
    }

    /**
     * A directory without the files that are about to be written into it; all others stay.
     *
     * @param directory exists and can be written
     * @throws ForeignFileException when such a file is there that no de-duplication has made; all
     *     is left as it is
     */
    public static DedupDirectory prepare(Path directory) throws IOException, ForeignFileException {
        DedupDirectory prepared = new DedupDirectory(directory);
        Path marker = directory.resolve(MARKER);
        if (!Files.exists(marker)) {
            for (String name : FILES) {
                requireNone(directory.resolve(name));
            }
            requireNone(prepared.kept());
            Files.createFile(marker);
        }
        for (String name : FILES) {
            Files.deleteIfExists(directory.resolve(name));
        }
        Files.createDirectories(prepared.kept());
        try (DirectoryStream<Path> kept = Files.newDirectoryStream(prepared.kept(), "*.jsonl")) {
            for (Path file : kept) {
                Files.delete(file);
            }
        }
        return prepared;
    }

    private static void requireNone(Path path) throws ForeignFileException {
        if (Files.exists(path)) {
            throw new ForeignFileException(path);
        }
    }

    /** The folder of the kept items, one file per suite. */
    public Path kept() {
        return directory.resolve("kept");
    }

    /** The kept items of a suite. */
    Path keptFile(String suite) {
        return kept().resolve(suite + ".jsonl");
    }

    public Path removed() {
        return directory.resolve(FILES.get(0));
    }

    public Path reportJson() {
        return directory.resolve(FILES.get(1));
    }

    public Path reportHtml() {
        return directory.resolve(FILES.get(2));
    }

    Path path() {
        return directory;
    }

    /** There is a file in the way that is not ours to replace. */
    public static final class ForeignFileException extends Exception {
        private static final long serialVersionUID = 1L;

        ForeignFileException(Path path) {
            super(
                    path
                            + " is there, and no de-duplication has made it; name another directory,"
                            + " or remove it yourself");
        }
    }
}
