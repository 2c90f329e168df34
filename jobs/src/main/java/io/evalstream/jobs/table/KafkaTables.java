package io.evalstream.jobs.table;

import static org.apache.flink.table.api.DataTypes.ARRAY;
import static org.apache.flink.table.api.DataTypes.BIGINT;
import static org.apache.flink.table.api.DataTypes.BOOLEAN;
import static org.apache.flink.table.api.DataTypes.DOUBLE;
import static org.apache.flink.table.api.DataTypes.FIELD;
import static org.apache.flink.table.api.DataTypes.INT;
import static org.apache.flink.table.api.DataTypes.MAP;
import static org.apache.flink.table.api.DataTypes.ROW;
import static org.apache.flink.table.api.DataTypes.STRING;
import static org.apache.flink.table.api.DataTypes.TIMESTAMP_LTZ;

import io.evalstream.jobs.kafka.Topics;

import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.types.DataType;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The topics as tables, with the fields of the contract as columns.
 *
 * <p>Unknown fields are passed over, a field that cannot be read is null, and a record that is no
 * JSON is no row. Each table has besides {@code event_time} with a watermark, and where its record
 * stands as {@code kafka_partition}, {@code kafka_offset} and {@code kafka_timestamp}.
 */
final class KafkaTables {

    private static final String WATERMARK = "event_time - INTERVAL '5' SECOND";

    private final String bootstrap;
    private final Map<String, Topic> topics = new LinkedHashMap<>();

    /**
     * @param eventTime of the record, as SQL over its columns; null where it has none
     */
    private record Topic(String name, String comment, String eventTime, List<Column> columns) {}

    private record Column(String name, DataType type) {}

    /**
     * @param eventTime full name of the function that reads the time an event names
     */
    KafkaTables(String bootstrap, String eventTime) {
        this.bootstrap = bootstrap;
        String named = eventTime + "(`ts`)";
        put("samples", Topics.SAMPLES, "One metric of one sample a row.", named, samples());
        put("runs", Topics.RUNS, "Control events of runs.", named, runs());
        put(
                "verdicts",
                Topics.VERDICTS,
                "One verdict per ended run.",
                "TO_TIMESTAMP_LTZ(`last_ts`, 3)",
                verdicts());
        put("alerts", Topics.ALERTS, "What people were told.", "`kafka_timestamp`", alerts());
        put(
                "deadletters",
                Topics.DEAD_LETTERS,
                "Records that are no valid events.",
                "`kafka_timestamp`",
                deadletters());
    }

    private void put(
            String table, String topic, String comment, String eventTime, List<Column> columns) {
        topics.put(table, new Topic(topic, comment, eventTime, columns));
    }

    List<String> names() {
        return List.copyOf(topics.keySet());
    }

    Optional<CatalogTable> table(String name) {
        return Optional.ofNullable(topics.get(name)).map(this::table);
    }

    private CatalogTable table(Topic topic) {
        Schema.Builder schema = Schema.newBuilder();
        for (Column column : topic.columns()) {
            schema.column(column.name(), column.type());
        }
        schema.columnByMetadata("kafka_partition", INT().notNull(), "partition", true)
                .columnByMetadata("kafka_offset", BIGINT().notNull(), "offset", true)
                .columnByMetadata("kafka_timestamp", TIMESTAMP_LTZ(3).notNull(), "timestamp", true)
                // A record without a time of its own must not end a query.
                .columnByExpression(
                        "event_time", "COALESCE(" + topic.eventTime() + ", `kafka_timestamp`)")
                .watermark("event_time", WATERMARK);
        return CatalogTable.newBuilder()
                .schema(schema.build())
                .comment(topic.comment())
                .options(
                        Map.of(
                                "connector", "kafka",
                                "topic", topic.name(),
                                "properties.bootstrap.servers", bootstrap,
                                "scan.startup.mode", "earliest-offset",
                                "format", "json",
                                "json.ignore-parse-errors", "true"))
                .build();
    }

