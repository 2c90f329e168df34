package io.evalstream.jobs.snapshot;

import io.evalstream.jobs.audit.AuditEndpoint;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Connects the snapshot job to Kafka or files, and to a bucket or a directory. */
final class SnapshotConnectors {

    private final ReadableConfig options;
    private final SnapshotPlan plan;

    SnapshotConnectors(ReadableConfig options, SnapshotPlan plan) {
        this.options = options;
        this.plan = plan;
    }

    /**
     * @throws IllegalArgumentException when there is nothing to read, or two things
     * @throws IOException when files in a bucket cannot be listed
     */
    DataStream<QueryRecord> queries(StreamExecutionEnvironment environment) throws IOException {
        List<String> files = options.get(SnapshotOptions.QUERIES);
        boolean fromTopic = !options.get(SnapshotOptions.KAFKA_BOOTSTRAP).isBlank();
        if (fromTopic == !files.isEmpty()) {
            throw new IllegalArgumentException(
                    "name either brokers (kafka.bootstrap) or files (snapshot.queries)");
        }
        return fromTopic ? topic(environment) : files(environment, files);
    }

    private DataStream<QueryRecord> topic(StreamExecutionEnvironment environment) {
        ZoneId zone = SnapshotOptions.zone(options);
        long from = start(plan.date(), zone);
        long to = start(plan.date().plusDays(1), zone);
        KafkaSource<QueryRecord> source =
                KafkaSource.<QueryRecord>builder()
                        .setBootstrapServers(options.get(SnapshotOptions.KAFKA_BOOTSTRAP))
                        .setTopics(options.get(SnapshotOptions.TOPIC))
                        .setStartingOffsets(OffsetsInitializer.timestamp(from))
                        .setBounded(OffsetsInitializer.timestamp(to))
                        .setProperty("isolation.level", "read_committed")
                        .setDeserializer(new ReadTopic(from, to))
                        .build();
        return environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), "queries-source")
                .uid("queries-source");
    }

    private static long start(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant().toEpochMilli();
    }

    private DataStream<QueryRecord> files(
            StreamExecutionEnvironment environment, List<String> paths) throws IOException {
        QueryBucket bucket =
                new QueryBucket(
                        options.get(SnapshotOptions.ENDPOINT),
                        options.get(SnapshotOptions.ACCESS_KEY),
                        options.get(SnapshotOptions.SECRET_KEY));
        List<QueryFile> files = new ArrayList<>();
        for (String path : paths) {
            for (String one : QueryBucket.isIn(path) ? bucket.objects(path) : List.of(path)) {
                files.add(new QueryFile(files.size(), one));
            }
        }
        return environment
                .fromData(TypeInformation.of(QueryFile.class), files.toArray(QueryFile[]::new))
                .name("query-files")
                .uid("query-files")
                .rebalance()
                .flatMap(new ReadFiles(plan.longest(), bucket))
                .returns(QueryRecord.class)
                .name("read files")
                .uid("read-files");
    }

    /**
     * @throws IllegalArgumentException when there is no place for the dataset, or two
     */
    Sink<SnapshotVersion> sink() {
        return new SnapshotSink(folders(options));
    }

    /** The folder that the options name. */
    static DatasetFolder.Factory folders(ReadableConfig options) {
        String directory = options.get(SnapshotOptions.DIRECTORY);
        String endpoint = options.get(SnapshotOptions.ENDPOINT);
        if (directory.isBlank() == endpoint.isBlank()) {
            throw new IllegalArgumentException(
                    "name either a directory (snapshot.directory) or an S3 address"
                            + " (snapshot.endpoint)");
        }
        if (!directory.isBlank()) {
            return () -> new DirectoryFolder(Path.of(directory));
        }
        AuditEndpoint bucket =
                new AuditEndpoint(
                        endpoint,
                        options.get(SnapshotOptions.BUCKET),
                        options.get(SnapshotOptions.ACCESS_KEY),
                        options.get(SnapshotOptions.SECRET_KEY),
                        AuditEndpoint.SHORTEST_RETENTION);
        return () -> BucketFolder.open(bucket);
    }
}
