package io.evalstream.cli;

import io.evalstream.readers.BadInputException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files of queries that a user has named, alone or by their folder. */
final class QueryPaths {

    private static final List<String> ENDINGS = List.of(".jsonl", ".jsonl.gz", ".jsonl.zst");

    private QueryPaths() {}

    /**
     * @return the files as they are given, those of a folder by name; those in buckets as they are
     * @throws BadInputException when one is not there, or a folder has none
     */
    static List<String> files(List<String> names) throws IOException, BadInputException {
        List<String> files = new ArrayList<>();
        for (String name : names) {
            Path path = Path.of(name);
            if (name.startsWith("s3://")) {
                files.add(name);
            } else if (Files.isDirectory(path)) {
                files.addAll(within(path));
            } else if (Files.isReadable(path)) {
                files.add(path.toString());
            } else {
                throw new BadInputException(path, 0, "", "cannot be read", "check --queries");
            }
        }
        return files;
    }

    private static List<String> within(Path folder) throws IOException, BadInputException {
        List<String> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted().toList()) {
                if (Files.isRegularFile(file)
                        && ENDINGS.stream().anyMatch(file.toString()::endsWith)) {
                    files.add(file.toString());
                }
            }
        }
        if (files.isEmpty()) {
            throw new BadInputException(
                    folder,
                    0,
                    "",
                    "has no .jsonl, .jsonl.gz or .jsonl.zst file",
                    "check --queries");
        }
        return files;
    }
}
