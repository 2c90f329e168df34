package io.evalstream.cli;

import com.fasterxml.jackson.databind.JsonNode;

import io.evalstream.embedded.ServiceUnavailableException;
import io.evalstream.jobs.kafka.Topics;
import io.evalstream.readers.BadInputException;

import org.apache.flink.configuration.Configuration;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The stack with the quality job on it, as gate and demo use it: one run after the other. */
final class Pipeline implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration POLL = Duration.ofMillis(200);

    private final LocalStack stack;
    private final QualityService quality;
    private final EventProducer producer;
    private final TopicReader verdicts;

    private Pipeline(
            LocalStack stack,
            QualityService quality,
            EventProducer producer,
            TopicReader verdicts) {
        this.stack = stack;
        this.quality = quality;
        this.producer = producer;
        this.verdicts = verdicts;
    }

    /**
     * Starts services and job; leaves nothing running when that fails.
     *
     * @param progress hears in plain lines what takes long
     */
    static Pipeline start(
            Path directory,
            Ports ports,
            Optional<URI> clickhouseUrl,
            Configuration options,
            Consumer<String> progress)
            throws Exception {
        LocalStack stack =
                LocalStack.start(
                        directory, ports, clickhouseUrl, ConfiguredRetention.of(options), progress);
        boolean complete = false;
        try {
            QualityService quality = QualityService.start(stack, options);
            String brokers = stack.kafka().bootstrapServers();
            Pipeline pipeline =
                    new Pipeline(
                            stack,
                            quality,
                            new EventProducer(brokers),
                            new TopicReader(brokers, Topics.VERDICTS));
            complete = true;
            return pipeline;
        } finally {
            if (!complete) {
                stack.close();
            }
        }
    }

    LocalStack stack() {
        return stack;
    }

    EventProducer producer() {
        return producer;
    }

    /**
     * What has been said of runs since the last time, those that are still running as well; waits
     * for it only so long.
     *
     * @throws ServiceUnavailableException when a service goes away
     */
    List<JsonNode> said(Duration patience) throws IOException {
        requireServices();
        return verdicts.all(patience).stream().map(TopicReader.Said::json).toList();
    }

    /**
     * Sends a run and waits for its verdict.
     *
     * @throws ServiceUnavailableException when a service goes away or no verdict comes
     */
    JsonNode judge(Shipment shipment) throws IOException, BadInputException {
        shipment.send(producer);
        String runId = shipment.summary().identity().runId();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            for (TopicReader.Said said : verdicts.poll(POLL)) {
                if (said.json().path("run_id").asText().equals(runId)) {
                    return said.json();
                }
            }
            requireServices();
        }
        throw new ServiceUnavailableException(
                "no verdict on run " + runId + " within " + PATIENCE.toMinutes() + " minutes");
    }

    private void requireServices() {
        stack.requireAlive();
        quality.requireRunning();
    }

    /** Stops the job after all rows are written; the services stay for questions. */
    void drain() {
        requireServices();
        quality.close();
    }

    /** The alerts that were raised, oldest first; complete once the job is drained. */
    List<JsonNode> alerts() throws IOException {
        try (TopicReader alerts =
                new TopicReader(stack.kafka().bootstrapServers(), Topics.ALERTS)) {
            List<JsonNode> all = new ArrayList<>();
            alerts.toEnd(alert -> all.add(alert.json()));
            return all;
        }
    }

    /** Closes all, also in a thread that was interrupted to stop it: nothing is left half open. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            verdicts.close();
            producer.close();
        } finally {
            stack.close();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
