package io.evalstream.readers;

import io.evalstream.readers.InputFiles.InputFile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Chooses the reader for what a user gives, or says what it is instead. */
public final class FormatDetector {
    /** The name that asks for detection. */
    public static final String AUTO = "auto";

    private static final int FILES_TO_NAME = 3;

    private final Map<String, ResultReader> readers = new LinkedHashMap<>();

    /**
     * @param readers in the order in which they are asked
     */
    public FormatDetector(List<ResultReader> readers) {
        for (ResultReader reader : readers) {
            this.readers.put(reader.name(), reader);
        }
    }

    /** A detector of every format there is. */
    public static FormatDetector ofAll() {
        return new FormatDetector(List.of(new LmEvalReader(), new NativeJsonlReader()));
    }

    /** What may be asked for: {@link #AUTO} and the names of the readers. */
    public List<String> formats() {
        List<String> names = new ArrayList<>();
        names.add(AUTO);
        names.addAll(readers.keySet());
        return names;
    }

    /**
     * The reader of a format, found by looking at the inputs when it is {@link #AUTO}.
     *
     * @throws IllegalArgumentException when there is no such format
     * @throws BadInputException when the inputs are of another tool, of several, or of none
     */
    public ResultReader reader(String format, List<Path> inputs)
            throws IOException, BadInputException {
        if (format.equals(AUTO)) {
            return detect(inputs);
        }
        ResultReader reader = readers.get(format);
        if (reader == null) {
            throw new IllegalArgumentException(
                    "there is no format " + format + "; there are " + String.join(", ", formats()));
        }
        return reader;
    }

    private ResultReader detect(List<Path> inputs) throws IOException, BadInputException {
        Map<ResultReader, Path> recognised = new LinkedHashMap<>();
        Set<String> looks = new LinkedHashSet<>();
        for (InputFile file : InputFiles.under(inputs)) {
            byte[] head = InputFiles.head(file.path());
            ResultReader reader = readerOf(file.path(), head);
            if (reader != null) {
                recognised.putIfAbsent(reader, file.path());
            } else if (file.named()) {
                throw refusal(file.path(), Set.of(ForeignFormat.describe(head)));
            } else {
                looks.add(ForeignFormat.describe(head));
            }
        }
        if (recognised.size() == 1) {
            return recognised.keySet().iterator().next();
        }
        if (recognised.isEmpty()) {
            throw refusal(inputs.get(0), looks);
        }
        List<String> examples = new ArrayList<>();
        recognised.forEach((reader, path) -> examples.add(path + " is " + reader.name()));
        throw new BadInputException(
                inputs.get(0),
                0,
                "",
                "there are several formats: " + String.join(", ", examples),
                "give one of them, or choose with --format");
    }

    private ResultReader readerOf(Path file, byte[] head) {
        for (ResultReader reader : readers.values()) {
            if (reader.recognises(file, head)) {
                return reader;
            }
        }
        return null;
    }

    private BadInputException refusal(Path input, Set<String> looks) {
        if (looks.equals(Set.of(ForeignFormat.EMPTY))) {
            return new BadInputException(
                    input, 0, "", "there is nothing in it", "check that the evaluation has ended");
        }
        List<String> some = looks.stream().limit(FILES_TO_NAME).toList();
        return new BadInputException(
                input,
                0,
                "",
                "looks like " + String.join(" and ", some) + ", which is not supported",
                "supported: " + String.join(", ", readers.keySet()));
    }
}