    private static List<Column> samples() {
        Columns columns = new Columns();
        columns.of(INT(), "schema_version");
        columns.of(STRING(), "event_id", "run_id", "model", "model_tag", "image_digest", "ts");
        columns.of(STRING(), "harness", "harness_version", "suite", "task", "task_version");
        columns.of(STRING(), "metric", "filter", "dataset_digest", "item_key");
        columns.of(INT(), "dispatch_index", "repeat", "shard", "attempt");
        columns.of(STRING(), "outcome");
        columns.of(DOUBLE(), "value");
        columns.of(BOOLEAN(), "higher_is_better");
        columns.of(STRING(), "slice", "cluster", "prompt_hash", "generation_hash");
        columns.of(STRING(), "chat_template_hash", "judge_model", "engine");
        columns.of(DOUBLE(), "latency_ms", "ttft_ms", "input_tokens", "output_tokens", "cost_usd");
        columns.of(STRING(), "input", "output", "expected", "reason");
        return columns.all;
    }

    private static List<Column> runs() {
        DataType counts =
                ARRAY(
                        ROW(
                                FIELD("task", STRING()),
                                FIELD("metric", STRING()),
                                FIELD("filter", STRING()),
                                FIELD("slice", STRING()),
                                FIELD("samples", BIGINT())));
        Columns columns = new Columns();
        columns.of(INT(), "schema_version");
        columns.of(STRING(), "type", "run_id", "model", "model_tag", "image_digest", "ts");
        columns.of(counts, "expected");
        columns.of(INT(), "shard", "shards");
        columns.of(counts, "sent");
        columns.of(BIGINT(), "dispatch_seed");
        columns.of(MAP(STRING(), STRING()), "labels");
        return columns.all;
    }

    private static List<Column> verdicts() {
        Columns columns = new Columns();
        columns.of(INT(), "schema_version");
        columns.of(STRING(), "run_id", "model", "model_tag", "image_digest");
        columns.of(ARRAY(STRING()), "baseline_runs");
        columns.of(STRING(), "verdict", "why", "state");
        columns.of(BIGINT(), "first_ts", "last_ts", "samples", "missing");
        columns.of(recovered(), "recovered");
        columns.of(metrics(), "metrics");
        columns.of(INT(), "metrics_cut_from");
        return columns.all;
    }

    private static List<Column> alerts() {
        Columns columns = new Columns();
        columns.of(INT(), "schema_version");
        columns.of(STRING(), "alert_key", "notice", "run_id", "model", "model_tag");
        columns.of(STRING(), "verdict", "why");
        columns.of(recovered(), "recovered");
        columns.of(metrics(), "metrics");
        columns.of(INT(), "metrics_cut_from");
        return columns.all;
    }

    private static List<Column> deadletters() {
        Columns columns = new Columns();
        columns.of(INT(), "schema_version");
        columns.of(STRING(), "reason", "field", "message", "topic");
        columns.of(INT(), "partition");
        columns.of(BIGINT(), "offset");
        columns.of(INT(), "payload_cut_from");
        columns.of(STRING(), "payload", "payload_base64");
        return columns.all;
    }

    private static DataType recovered() {
        Columns fields = new Columns();
        fields.of(STRING(), "task", "metric", "filter", "slice", "dropped_in");
        return ARRAY(fields.row());
    }

    private static DataType metrics() {
        Columns fields = new Columns();
        fields.of(STRING(), "task", "metric", "filter", "slice", "verdict", "why");
        fields.of(INT(), "tier");
        fields.of(BOOLEAN(), "higher_is_better");
        fields.of(BIGINT(), "n", "missing", "failed", "unreadable");
        fields.of(DOUBLE(), "value", "standard_error", "baseline", "relative_drop");
        fields.of(ARRAY(STRING()), "baseline_runs");
        fields.of(
                ROW(
                        FIELD("run_id", STRING()),
                        FIELD("value", DOUBLE()),
                        FIELD("relative_drop", DOUBLE())),
                "anchor");
        fields.of(BIGINT(), "paired");
        fields.of(ARRAY(DOUBLE()), "ci95");
        fields.of(DOUBLE(), "p_value", "log_e");
        fields.of(BOOLEAN(), "confirmed");
        fields.of(BIGINT(), "decided_at_samples", "newly_failing_count", "newly_passing_count");
        fields.of(ARRAY(STRING()), "newly_failing", "newly_passing");
        return ARRAY(fields.row());
    }

    /** Collects columns of one type after the other. */
    private static final class Columns {
        private final List<Column> all = new ArrayList<>();

        void of(DataType type, String... names) {
            for (String name : names) {
                all.add(new Column(name, type));
            }
        }

        DataType row() {
            return ROW(
                    all.stream()
                            .map(column -> FIELD(column.name(), column.type()))
                            .toArray(DataTypes.Field[]::new));
        }
    }
}
