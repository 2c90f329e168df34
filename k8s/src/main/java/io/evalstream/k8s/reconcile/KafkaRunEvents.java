package io.evalstream.k8s.reconcile;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the topics of control events and of verdicts, from a while ago on, without a group: every
 * controller sees all of them.
 */
public final class KafkaRunEvents implements RunEvents, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaRunEvents.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int MOST_RUNS = 10_000;

    /** Longer than any run may take, suspensions of a few days included. */
    private static final Duration BACK = Duration.ofDays(7);

    private final Consumer<byte[], byte[]> consumer;
    private final String controlTopic;
    private final String verdictTopic;
    private final Clock clock;
    private final java.util.function.Consumer<String> listener;
    private final RunNewsView view = new RunNewsView(MOST_RUNS);
    private final Thread thread;
    private volatile boolean isCaughtUp;
    private volatile boolean isClosed;

    /**
     * Begins to read.
     *
     * @param kafka settings of the consumer: brokers, security
     * @param controlTopic control events of runs
     * @param listener gets the id of each run there is news of, in the thread that reads
     */
    public KafkaRunEvents(
            Map<String, Object> kafka,
            String controlTopic,
            String verdictTopic,
            Clock clock,
            java.util.function.Consumer<String> listener) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        this.consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.controlTopic = controlTopic;
        this.verdictTopic = verdictTopic;
        this.clock = clock;
        this.listener = listener;
        this.thread = new Thread(this::read, "run-events");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    @Override
    public RunNews of(String runId) {
        return view.of(runId);
    }

    @Override
    public boolean isCaughtUp() {
        return isCaughtUp;
    }

    private void read() {
        try {
            while (!isClosed) {
                try {
                    Map<TopicPartition, Long> ends = assign();
                    while (!isClosed) {
                        poll(ends);
                    }
                } catch (WakeupException e) {
                    return;
                } catch (KafkaException e) {
                    LOG.warn("the topics of runs cannot be read, trying again: {}", e.getMessage());
                    isCaughtUp = false;
                }
            }
        } finally {
            consumer.close();
        }
    }

    private Map<TopicPartition, Long> assign() {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : List.of(controlTopic, verdictTopic)) {
            for (PartitionInfo partition : consumer.partitionsFor(topic)) {
                partitions.add(new TopicPartition(topic, partition.partition()));
            }
        }
        consumer.assign(partitions);
        Map<TopicPartition, Long> since = new HashMap<>();
        long from = clock.instant().minus(BACK).toEpochMilli();
        partitions.forEach(partition -> since.put(partition, from));
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, OffsetAndTimestamp> begins = consumer.offsetsForTimes(since);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp begin = begins.get(partition);
            consumer.seek(partition, begin == null ? ends.get(partition) : begin.offset());
        }
        return ends;
    }

    private void poll(Map<TopicPartition, Long> ends) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            if (record.value() != null) {
                (record.topic().equals(controlTopic)
                                ? view.control(record.value())
                                : view.verdict(record.value()))
                        .ifPresent(listener);
            }
        }
        if (!isCaughtUp) {
            boolean isThere = true;
            for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
                isThere &= consumer.position(end.getKey()) >= end.getValue();
            }
            isCaughtUp = isThere;
        }
    }

    @Override
    public void close() {
        isClosed = true;
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
