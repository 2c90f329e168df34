package io.evalstream.jobs.config;

import org.apache.flink.configuration.Configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder whose files are options, as Kubernetes mounts ConfigMaps and Secrets: the name of a file
 * is the key, what is in it the value. So no secret is an argument.
 */
public final class OptionFolder {

    private OptionFolder() {}

    /**
     * The options of a folder; values without the white space around them, files without any value
     * left out.
     *
     * @param folder files whose names begin with a dot are those of Kubernetes, and not read
     * @throws ConfigurationException when it is no folder, or a file in it cannot be read
     */
    public static Configuration read(Path folder) throws IOException {
        Configuration options = new Configuration();
        for (Path file : files(folder)) {
            String value;
            try {
                value = Files.readString(file).strip();
            } catch (IOException e) {
                throw new ConfigurationException(file, 0, "", "cannot be read as an option");
            }
            if (!value.isEmpty()) {
                options.setString(file.getFileName().toString(), value);
            }
        }
        return options;
    }

    private static List<Path> files(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : (Iterable<Path>) all.sorted()::iterator) {
                if (Files.isRegularFile(file) && !file.getFileName().toString().startsWith(".")) {
                    files.add(file);
                }
            }
        } catch (NotDirectoryException | NoSuchFileException e) {
            throw new ConfigurationException(folder, 0, "", "is no folder of options");
        }
        return files;
    }
}
