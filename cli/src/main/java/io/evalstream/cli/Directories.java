package io.evalstream.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the directories a user has asked for. */
final class Directories {

    private Directories() {}

    /**
     * Creates a directory and those above it; one that is there is fine.
     *
     * @param option what the user named it with
     * @throws UsageException when there cannot be such a directory
     */
    static void create(String option, Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            String why = Files.exists(directory) ? "it is not a directory" : e.toString();
            throw new UsageException(
                    option + ": " + directory + " cannot be used: " + why + "; name another one",
                    e);
        }
        if (!Files.isWritable(directory)) {
            throw new UsageException(
                    option + ": " + directory + " cannot be written; name another one");
        }
    }
}
