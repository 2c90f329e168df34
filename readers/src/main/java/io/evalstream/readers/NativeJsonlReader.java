package io.evalstream.readers;

import io.evalstream.contract.SampleEvent;
import io.evalstream.readers.InputFiles.InputFile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads our own events, one {@code eval.samples} object per line, plain or gzip.
 *
 * <p>Of a line's {@code run_id}, {@code model}, {@code model_tag} and {@code image_digest}, what is
 * absent comes from the run's identity; what is there stands. Memory grows by 16 bytes per event,
 * for counting events that are sent twice once.
 */
public final class NativeJsonlReader implements ResultReader {
    private static final Pattern JSON_LINES = Pattern.compile(".*\\.(jsonl|ndjson)(\\.gz)?");

    @Override
    public String name() {
        return "jsonl";
    }

    @Override
    public boolean recognises(Path file, byte[] head) {
        JsonShape shape = JsonShape.of(head);
        return shape.has("metric")
                && (shape.has("value") || shape.has("outcome"))
                && !shape.has("doc");
    }

    @Override
    public CheckedResults check(List<Path> inputs, RunIdentity identity)
            throws IOException, BadInputException {
        List<FileState> files = new ArrayList<>();
        EventLines.Totals totals = new EventLines.Totals();
        for (Path path : eventFiles(inputs)) {
            files.add(FileState.of(path));
            try (EventLines lines = new EventLines(path, identity)) {
                long before = totals.rows();
                for (SampleEvent event = lines.next(); event != null; event = lines.next()) {
                    totals.add(path, lines.number(), event);
                }
                if (totals.rows() == before) {
                    throw new BadInputException(
                            path, 0, "", "the file has no rows", "leave it out");
                }
            }
        }
        return new CheckedEvents(totals.summary(name(), identity), files, identity);
    }

    private static List<Path> eventFiles(List<Path> inputs) throws IOException, BadInputException {
        List<Path> paths = new ArrayList<>();
        for (InputFile file : InputFiles.under(inputs)) {
            String name = file.path().getFileName().toString();
            if (file.named() || JSON_LINES.matcher(name).matches()) {
                paths.add(file.path());
            }
        }
        if (paths.isEmpty()) {
            throw new BadInputException(
                    inputs.get(0), 0, "", "there is no .jsonl or .jsonl.gz in it", "give one");
        }
        return paths;
    }

    /** The second pass over files that were found sound. */
    private record CheckedEvents(ReadSummary summary, List<FileState> files, RunIdentity identity)
            implements CheckedResults {
        @Override
        public void send(SampleSink sink) throws IOException, BadInputException {
            for (FileState file : files) {
                file.requireUnchanged();
                try (EventLines lines = new EventLines(file.path(), identity)) {
                    for (SampleEvent event = lines.next(); event != null; event = lines.next()) {
                        sink.accept(event);
                    }
                }
                file.requireUnchanged();
            }
        }
    }
}
