package io.evalstream.bench.streaming;

import io.evalstream.jobs.kafka.Topics;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.Stores;

import java.util.Properties;
import java.util.concurrent.CountDownLatch;

/**
 * The same work in Kafka Streams: our reader, dedup by id in a state store, sliding windows in
 * another one after a repartition, rows inserted by the processors.
 *
 * <p>Stores are in memory with changelogs, as Flink's state is on the heap with checkpoints; the
 * commit interval is our checkpoint interval. It judges no releases.
 */
final class KafkaStreamsPipeline implements Pipeline {
    private final KafkaStreams streams;
    private volatile Throwable failure;

    private KafkaStreamsPipeline(Setting setting) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.addStateStore(
                Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(DedupProcessor.STORE),
                        Serdes.Bytes(),
                        Serdes.ByteArray()));
        builder.addStateStore(
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(WindowProcessor.STORE),
                                Serdes.String(),
                                Serdes.ByteArray())
                        .withCachingEnabled());
        builder.stream(Topics.SAMPLES, Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .process(
                        () -> new DedupProcessor(new ClickHouseHttp(setting.clickhouse())),
                        DedupProcessor.STORE)
                .repartition(
                        Repartitioned.with(Serdes.String(), Serdes.ByteArray())
                                .withName("scores")
                                .withNumberOfPartitions(Topics.PARTITIONS.get(Topics.SAMPLES)))
                .process(
                        () -> new WindowProcessor(new ClickHouseHttp(setting.clickhouse())),
                        WindowProcessor.STORE);
        streams = new KafkaStreams(builder.build(), settings(setting));
        streams.setUncaughtExceptionHandler(
                fault -> {
                    failure = fault;
                    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
                });
    }

    static Pipeline start(Setting setting) throws InterruptedException {
        KafkaStreamsPipeline pipeline = new KafkaStreamsPipeline(setting);
        CountDownLatch running = new CountDownLatch(1);
        pipeline.streams.setStateListener(
                (now, before) -> {
                    if (now == KafkaStreams.State.RUNNING || now == KafkaStreams.State.ERROR) {
                        running.countDown();
                    }
                });
        pipeline.streams.start();
        running.await();
        return pipeline;
    }

    private static Properties settings(Setting setting) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, setting.group());
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, setting.bootstrap());
        settings.put(StreamsConfig.STATE_DIR_CONFIG, setting.directory().toString());
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, Pipeline.PARALLELISM);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 10_000);
        settings.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        settings.put(StreamsConfig.producerPrefix("compression.type"), "lz4");
        settings.put(StreamsConfig.producerPrefix("batch.size"), 131_072);
        return settings;
    }

    @Override
    public void requireHealthy() {
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        streams.close();
    }
}
