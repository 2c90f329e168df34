package io.evalstream.readers;

import io.evalstream.contract.RejectReason;
import io.evalstream.contract.RejectedEventException;
import io.evalstream.contract.SampleEvent;
import io.evalstream.contract.SampleEventReader;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The events in one file of lines, completed and validated one by one. */
final class EventLines implements Closeable {
    private final Path file;
    private final LineSource lines;
    private final MissingFields missing;
    private final SampleEventReader reader = new SampleEventReader();

    EventLines(Path file, RunIdentity identity) throws IOException {
        this.file = file;
        this.lines = new LineSource(file);
        this.missing = new MissingFields(identity);
    }

    /**
     * The next event, or null at the end of the file.
     *
     * @throws BadInputException when the line is not a valid event
     */
    SampleEvent next() throws IOException, BadInputException {
        byte[] line = lines.next();
        if (line == null) {
            return null;
        }
        try {
            return reader.read(missing.fill(line));
        } catch (RejectedEventException e) {
            if (e.reason() == RejectReason.NOT_JSON && !lines.terminated()) {
                throw PythonJson.cutOff(file, lines.number());
            }
            // The message begins with the field, which is named here anyway.
            String problem = e.getMessage();
            if (problem.startsWith(e.field() + " ")) {
                problem = problem.substring(e.field().length() + 1);
            }
            throw new BadInputException(
                    file, lines.number(), e.field(), problem, "correct the line");
        }
    }

    /** The number of the line last read, from 1. */
    long number() {
        return lines.number();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    /** What all files of one run hold together. */
    static final class Totals {
        private final SeriesCounter series = new SeriesCounter();
        private final LongSet seen = new LongSet();
        private RunIdentity run;
        private long rows;
        private long repeated;

        /**
         * Counts an event, once for all copies of it.
         *
         * @throws BadInputException when it belongs to another run or release than those before
         */
        void add(Path file, long line, SampleEvent event) throws BadInputException {
            rows++;
            if (run == null) {
                run =
                        new RunIdentity(
                                event.runId(),
                                event.model(),
                                event.modelTag(),
                                event.imageDigest());
            }
            requireSame(file, line, "run_id", run.runId(), event.runId());
            requireSame(file, line, "model_tag", run.modelTag(), event.modelTag());
            // Half of the id will do: among ten million events the odds of a clash are 1 : 370,000.
            if (seen.add(event.eventId().high())) {
                series.add(event.task(), event.metric(), event.filter(), event.slice());
            } else {
                repeated++;
            }
        }

        private static void requireSame(
                Path file, long line, String field, String before, String now)
                throws BadInputException {
            if (!before.equals(now)) {
                throw new BadInputException(
                        file,
                        line,
                        field,
                        "is " + now + " here but " + before + " before",
                        "give the results of one run at a time");
            }
        }

        long rows() {
            return rows;
        }

        ReadSummary summary(String format, RunIdentity given) {
            List<String> warnings = new ArrayList<>();
            warnIfOther(warnings, "run_id", given.runId(), run.runId());
            warnIfOther(warnings, "model_tag", given.modelTag(), run.modelTag());
            if (repeated > 0) {
                warnings.add(repeated + " events repeat the id of an earlier one and count once");
            }
            return new ReadSummary(format, run, rows, rows, series.toList(), List.of(), warnings);
        }

        private static void warnIfOther(
                List<String> warnings, String field, String given, String found) {
            if (!given.isBlank() && !given.equals(found)) {
                warnings.add(
                        field
                                + " is "
                                + found
                                + " in the file and stays so; "
                                + given
                                + " was given");
            }
        }
    }
}
