package io.evalstream.cli;

import io.evalstream.contract.RejectedEventException;
import io.evalstream.contract.RunEvent;
import io.evalstream.contract.RunEventReader;
import io.evalstream.contract.SampleEvent;
import io.evalstream.contract.SampleEventReader;
import io.evalstream.contract.SeriesCount;
import io.evalstream.readers.AppendedEvents;
import io.evalstream.readers.BadInputException;
import io.evalstream.readers.RunIdentity;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Sends what one shard of a run appends to a file. Control events stand in the same file: {@code
 * RUN_STARTED} says what the run is expected to consist of, {@code SHARD_FINISHED} that the shard
 * has ended. Without that, what is there is sent and nobody is told of an end, so that another
 * attempt can go on.
 */
final class FollowedShard {

    private static final long PAUSE_MS = 200;

    private final Path path;
    private final RunIdentity identity;
    private final int shard;
    private final int shards;
    private final EventProducer producer;
    private final Clock clock;
    private final SampleEventReader samples = new SampleEventReader();
    private final RunEventReader controls = new RunEventReader();
    private final SentSeries sent = new SentSeries();
    private final CountDownLatch abandoned = new CountDownLatch(1);
    private long events;
    private boolean isFinished;

    /**
     * @param shard from 0
     * @param shards of the run
     */
    FollowedShard(
            Path path,
            RunIdentity identity,
            int shard,
            int shards,
            EventProducer producer,
            Clock clock) {
        this.path = path;
        this.identity = identity;
        this.shard = shard;
        this.shards = shards;
        this.producer = producer;
        this.clock = clock;
    }

    /**
     * Follows the file until the shard has ended or is abandoned; everything is acknowledged then.
     *
     * @return whether the shard has ended
     */
    boolean follow() throws IOException, BadInputException {
        try (AppendedEvents lines = new AppendedEvents(path, identity)) {
            boolean isLast = false;
            while (!isLast && !isFinished) {
                // Looked at before reading, so that what was written before the end is read.
                isLast = abandoned.await(PAUSE_MS, TimeUnit.MILLISECONDS);
                for (byte[] line : lines.next()) {
                    send(line);
                }
                producer.flush();
            }
            if (isFinished) {
                producer.send(event(RunEvent.Type.SHARD_FINISHED, shard, List.of(), -1));
                producer.flush();
            }
            return isFinished;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while following " + path, e);
        }
    }

    /** How many results were sent. */
    long events() {
        return events;
    }

    private void send(byte[] line) {
        try {
            SampleEvent event = samples.read(line);
            sent.add(event);
            producer.send(event);
            events++;
        } catch (RejectedEventException noSample) {
            if (!control(line)) {
                producer.sendSampleBytes(identity.runId(), line);
                events++;
            }
        }
    }

    private boolean control(byte[] line) {
        RunEvent said;
        try {
            said = controls.read(line);
        } catch (RejectedEventException e) {
            // Neither of both: the job keeps it as a dead letter, with the reason.
            return false;
        }
        switch (said.type()) {
            case RUN_STARTED ->
                    producer.send(
                            event(
                                    RunEvent.Type.RUN_STARTED,
                                    -1,
                                    said.expected(),
                                    said.dispatchSeed()));
            case SHARD_FINISHED -> isFinished = true;
            case RUN_FINISHED, RUN_CANCELLED, CANCEL_REQUESTED -> {
                // Not for a shard to say.
                return false;
            }
        }
        return true;
    }

    private RunEvent event(
            RunEvent.Type type, int itsShard, List<SeriesCount> expected, long seed) {
        return new RunEvent(
                type,
                identity.runId(),
                identity.model(),
                identity.modelTag(),
                identity.imageDigest(),
                clock.millis(),
                expected,
                itsShard,
                shards,
                type == RunEvent.Type.SHARD_FINISHED ? sent.counts() : List.of(),
                seed,
                Map.of("format", "jsonl"));
    }

    /** Ends without an end of the shard: what is there by now is still sent. */
    void abandon() {
        abandoned.countDown();
    }

    /** Abandons the shard when the input ends: whoever held the other end is gone. */
    void abandonWith(InputStream input) {
        Thread watcher =
                new Thread(
                        () -> {
                            try {
                                while (input.read() >= 0) {
                                    continue;
                                }
                            } catch (IOException e) {
                                // An input that cannot be read has nobody at its other end.
                                abandon();
                            }
                            abandon();
                        },
                        "shard-watcher");
        watcher.setDaemon(true);
        watcher.start();
    }
}
