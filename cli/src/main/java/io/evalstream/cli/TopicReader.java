package io.evalstream.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads what the job says of runs, from the beginning of a topic of one partition, as it comes.
 * Keeps nothing of what it has read.
 */
final class TopicReader implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration LOOK = Duration.ofMillis(100);

    /** Longer than a broker takes to answer; what it has dropped is not waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition partition;

    /** A record and where it is in the topic. */
    record Said(long offset, JsonNode json) {}

    TopicReader(String bootstrapServers, String topic) {
        consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                bootstrapServers,
                                "auto.offset.reset",
                                "earliest",
                                "enable.auto.commit",
                                "false"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        partition = new TopicPartition(topic, 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
    }

    /** Returns what comes within {@code patience} and is not of a running run; may be nothing. */
    List<Said> poll(Duration patience) throws IOException {
        List<Said> all = all(patience);
        // What can be said before the end is for dashboards, not for decisions.
        all.removeIf(said -> said.json().path("state").asText().equals("RUNNING"));
        return all;
    }

    /** Returns what comes within {@code patience}; may be nothing. */
    List<Said> all(Duration patience) throws IOException {
        List<Said> all = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
            all.add(new Said(record.offset(), MAPPER.readTree(record.value())));
        }
        return all;
    }

    /** Hands on what is there up to the present end of the topic. */
    void toEnd(Consumer<Said> use) throws IOException {
        long end = end();
        while (consumer.position(partition) < end) {
            poll(LOOK).forEach(use);
        }
    }

    /**
     * Passes over all but the last records of the topic.
     *
     * @return whether there was something to pass over that had not been read
     */
    boolean skipAllBut(long records) {
        long start = end() - records;
        if (consumer.position(partition) >= start) {
            return false;
        }
        consumer.seek(partition, start);
        return true;
    }

    private long end() {
        return consumer.endOffsets(List.of(partition)).get(partition);
    }

    /** The record at an offset, unless the broker has dropped it; reading goes on where it was. */
    Optional<JsonNode> at(long offset) throws IOException {
        long resume = consumer.position(partition);
        consumer.seek(partition, offset);
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (System.nanoTime() < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(LOOK)) {
                    return record.offset() == offset
                            ? Optional.of(MAPPER.readTree(record.value()))
                            : Optional.empty();
                }
            }
            return Optional.empty();
        } finally {
            consumer.seek(partition, resume);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
