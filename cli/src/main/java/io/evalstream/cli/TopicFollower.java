package io.evalstream.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what the job says of runs, from the beginning of a topic, as it comes. */
final class TopicFollower implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, JsonNode> byRun = new LinkedHashMap<>();

    TopicFollower(String bootstrapServers, String topic) {
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
        List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0));
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** What was said last of a run, if it has come or comes within {@code patience}. */
    Optional<JsonNode> poll(String runId, Duration patience) throws IOException {
        if (!byRun.containsKey(runId)) {
            poll(patience);
        }
        return Optional.ofNullable(byRun.get(runId));
    }

    /** Takes in what comes within {@code patience} and returns what was said, by run. */
    List<JsonNode> poll(Duration patience) throws IOException {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
            JsonNode said = MAPPER.readTree(record.value());
            if (said.path("state").asText().equals("RUNNING")) {
                continue; // What can be said before the end is for dashboards, not for decisions.
            }
            byRun.put(said.path("run_id").asText(), said);
        }
        return List.copyOf(byRun.values());
    }

    /** Reads to the present end of the topic and returns what was said, by run. */
    List<JsonNode> toEnd() throws IOException {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        List<JsonNode> all = List.copyOf(byRun.values());
        while (isBefore(ends)) {
            all = poll(Duration.ofMillis(100));
        }
        return all;
    }

    private boolean isBefore(Map<TopicPartition, Long> ends) {
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            if (consumer.position(end.getKey()) < end.getValue()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
