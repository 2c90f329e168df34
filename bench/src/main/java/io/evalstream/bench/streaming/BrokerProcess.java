package io.evalstream.bench.streaming;

import io.evalstream.embedded.EmbeddedKafka;
import io.evalstream.jobs.kafka.Topics;

import java.nio.file.Path;

/** The program of the broker's own process. */
final class BrokerProcess {

    private BrokerProcess() {}

    /**
     * Serves until standard input ends.
     *
     * @param arguments the data directory
     */
    public static void main(String[] arguments) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(arguments[0]), 0)) {
            kafka.createTopics(Topics.PARTITIONS);
            ChildJvm.ready(kafka.bootstrapServers());
            ChildJvm.awaitEnd();
        }
        System.exit(0);
    }
}
