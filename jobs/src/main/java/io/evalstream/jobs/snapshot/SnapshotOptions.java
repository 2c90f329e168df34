package io.evalstream.jobs.snapshot;

import io.evalstream.jobs.kafka.Topics;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/** Everything the snapshot job can be told, with what it means. */
public final class SnapshotOptions {

    public static final ConfigOption<String> KAFKA_BOOTSTRAP =
            ConfigOptions.key("kafka.bootstrap")
                    .stringType()
                    .defaultValue("")
                    .withDescription(
                            "Kafka brokers, host:port[,host:port]. Empty: queries come from files.");

    public static final ConfigOption<String> TOPIC =
            ConfigOptions.key("snapshot.topic")
                    .stringType()
                    .defaultValue(Topics.QUERIES)
                    .withDescription("Topic of the service queries, one JSON object a record.");

    public static final ConfigOption<List<String>> QUERIES =
            ConfigOptions.key("snapshot.queries")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription(
                            "Files of queries instead of a topic: JSON Lines, also .gz and .zst, on"
                                    + " this machine or as s3://bucket/key or s3://bucket/prefix/"
                                    + " at the endpoint of the dataset. All of their lines belong"
                                    + " to the day.");

    public static final ConfigOption<String> NAME =
            ConfigOptions.key("snapshot.name")
                    .stringType()
                    .defaultValue("service-queries")
                    .withDescription("Name of the dataset.");

    public static final ConfigOption<String> DATE =
            ConfigOptions.key("snapshot.date")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("Day of the queries, yyyy-mm-dd; the version of the dataset.");

    public static final ConfigOption<String> ZONE =
            ConfigOptions.key("snapshot.zone")
                    .stringType()
                    .defaultValue("UTC")
                    .withDescription("Time zone in which the day begins and ends.");

    public static final ConfigOption<Integer> SIZE =
            ConfigOptions.key("snapshot.size")
                    .intType()
                    .defaultValue(1000)
                    .withDescription("How many items are wanted; all when there are fewer.");

    public static final ConfigOption<List<String>> STRATIFY =
            ConfigOptions.key("snapshot.stratify")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription(
                            "Fields such as language and route, whose values share the items out in"
                                    + " proportion, each at least one.");

    public static final ConfigOption<Long> SEED =
            ConfigOptions.key("snapshot.seed")
                    .longType()
                    .defaultValue(1L)
                    .withDescription(
                            "Seed of the random order. The same from day to day keeps questions"
                                    + " that come again in the sample.");

    public static final ConfigOption<String> NAMES =
            ConfigOptions.key("snapshot.names")
                    .stringType()
                    .defaultValue("")
                    .withDescription("File of people's names to replace, one a line. Empty: none.");

    public static final ConfigOption<Integer> LONGEST_QUERY =
            ConfigOptions.key("snapshot.longest-query")
                    .intType()
                    .defaultValue(32_768)
                    .withDescription(
                            "How many characters a query may have with its context; longer ones"
                                    + " count as malformed.");

    public static final ConfigOption<Boolean> NEAR_DUPLICATES =
            ConfigOptions.key("snapshot.near-duplicates")
                    .booleanType()
                    .defaultValue(true)
                    .withDescription(
                            "Whether nearly equal queries count once. Their texts are compared in"
                                    + " the memory of one task, up to two million short ones.");

    public static final ConfigOption<String> DIRECTORY =
            ConfigOptions.key("snapshot.directory")
                    .stringType()
                    .defaultValue("")
                    .withDescription("Directory the dataset goes to. Empty: a bucket.");

    public static final ConfigOption<String> ENDPOINT =
            ConfigOptions.key("snapshot.endpoint")
                    .stringType()
                    .defaultValue("")
                    .withDescription("S3 or MinIO address the dataset goes to, http://host:port.");

    public static final ConfigOption<String> BUCKET =
            ConfigOptions.key("snapshot.bucket")
                    .stringType()
                    .defaultValue("llm-eval-ds")
                    .withDescription("Bucket of the datasets; made when it is missing.");

    public static final ConfigOption<String> ACCESS_KEY =
            ConfigOptions.key("snapshot.access-key")
                    .stringType()
                    .defaultValue("")
                    .withDescription("S3 access key that may write there.");

    public static final ConfigOption<String> SECRET_KEY =
            ConfigOptions.key("snapshot.secret-key")
                    .stringType()
                    .defaultValue("")
                    .withDescription("Its secret.");

    private static final List<ConfigOption<?>> ALL =
            List.of(
                    KAFKA_BOOTSTRAP,
                    TOPIC,
                    QUERIES,
                    NAME,
                    DATE,
                    ZONE,
                    SIZE,
                    STRATIFY,
                    SEED,
                    NAMES,
                    LONGEST_QUERY,
                    NEAR_DUPLICATES,
                    DIRECTORY,
                    ENDPOINT,
                    BUCKET,
                    ACCESS_KEY,
                    SECRET_KEY);

    private SnapshotOptions() {}

    /** All options, in the order in which the documentation shows them. */
    public static List<ConfigOption<?>> all() {
        return ALL;
    }

    /**
     * @throws IllegalArgumentException when one of them makes no sense, with its name
     */
    static SnapshotPlan plan(ReadableConfig options) {
        return new SnapshotPlan(
                options.get(NAME),
                date(options),
                options.get(SIZE),
                options.get(STRATIFY),
                options.get(SEED),
                options.get(LONGEST_QUERY),
                options.get(NEAR_DUPLICATES));
    }

    private static LocalDate date(ReadableConfig options) {
        String date = options.getOptional(DATE).orElse("");
        try {
            return LocalDate.parse(date);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "snapshot.date: '" + date + "' is no date; write one such as 2026-05-31", e);
        }
    }

    /**
     * @throws IllegalArgumentException when there is no such zone
     */
    static ZoneId zone(ReadableConfig options) {
        try {
            return ZoneId.of(options.get(ZONE));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "snapshot.zone: '"
                            + options.get(ZONE)
                            + "' is no time zone; write one such as Asia/Seoul",
                    e);
        }
    }
}
