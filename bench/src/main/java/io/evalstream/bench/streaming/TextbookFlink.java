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
    /** Columns of the table of samples up to the last one that we give a value. */
    private static final int WRITTEN_COLUMNS = 38;

    private static final int[] TEXTS_LEFT_OUT = {
        5, 7, 8, 9, 11, 13, 14, 23, 24, 25, 26, 27, 28, 34, 36, 37
    };
    private static final int[] NUMBERS_LEFT_OUT = {30, 31, 32, 33};

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
                        "INSERT INTO samples VALUES (?" + ", ?".repeat(WRITTEN_COLUMNS - 1) + ")",
                        TextbookFlink::fill,
                        setting));
        samples.keyBy(sample -> sample.model_tag + "\t" + sample.task + "\t" + sample.metric)
                .window(SlidingEventTimeWindows.of(Duration.ofMinutes(10), Duration.ofMinutes(1)))
                .aggregate(new TextbookMean(), new TextbookMean.Row())
                .sinkTo(
                        sink(
                                "INSERT INTO rolling VALUES (?" + ", ?".repeat(10) + ")",
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

    /** The driver's binary rows go by the place of a column in the table, and know no others. */
    private static void fill(PreparedStatement row, TextbookSample sample) throws SQLException {
        for (int column : TEXTS_LEFT_OUT) {
            row.setString(column, "");
        }
        for (int column : NUMBERS_LEFT_OUT) {
            row.setDouble(column, Double.NaN);
        }
        row.setObject(1, sample.eventIdBytes());
        row.setString(2, sample.run_id);
        row.setString(3, sample.model());
        row.setString(4, sample.model_tag);
        row.setObject(6, time(sample.ts));
        row.setString(10, sample.task);
        row.setString(12, sample.metric);
        row.setString(15, sample.item_key);
        row.setInt(16, sample.dispatch_index);
        row.setLong(17, 0);
        row.setLong(18, 0);
        row.setLong(19, 0);
        row.setString(20, "SCORED");
        row.setDouble(21, sample.value);
        row.setString(22, sample.slice);
        row.setDouble(29, sample.latency_ms);
        row.setString(35, sample.output);
        row.setLong(38, sample.ts);
    }

    private static void fill(PreparedStatement row, TextbookMean.Window window)
            throws SQLException {
        row.setString(1, window.model);
        row.setString(2, window.modelTag);
        row.setString(3, window.task);
        row.setString(4, window.metric);
        row.setString(5, "");
        row.setString(6, "");
        row.setObject(7, time(window.start));
        row.setObject(8, time(window.end));
        row.setDouble(9, window.mean);
        row.setLong(10, window.n);
        row.setLong(11, window.n);
    }

    private static LocalDateTime time(long millis) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
    }
}
