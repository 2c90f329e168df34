package io.evalstream.bench.streaming;

import io.evalstream.contract.RejectedEventException;
import io.evalstream.contract.SampleEvent;
import io.evalstream.contract.SampleEventReader;
import io.evalstream.jobs.kafka.Topics;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is left when nothing is guaranteed: each thread polls its partitions, reads, adds up in a
 * map and inserts. No dedup, no state that survives, no verdicts.
 */
final class PlainLoop implements Runnable {
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final long MINUTE_MILLIS = 60_000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final ClickHouseHttp clickhouse;
    private final SampleInserts inserts;
    private final SampleEventReader reader = new SampleEventReader();
    private final Map<Minute, double[]> sums = new HashMap<>();
    private volatile Exception failure;

    private record Minute(String modelTag, String task, String metric, long number) {}

    private PlainLoop(Pipeline.Setting setting, int thread) {
        clickhouse = new ClickHouseHttp(setting.clickhouse());
        inserts = new SampleInserts(clickhouse);
        consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                setting.bootstrap(),
                                "auto.offset.reset",
                                "earliest",
                                "max.poll.records",
                                "10000"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        List<TopicPartition> own = new ArrayList<>();
        for (PartitionInfo partition : consumer.partitionsFor(Topics.SAMPLES)) {
            if (partition.partition() % Pipeline.PARALLELISM == thread) {
                own.add(new TopicPartition(partition.topic(), partition.partition()));
            }
        }
        consumer.assign(own);
    }

    static Pipeline start(Pipeline.Setting setting) {
        List<PlainLoop> loops = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Pipeline.PARALLELISM; i++) {
            PlainLoop loop = new PlainLoop(setting, i);
            loops.add(loop);
            threads.add(new Thread(loop, "loop-" + i));
        }
        threads.forEach(Thread::start);
        return new Pipeline() {
            @Override
            public void requireHealthy() {
                for (PlainLoop loop : loops) {
                    if (loop.failure != null) {
                        throw new IllegalStateException(loop.failure);
                    }
                }
            }

            @Override
            public void close() throws InterruptedException {
                for (PlainLoop loop : loops) {
                    loop.consumer.wakeup();
                }
                for (Thread thread : threads) {
                    thread.join();
                }
            }
        };
    }

    @Override
    public void run() {
        try (consumer) {
            while (true) {
                boolean idle = true;
                for (ConsumerRecord<byte[], byte[]> bytes : consumer.poll(PATIENCE)) {
                    SampleEvent event = reader.read(bytes.value());
                    add(event);
                    inserts.add(event);
                    idle = false;
                }
                if (idle) {
                    inserts.flush();
                    writeSums();
                }
            }
        } catch (WakeupException e) {
            // We are asked to end.
        } catch (IOException | RejectedEventException | RuntimeException e) {
            failure = e;
        }
    }

    private void add(SampleEvent event) {
        Minute minute =
                new Minute(
                        event.modelTag(),
                        event.task(),
                        event.metric(),
                        event.tsMillis() / MINUTE_MILLIS);
        double[] sum = sums.computeIfAbsent(minute, key -> new double[2]);
        sum[0] += event.value();
        sum[1]++;
    }

    /** The table adds up what both threads know of a minute. */
    private void writeSums() throws IOException {
        if (sums.isEmpty()) {
            return;
        }
        StringBuilder rows = new StringBuilder();
        sums.forEach(
                (minute, sum) ->
                        rows.append(minute.modelTag)
                                .append('\t')
                                .append(minute.task)
                                .append('\t')
                                .append(minute.metric)
                                .append('\t')
                                .append(minute.number * 60)
                                .append('\t')
                                .append(sum[0])
                                .append('\t')
                                .append((long) sum[1])
                                .append('\n'));
        byte[] body = rows.toString().getBytes(StandardCharsets.UTF_8);
        clickhouse.insert("INSERT INTO minutes FORMAT TabSeparated", body, body.length);
        sums.clear();
    }
}
