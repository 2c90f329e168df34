package io.evalstream.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.evalstream.jobs.kafka.Topics;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The verdicts on ended runs in a topic of any number of partitions; keeps a few of them. */
final class VerdictTopic implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration LOOK = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Instant since;

    /**
     * @param since older verdicts are not read
     */
    VerdictTopic(String bootstrapServers, Instant since) {
        this.consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                bootstrapServers,
                                "isolation.level",
                                "read_committed",
                                "enable.auto.commit",
                                "false"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        this.since = since;
    }

    /** What is done with a verdict. */
    @FunctionalInterface
    private interface Use {
        void take(JsonNode verdict);
    }

    /** The last verdict on a run that was given after its end. */
    Optional<JsonNode> of(String runId) throws IOException {
        Map<String, JsonNode> last = new HashMap<>();
        read(
                verdict -> {
                    if (verdict.path("run_id").asText().equals(runId)) {
                        last.put(runId, verdict);
                    }
                });
        return Optional.ofNullable(last.get(runId));
    }

    /**
     * A verdict, last, after those on runs of the same model that were measured before it.
     *
     * @param before most runs before it
     */
    List<JsonNode> history(JsonNode verdict, int before) throws IOException {
        String runId = verdict.path("run_id").asText();
        long measured = verdict.path("last_ts").asLong();
        List<JsonNode> earlier = new ArrayList<>();
        read(
                other -> {
                    boolean isEarlier =
                            other.path("model").equals(verdict.path("model"))
                                    && !other.path("run_id").asText().equals(runId)
                                    && other.path("last_ts").asLong() <= measured;
                    if (isEarlier) {
                        earlier.removeIf(old -> old.path("run_id").equals(other.path("run_id")));
                        earlier.add(other);
                        earlier.sort(Comparator.comparingLong(it -> it.path("last_ts").asLong()));
                        if (earlier.size() > before) {
                            earlier.remove(0);
                        }
                    }
                });
        earlier.add(verdict);
        return earlier;
    }

    /** Hands on what was said of ended runs, up to the present end of the topic. */
    private void read(Use use) throws IOException {
        List<TopicPartition> partitions = new ArrayList<>();
        for (PartitionInfo partition : consumer.partitionsFor(Topics.VERDICTS)) {
            partitions.add(new TopicPartition(partition.topic(), partition.partition()));
        }
        consumer.assign(partitions);
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, since.toEpochMilli()));
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, OffsetAndTimestamp> begins = consumer.offsetsForTimes(times);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp begin = begins.get(partition);
            consumer.seek(partition, begin == null ? ends.get(partition) : begin.offset());
        }
        while (!isAt(ends)) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(LOOK)) {
                if (record.value() != null) {
                    JsonNode verdict = MAPPER.readTree(record.value());
                    // What can be said before the end is for dashboards, not for decisions.
                    if (!verdict.path("state").asText().equals("RUNNING")) {
                        use.take(verdict);
                    }
                }
            }
        }
    }

    private boolean isAt(Map<TopicPartition, Long> ends) {
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            if (consumer.position(end.getKey()) < end.getValue()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
