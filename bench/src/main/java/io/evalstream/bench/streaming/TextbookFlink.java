package io.evalstream.bench.streaming;

import io.evalstream.jobs.kafka.Topics;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.connector.jdbc.JdbcConnectionOptions;
import org.apache.flink.connector.jdbc.JdbcExecutionOptions;
import org.apache.flink.connector.jdbc.JdbcStatementBuilder;
import org.apache.flink.connector.jdbc.core.datastream.sink.JdbcSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.windowing.assigners.SlidingEventTimeWindows;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * The job as tutorials write it: Jackson, keyed state for dedup, the window operator, the JDBC
 * sink.
 *
 * <p>It reads up to the end of the topic, so that its last windows close. Its driver is told to
 * write rows in binary, which is several times faster than its default. It judges no releases.
 */
final class TextbookFlink {
    private static final int BATCH_ROWS = 50_000;
    private static final long BATCH_MILLIS = 500;
    private static final Duration CHECKPOINTS = Duration.ofSeconds(10);
    private static final Duration DISORDER = Duration.ofMinutes(1);

    private TextbookFlink() {}

    static Pipeline start(Pipeline.Setting setting) {
        Configuration options = new Configuration();
        options.set(CoreOptions.DEFAULT_PARALLELISM, Pipeline.PARALLELISM);
        options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINTS);
        options.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                setting.directory().resolve("checkpoints").toUri().toString());
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(options);
        build(environment, setting);
        return FlinkPipeline.start(environment, setting.directory());
    }

    private static void build(StreamExecutionEnvironment environment, Pipeline.Setting setting) {
        KafkaSource<TextbookSample> source =
                KafkaSource.<TextbookSample>builder()
                        .setBootstrapServers(setting.bootstrap())
                        .setGroupId(setting.group())
                        .setTopics(Topics.SAMPLES)
                        .setStartingOffsets(OffsetsInitializer.earliest())
                        .setBounded(OffsetsInitializer.latest())
                        .setValueOnlyDeserializer(new TextbookSample.Reader())
                        .build();
        WatermarkStrategy<TextbookSample> times =
                WatermarkStrategy.<TextbookSample>forBoundedOutOfOrderness(DISORDER)
                        .withTimestampAssigner((sample, time) -> sample.ts);
        DataStream<TextbookSample> samples =
                environment
                        .fromSource(source, times, "samples")
                        .keyBy(sample -> sample.event_id)
                        .process(new TextbookDedup());
        samples.sinkTo(
                sink(
                        "INSERT INTO samples (event_id, run_id, model, model_tag, ts, task, metric,"
                                + " item_key, dispatch_index, outcome, value, slice, latency_ms,"
                                + " output, version)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        TextbookFlink::fill,
                        setting));
        samples.keyBy(sample -> sample.model_tag + "\t" + sample.task + "\t" + sample.metric)
                .window(SlidingEventTimeWindows.of(Duration.ofMinutes(10), Duration.ofMinutes(1)))
                .aggregate(new TextbookMean(), new TextbookMean.Row())
                .sinkTo(
                        sink(
                                "INSERT INTO rolling (model, model_tag, task, metric, window_start,"
                                        + " window_end, mean, n, version)"
                                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                                TextbookFlink::fill,
                                setting));
    }

    private static <T> JdbcSink<T> sink(
            String insert, JdbcStatementBuilder<T> filler, Pipeline.Setting setting) {
        return JdbcSink.<T>builder()
                .withQueryStatement(insert, filler)
                .withExecutionOptions(
                        JdbcExecutionOptions.builder()
                                .withBatchSize(BATCH_ROWS)
                                .withBatchIntervalMs(BATCH_MILLIS)
                                .build())
                .buildAtLeastOnce(
                        new JdbcConnectionOptions.JdbcConnectionOptionsBuilder()
                                .withUrl(
                                        "jdbc:ch://"
                                                + setting.clickhouse().getAuthority()
                                                + "/"
                                                + ClickHouseHttp.DATABASE)
                                .withProperty("beta.row_binary_for_simple_insert", "true")
                                .withProperty("clickhouse_setting_async_insert", "0")
                                .withDriverName("com.clickhouse.jdbc.ClickHouseDriver")
                                .build());
    }

    private static void fill(PreparedStatement row, TextbookSample sample) throws SQLException {
        row.setBytes(1, sample.eventIdBytes());
        row.setString(2, sample.run_id);
        row.setString(3, sample.model());
        row.setString(4, sample.model_tag);
        row.setObject(5, time(sample.ts));
        row.setString(6, sample.task);
        row.setString(7, sample.metric);
        row.setString(8, sample.item_key);
        row.setInt(9, sample.dispatch_index);
        row.setString(10, "SCORED");
        row.setDouble(11, sample.value);
        row.setString(12, sample.slice);
        row.setDouble(13, sample.latency_ms);
        row.setString(14, sample.output);
        row.setLong(15, sample.ts);
    }

    private static void fill(PreparedStatement row, TextbookMean.Window window)
            throws SQLException {
        row.setString(1, window.model);
        row.setString(2, window.modelTag);
        row.setString(3, window.task);
        row.setString(4, window.metric);
        row.setObject(5, time(window.start));
        row.setObject(6, time(window.end));
        row.setDouble(7, window.mean);
        row.setLong(8, window.n);
        row.setLong(9, window.n);
    }

    private static LocalDateTime time(long millis) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
    }
}
