package io.evalstream.cli;

import io.evalstream.contract.RejectedEventException;
import io.evalstream.contract.RunEvent;
import io.evalstream.contract.SampleEvent;
import io.evalstream.contract.SampleEventReader;
import io.evalstream.readers.AppendedEvents;
import io.evalstream.readers.BadInputException;
import io.evalstream.readers.RunIdentity;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Sends what is appended to a file until it is told to end, then says how much it was. A line that
 * is no event is sent as it is: the job keeps it as a dead letter, with the reason.
 */
final class FollowedFile {

    private static final long PAUSE_MS = 200;

    private final Path path;
    private final RunIdentity identity;
    private final EventProducer producer;
    private final Clock clock;
    private final SampleEventReader reader = new SampleEventReader();
    private final SentSeries sent = new SentSeries();
    private final CountDownLatch ending = new CountDownLatch(1);

    FollowedFile(Path path, RunIdentity identity, EventProducer producer, Clock clock) {
        this.path = path;
        this.identity = identity;
        this.producer = producer;
        this.clock = clock;
    }

    /**
     * Follows the file; returns after {@link #end} was called and everything is acknowledged.
     *
     * @return how many events were sent
     */
    long follow() throws IOException, BadInputException {
        long events = 0;
        try (AppendedEvents lines = new AppendedEvents(path, identity)) {
            producer.send(event(RunEvent.Type.RUN_STARTED));
            boolean last = false;
            while (!last) {
                // Looked at before reading, so that what was written before the end is read.
                last = ending.await(PAUSE_MS, TimeUnit.MILLISECONDS);
                for (byte[] line : lines.next()) {
                    send(line);
                    events++;
                }
                producer.flush();
            }
            if (lines.hasBegunLine()) {
                throw new BadInputException(
                        path,
                        lines.line() + 1,
                        "",
                        "the last line is cut off",
                        "let the evaluation finish before the run is ended");
            }
            producer.send(event(RunEvent.Type.RUN_FINISHED));
            producer.flush();
            return events;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while following " + path, e);
        }
    }

    private void send(byte[] line) {
        try {
            SampleEvent event = reader.read(line);
            sent.add(event);
            producer.send(event);
        } catch (RejectedEventException e) {
            producer.sendSampleBytes(identity.runId(), line);
        }
    }

    private RunEvent event(RunEvent.Type type) {
        return new RunEvent(
                type,
                identity.runId(),
                identity.model(),
                identity.modelTag(),
                identity.imageDigest(),
                clock.millis(),
                List.of(),
                -1,
                -1,
                sent.counts(),
                -1,
                Map.of("format", "jsonl"));
    }

    /** Ends the run: what is there by now is still sent. */
    void end() {
        ending.countDown();
    }
}
