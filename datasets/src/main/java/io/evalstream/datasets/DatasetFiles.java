package io.evalstream.datasets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of one suite, in the order in which their items are numbered. */
public final class DatasetFiles {

    private static final Pattern DATA =
            Pattern.compile(".*\\.(jsonl|ndjson|json|csv|tsv|parquet)(\\.gz|\\.zst)?");
    private static final Pattern ABOUT_THE_DATA =
            Pattern.compile(
                    "(readme|license|licence|notice|copying|citation|manifest\\.).*"
                            + "|.*\\.(md|txt|rst|ya?ml|cff|py)");

    private final List<Path> files;
    private final DataFormat format;
    private final FieldMapping mapping;

    private DatasetFiles(List<Path> files, DataFormat format, FieldMapping mapping) {
        this.files = List.copyOf(files);
        this.format = format;
        this.mapping = mapping;
    }

    /**
     * A file, or the data files of a folder and the folders in it by their names. Readmes, licences
     * and hidden files of a folder are no data.
     *
     * @throws BadDatasetException when there is nothing at the path, or a folder holds no data file
     *     or one of an unknown kind
     */
    public static DatasetFiles of(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            InputBytes.checkReadable(path);
            return new DatasetFiles(List.of(path), null, null);
        }
        List<Path> files = new ArrayList<>();
        // A mounted volume is often a symbolic link, which a walk would not enter.
        Path start = Files.isSymbolicLink(path) ? path.toRealPath() : path;
        for (Path file : walk(start)) {
            String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
            if (isHidden(start.relativize(file)) || ABOUT_THE_DATA.matcher(name).matches()) {
                continue;
            }
            if (!DATA.matcher(name).matches()) {
                throw new BadDatasetException(
                        file,
                        0,
                        "",
                        "is no JSON, JSONL, CSV or Parquet file by its name",
                        "remove it from the folder, or give the data files one by one");
            }
            files.add(file);
        }
        if (files.isEmpty()) {
            throw new BadDatasetException(
                    path, 0, "", "the folder holds no data file", "give the folder of a dataset");
        }
        return new DatasetFiles(files, null, null);
    }

    /** These files in this order. */
    public static DatasetFiles of(List<Path> files) throws BadDatasetException {
        for (Path file : files) {
            InputBytes.checkReadable(file);
        }
        return new DatasetFiles(files, null, null);
    }

    private static List<Path> walk(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean isHidden(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    /** The same files, their fields mapped like this instead of by the shapes of their records. */
    public DatasetFiles mappedBy(FieldMapping fields) {
        return new DatasetFiles(files, format, fields);
    }

    /** The same files, read as this format instead of by their names and content. */
    public DatasetFiles readAs(DataFormat fileFormat) {
        return new DatasetFiles(files, fileFormat, mapping);
    }

    /** The files, at least one. */
    public List<Path> files() {
        return files;
    }

    /** Begins at the first item of the first file. */
    public DatasetReader open() {
        return new DatasetReader(files, new FileFormats(format, mapping));
    }
}
