package io.evalstream.readers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One input format; adding a format to the product is adding one implementation. */
public interface ResultReader {

    /** The format's name on the command line, such as {@code lm-eval}. */
    String name();

    /**
     * Whether a file looks like this format.
     *
     * @param file where it is; only its name may be used
     * @param head its first {@link InputFiles#HEAD_BYTES} bytes at most, decompressed
     */
    boolean recognises(Path file, byte[] head);

    /**
     * Reads everything once without sending anything, so that a run with a fault in its last line
     * is not half sent.
     *
     * @param inputs files, or folders that are searched recursively; at least one
     * @param identity fills what the files do not know
     * @throws BadInputException at the first fault, naming file, line and field
     * @throws IOException when a file cannot be read
     */
    CheckedResults check(List<Path> inputs, RunIdentity identity)
            throws IOException, BadInputException;

    /** Checks the inputs and, when they are sound, sends every event to {@code sink}. */
    default ReadSummary read(List<Path> inputs, RunIdentity identity, SampleSink sink)
            throws IOException, BadInputException {
        CheckedResults results = check(inputs, identity);
        results.send(sink);
        return results.summary();
    }
}
