package io.evalstream.jobs.quality;

import io.evalstream.contract.EventWriter;
import io.evalstream.contract.RunEvent;
import io.evalstream.jobs.audit.AuditEndpoint;
import io.evalstream.jobs.audit.AuditPart;
import io.evalstream.jobs.audit.AuditSink;
import io.evalstream.jobs.audit.S3ObjectStore;
import io.evalstream.jobs.clickhouse.ClickHouseEndpoint;
import io.evalstream.jobs.clickhouse.ClickHouseSink;
import io.evalstream.jobs.clickhouse.ClickHouseTable;
import io.evalstream.jobs.clickhouse.ClickHouseTables;
import io.evalstream.jobs.clickhouse.DeliveryOptions;
import io.evalstream.jobs.clickhouse.HttpInsertGateway;
import io.evalstream.jobs.kafka.KafkaRecord;
import io.evalstream.jobs.kafka.KafkaRecordDeserializer;
import io.evalstream.jobs.kafka.Topics;
import io.evalstream.jobs.quality.QualitySinks.Target;
import io.evalstream.jobs.teams.AlertCard;
import io.evalstream.jobs.teams.HttpTeamsGateway;
import io.evalstream.jobs.teams.TeamsSink;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.clients.producer.ProducerRecord;

import java.io.Serializable;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Connects the quality job to Kafka, ClickHouse and Teams as its options say. */
final class QualityConnectors {

    private final ReadableConfig options;

    QualityConnectors(ReadableConfig options) {
        this.options = options;
    }

    Source<KafkaRecord, ?, ?> samples() {
        return source(Topics.SAMPLES);
    }

    Source<KafkaRecord, ?, ?> runs() {
        return source(Topics.RUNS);
    }

    private Source<KafkaRecord, ?, ?> source(String topic) {
        return KafkaSource.<KafkaRecord>builder()
                .setBootstrapServers(options.get(QualityOptions.KAFKA_BOOTSTRAP))
                .setGroupId(options.get(QualityOptions.KAFKA_GROUP))
                .setTopics(topic)
                .setStartingOffsets(
                        OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
                .setProperty("partition.discovery.interval.ms", "60000")
                .setProperty("isolation.level", "read_committed")
                .setDeserializer(new KafkaRecordDeserializer())
                .build();
    }

    QualitySinks sinks() {
        List<Target<Alert>> alerts = new ArrayList<>();
        alerts.add(topic(Topics.ALERTS, alert -> alert.run().runId(), VerdictJson::alert));
        if (!options.get(QualityOptions.TEAMS_URL).isBlank()) {
            alerts.add(teams());
        }
        return new QualitySinks(
                List.of(table(ClickHouseTables.SAMPLES)),
                List.of(table(ClickHouseTables.ROLLING)),
                List.of(table(ClickHouseTables.RESULTS)),
                List.of(table(ClickHouseTables.VERDICTS)),
                List.of(
                        table(ClickHouseTables.RUNS),
                        topic(Topics.VERDICTS, RunVerdict::runId, VerdictJson::verdict)),
                List.of(table(ClickHouseTables.ALERTS)),
                alerts,
                List.of(
                        topic(
                                Topics.RUNS,
                                RunEvent::runId,
                                event -> new EventWriter().write(event))),
                List.of(
                        table(ClickHouseTables.DEAD_LETTERS),
                        topic(
                                Topics.DEAD_LETTERS,
                                letter -> letter.topic() + "/" + letter.partition(),
                                VerdictJson::deadLetter)),
                audit());
    }

    private List<Target<AuditPart>> audit() {
        if (options.get(QualityOptions.AUDIT_ENDPOINT).isBlank()) {
            return List.of();
        }
        AuditEndpoint endpoint =
                new AuditEndpoint(
                        options.get(QualityOptions.AUDIT_ENDPOINT),
                        options.get(QualityOptions.AUDIT_BUCKET),
                        options.get(QualityOptions.AUDIT_ACCESS_KEY),
                        options.get(QualityOptions.AUDIT_SECRET_KEY),
                        options.get(QualityOptions.AUDIT_RETENTION));
        return List.of(new Target<>("audit-log", new AuditSink(() -> new S3ObjectStore(endpoint))));
    }

    private <T> Target<T> table(ClickHouseTable<T> table) {
        ClickHouseEndpoint endpoint =
                new ClickHouseEndpoint(
                        options.get(QualityOptions.CLICKHOUSE_URL),
                        "vllm_eval",
                        options.get(QualityOptions.CLICKHOUSE_USER),
                        options.get(QualityOptions.CLICKHOUSE_PASSWORD));
        return new Target<>(
                "clickhouse-" + table.name(),
                new ClickHouseSink<>(
                        table,
                        () -> new HttpInsertGateway(endpoint),
                        new DeliveryOptions(
                                options.get(QualityOptions.CLICKHOUSE_CONCURRENCY),
                                options.get(QualityOptions.CLICKHOUSE_DEDUP_HORIZON))));
    }

    private Target<Alert> teams() {
        URI url = HttpTeamsGateway.parse(options.get(QualityOptions.TEAMS_URL));
        return new Target<>(
                "teams",
                new TeamsSink(
                        () -> new HttpTeamsGateway(url),
                        new AlertCard(options.get(QualityOptions.DASHBOARD_URL))));
    }

    /** Makes bytes of a record; serializable, as it travels to where the records are. */
    private interface Encoder<T> extends Serializable {
        byte[] encode(T value);
    }

    /** Makes the key of a record; serializable, as it travels to where the records are. */
    private interface Key<T> extends Serializable {
        String of(T value);
    }

    private <T> Target<T> topic(String topic, Key<T> key, Encoder<T> encoder) {
        KafkaRecordSerializationSchema<T> schema =
                (value, context, timestamp) ->
                        new ProducerRecord<>(
                                topic,
                                key.of(value).getBytes(StandardCharsets.UTF_8),
                                encoder.encode(value));
        Sink<T> sink =
                KafkaSink.<T>builder()
                        .setBootstrapServers(options.get(QualityOptions.KAFKA_BOOTSTRAP))
                        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                        .setRecordSerializer(schema)
                        .build();
        return new Target<>("kafka-" + topic, sink);
    }
}
