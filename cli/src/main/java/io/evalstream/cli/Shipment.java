package io.evalstream.cli;

import io.evalstream.contract.RunEvent;
import io.evalstream.contract.SeriesCount;
import io.evalstream.readers.BadInputException;
import io.evalstream.readers.CheckedResults;
import io.evalstream.readers.FormatDetector;
import io.evalstream.readers.ReadSummary;
import io.evalstream.readers.RunIdentity;
import io.evalstream.readers.SampleSink;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** One run's results, checked as a whole before the first event leaves. */
final class Shipment {

    private final CheckedResults results;
    private final Clock clock;

    private Shipment(CheckedResults results, Clock clock) {
        this.results = results;
        this.clock = clock;
    }

    /**
     * Reads the inputs without sending anything.
     *
     * @param format a reader's name or {@code auto}
     * @throws BadInputException at the first fault in the inputs
     * @throws UsageException when there is no such format
     */
    static Shipment check(String format, List<Path> inputs, RunIdentity identity, Clock clock)
            throws IOException, BadInputException {
        FormatDetector formats = FormatDetector.ofAll();
        if (!formats.formats().contains(format)) {
            throw new UsageException(
                    "--format: there is no "
                            + format
                            + "; there are "
                            + String.join(", ", formats.formats()));
        }
        try {
            return new Shipment(formats.reader(format, inputs).check(inputs, identity), clock);
        } catch (FileSystemException e) {
            String why = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
            throw new BadInputException(
                    Path.of(e.getFile()), 0, "", "cannot be read: " + why, "check its permissions");
        }
    }

    ReadSummary summary() {
        return results.summary();
    }

    /**
     * Reads the run's results once more, without the control events around them.
     *
     * @throws BadInputException when a file has changed since it was checked
     */
    void read(SampleSink sink) throws IOException, BadInputException {
        results.send(sink);
    }

    /**
     * Sends the run from its start to its end; returns when all is acknowledged.
     *
     * @throws BadInputException when a file has changed since it was checked
     */
    void send(EventProducer producer) throws IOException, BadInputException {
        List<SeriesCount> series = results.summary().series();
        producer.send(event(RunEvent.Type.RUN_STARTED, series, List.of()));
        results.send(producer::send);
        // The end must not overtake the samples: it is only said when they are safe.
        producer.flush();
        producer.send(event(RunEvent.Type.RUN_FINISHED, series, series));
        producer.flush();
    }

    private RunEvent event(RunEvent.Type type, List<SeriesCount> expected, List<SeriesCount> sent) {
        RunIdentity identity = results.summary().identity();
        return new RunEvent(
                type,
                identity.runId(),
                identity.model(),
                identity.modelTag(),
                identity.imageDigest(),
                clock.millis(),
                expected,
                -1,
                -1,
                sent,
                -1,
                Map.of("format", results.summary().format()));
    }
}
