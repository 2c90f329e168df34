package io.evalstream.jobs.quality;

import io.evalstream.jobs.audit.AuditEndpoint;
import io.evalstream.udfs.verdict.DropRule;
import io.evalstream.udfs.verdict.PrefixEngine;
import io.evalstream.udfs.verdict.SeriesJudgement;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** Everything the quality job can be told, with what it means. */
public final class QualityOptions {

    public static final ConfigOption<String> KAFKA_BOOTSTRAP =
            ConfigOptions.key("kafka.bootstrap")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("Kafka brokers, host:port[,host:port].");

    public static final ConfigOption<String> KAFKA_GROUP =
            ConfigOptions.key("kafka.group")
                    .stringType()
                    .defaultValue("evalstream-quality")
                    .withDescription("Consumer group whose committed offsets show the progress.");

    public static final ConfigOption<String> CLICKHOUSE_URL =
            ConfigOptions.key("clickhouse.url")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("ClickHouse HTTP endpoint, http://host:port.");

    public static final ConfigOption<String> CLICKHOUSE_USER =
            ConfigOptions.key("clickhouse.user")
                    .stringType()
                    .defaultValue("default")
                    .withDescription("ClickHouse user that may insert.");

    public static final ConfigOption<String> CLICKHOUSE_PASSWORD =
            ConfigOptions.key("clickhouse.password")
                    .stringType()
                    .defaultValue("")
                    .withDescription("Its password.");

    public static final ConfigOption<Integer> CLICKHOUSE_CONCURRENCY =
            ConfigOptions.key("clickhouse.concurrency")
                    .intType()
                    .defaultValue(2)
                    .withDescription("Inserts into one table that each subtask sends at once.");

    public static final ConfigOption<Duration> CLICKHOUSE_DEDUP_HORIZON =
            ConfigOptions.key("clickhouse.dedup.horizon")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(5))
                    .withDescription(
                            "How long the tables certainly remember an insert (10,000 later ones);"
                                    + " an older one is looked for before it is repeated.");

    public static final ConfigOption<String> TEAMS_URL =
            ConfigOptions.key("teams.url")
                    .stringType()
                    .defaultValue("")
                    .withDescription(
                            "Workflow address cards are posted to; a secret. Empty: no cards.");

    public static final ConfigOption<String> TEAMS_MENTION_ID =
            ConfigOptions.key("teams.mention.id")
                    .stringType()
                    .defaultValue("")
                    .withDescription("User principal name or Entra object id to mention.");

    public static final ConfigOption<String> TEAMS_MENTION_NAME =
            ConfigOptions.key("teams.mention.name")
                    .stringType()
                    .defaultValue("On-call")
                    .withDescription("Name shown for the mention.");

    public static final ConfigOption<String> DASHBOARD_URL =
            ConfigOptions.key("alert.dashboard-url")
                    .stringType()
                    .defaultValue("")
                    .withDescription("Address the card's button opens; {run_id} is replaced.");

    public static final ConfigOption<String> METRICS_FILE =
            ConfigOptions.key("metrics.file")
                    .stringType()
                    .defaultValue("configs/metrics.yaml")
                    .withDescription("Catalogue of metrics: direction, range, tier.");

    public static final ConfigOption<String> THRESHOLD =
            ConfigOptions.key("rule.threshold")
                    .stringType()
                    .defaultValue("0.10")
                    .withDescription("Relative drop against the baseline that breaches.");

    public static final ConfigOption<String> MODELS_FILE =
            ConfigOptions.key("models.file")
                    .stringType()
                    .defaultValue("")
                    .withDescription(
                            "What differs for single models, see configs/models.yaml, which the"
                                    + " commands use. Empty: nothing.");

    public static final ConfigOption<Double> ALPHA =
            ConfigOptions.key("rule.alpha")
                    .doubleType()
                    .defaultValue(0.01)
                    .withDescription(
                            "Accepted probability that a run's deciding metrics raise or confirm a"
                                    + " drop that is only noise.");

    public static final ConfigOption<Double> SLICE_ALPHA =
            ConfigOptions.key("rule.slice-alpha")
                    .doubleType()
                    .defaultValue(0.05)
                    .withDescription(
                            "Accepted share of noise among the findings in slices and other"
                                    + " metrics of the second tier.");

    public static final ConfigOption<Integer> MINIMUM_SAMPLES =
            ConfigOptions.key("rule.minimum-samples")
                    .intType()
                    .defaultValue(SeriesJudgement.MINIMUM_SAMPLES)
                    .withDescription("Fewest samples of a metric a verdict may rest on.");

    public static final ConfigOption<Double> MINIMUM_SHARE =
            ConfigOptions.key("rule.minimum-share")
                    .doubleType()
                    .defaultValue(PrefixEngine.MINIMUM_SHARE)
                    .withDescription("Smallest share of a run an early verdict may rest on.");

    public static final ConfigOption<Boolean> SLICES_DECIDE =
            ConfigOptions.key("rule.slices-decide")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            "Whether a real drop in a slice of a deciding metric fails the run.");

    public static final ConfigOption<Integer> BASELINE_RUNS =
            ConfigOptions.key("baseline.runs")
                    .intType()
                    .defaultValue(5)
                    .withDescription("How many of the latest healthy runs make the baseline.");

    public static final ConfigOption<Comparability.Rule> BASELINE_COMPARABILITY =
            ConfigOptions.key("baseline.comparability")
                    .enumType(Comparability.Rule.class)
                    .defaultValue(Comparability.Rule.STRICT)
                    .withDescription(
                            "STRICT: prompt, generation, chat template, judge and engine must be"
                                    + " equal. DECLARED: only task version and data.");

    public static final ConfigOption<String> BASELINE_ANCHOR =
            ConfigOptions.key("baseline.anchor")
                    .stringType()
                    .defaultValue("")
                    .withDescription(
                            "Id of a healthy run that is kept and compared with besides: a slow"
                                    + " decline shows against it. Empty: none.");

    public static final ConfigOption<Duration> RUN_IDLE_TIMEOUT =
            ConfigOptions.key("run.idle-timeout")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(10))
                    .withDescription(
                            "Silence after which a run that nobody announced, or that is past its"
                                    + " deadline, counts as ended.");

    public static final ConfigOption<Duration> RUN_COMPLETION_TIMEOUT =
            ConfigOptions.key("run.completion-timeout")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(1))
                    .withDescription(
                            "How long an ended run waits for announced samples that do not"
                                    + " arrive.");

    public static final ConfigOption<Duration> RUN_DEADLINE =
            ConfigOptions.key("run.deadline")
                    .durationType()
                    .defaultValue(Duration.ofHours(2))
                    .withDescription(
                            "How long after its announcement a run may go without a verdict before"
                                    + " people are told.");

    public static final ConfigOption<Duration> RUN_RETENTION =
            ConfigOptions.key("run.retention")
                    .durationType()
                    .defaultValue(Duration.ofDays(7))
                    .withDescription("How long a judged run is remembered and not reopened.");

    public static final ConfigOption<Boolean> RUN_CANCEL_CERTAIN =
            ConfigOptions.key("run.cancel-certain")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            "Ask, among the control events, to cancel a run that will breach for"
                                    + " certain.");

    public static final ConfigOption<Duration> DEDUP_MEMORY =
            ConfigOptions.key("dedup.memory")
                    .durationType()
                    .defaultValue(Duration.ofDays(7))
                    .withDescription("How long the id of a result is remembered.");

    public static final ConfigOption<Duration> ROLLING_WINDOW =
            ConfigOptions.key("rolling.window")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(10))
                    .withDescription("Length of a rolling-mean window, in event time.");

    public static final ConfigOption<Duration> ROLLING_SLIDE =
            ConfigOptions.key("rolling.slide")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(1))
                    .withDescription("Distance between window starts.");

    public static final ConfigOption<Duration> ROLLING_FLUSH =
            ConfigOptions.key("rolling.flush")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(1))
                    .withDescription("How long a change of a window may wait to be written.");

    public static final ConfigOption<Duration> ROLLING_RETENTION =
            ConfigOptions.key("rolling.retention")
                    .durationType()
                    .defaultValue(Duration.ofHours(6))
                    .withDescription("How long the sums of a window are kept after a change.");

    public static final ConfigOption<String> AUDIT_ENDPOINT =
            ConfigOptions.key("audit.endpoint")
                    .stringType()
                    .defaultValue("")
                    .withDescription(
                            "S3 or MinIO address the audit log goes to, http://host:port. Empty:"
                                    + " no audit log.");

    public static final ConfigOption<String> AUDIT_BUCKET =
            ConfigOptions.key("audit.bucket")
                    .stringType()
                    .defaultValue(AuditEndpoint.BUCKET)
                    .withDescription("Bucket of the audit log; made when it is missing.");

    public static final ConfigOption<String> AUDIT_ACCESS_KEY =
            ConfigOptions.key("audit.access-key")
                    .stringType()
                    .defaultValue("")
                    .withDescription("S3 access key that may write there.");

    public static final ConfigOption<String> AUDIT_SECRET_KEY =
            ConfigOptions.key("audit.secret-key")
                    .stringType()
                    .defaultValue("")
                    .withDescription("Its secret.");

    public static final ConfigOption<Duration> AUDIT_RETENTION =
            ConfigOptions.key("audit.retention")
                    .durationType()
                    .defaultValue(AuditEndpoint.SHORTEST_RETENTION)
                    .withDescription(
                            "How long the store is asked to keep the audit log; 90 days or more.");

    public static final ConfigOption<Duration> AUDIT_PART_MAX_AGE =
            ConfigOptions.key("audit.part.max-age")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(5))
                    .withDescription(
                            "How long a line of the audit log may wait in checkpoints for others.");

    public static final ConfigOption<Duration> RETENTION_SAMPLES =
            retention("samples", 90, "How many days ClickHouse keeps a result after its arrival.");

    public static final ConfigOption<Duration> RETENTION_ROLLING =
            retention("rolling", 180, "How many days it keeps a rolling mean.");

    public static final ConfigOption<Duration> RETENTION_DEAD_LETTERS =
            retention("deadletters", 90, "How many days it keeps what could not be read.");

    public static final ConfigOption<Duration> CHECKPOINT_INTERVAL =
            ConfigOptions.key("checkpoint.interval")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(10))
                    .withDescription("Distance between checkpoints.");

    public static final ConfigOption<String> CHECKPOINT_DIRECTORY =
            ConfigOptions.key("checkpoint.directory")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("Where checkpoints are kept, as a URI.");

    private QualityOptions() {}

    /** The defaults are those of the schema, which changes only where a value is given. */
    private static ConfigOption<Duration> retention(String table, int days, String description) {
        return ConfigOptions.key("retention." + table)
                .durationType()
                .defaultValue(Duration.ofDays(days))
                .withDescription(
                        description + " Whole days; applied at start only when it is given.");
    }

    /** Every option, in the order of the documentation. */
    public static List<ConfigOption<?>> all() {
        return List.of(
                KAFKA_BOOTSTRAP,
                KAFKA_GROUP,
                CLICKHOUSE_URL,
                CLICKHOUSE_USER,
                CLICKHOUSE_PASSWORD,
                CLICKHOUSE_CONCURRENCY,
                CLICKHOUSE_DEDUP_HORIZON,
                TEAMS_URL,
                TEAMS_MENTION_ID,
                TEAMS_MENTION_NAME,
                DASHBOARD_URL,
                METRICS_FILE,
                MODELS_FILE,
                THRESHOLD,
                ALPHA,
                SLICE_ALPHA,
                MINIMUM_SAMPLES,
                MINIMUM_SHARE,
                SLICES_DECIDE,
                BASELINE_RUNS,
                BASELINE_COMPARABILITY,
                BASELINE_ANCHOR,
                RUN_IDLE_TIMEOUT,
                RUN_COMPLETION_TIMEOUT,
                RUN_DEADLINE,
                RUN_RETENTION,
                RUN_CANCEL_CERTAIN,
                DEDUP_MEMORY,
                ROLLING_WINDOW,
                ROLLING_SLIDE,
                ROLLING_FLUSH,
                ROLLING_RETENTION,
                AUDIT_ENDPOINT,
                AUDIT_BUCKET,
                AUDIT_ACCESS_KEY,
                AUDIT_SECRET_KEY,
                AUDIT_RETENTION,
                AUDIT_PART_MAX_AGE,
                RETENTION_SAMPLES,
                RETENTION_ROLLING,
                RETENTION_DEAD_LETTERS,
                CHECKPOINT_INTERVAL,
                CHECKPOINT_DIRECTORY);
    }

    /**
     * Refuses what the types of the options do not.
     *
     * @throws IllegalArgumentException when a value cannot be read or makes no sense; the message
     *     begins with its key
     */
    public static void requireSense(ReadableConfig options) {
        for (ConfigOption<?> option : all()) {
            requireSense(options, option);
        }
    }

    private static void requireSense(ReadableConfig options, ConfigOption<?> option) {
        Object value;
        try {
            value = options.get(option);
            if (option.equals(AUDIT_ENDPOINT) && !options.get(AUDIT_ENDPOINT).isBlank()) {
                AuditEndpoint.requireUrl(options.get(AUDIT_ENDPOINT));
            }
            if (option.equals(AUDIT_RETENTION)) {
                AuditEndpoint.requireRetention(options.get(AUDIT_RETENTION));
            }
            if (option.equals(THRESHOLD)) {
                value = new DropRule(new BigDecimal(options.get(THRESHOLD)));
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(option.key() + ": " + e.getMessage(), e);
        }
        boolean mayBeZero = option.equals(CLICKHOUSE_DEDUP_HORIZON) || option.equals(ROLLING_FLUSH);
        boolean isTime = !(value instanceof Duration duration) || mayBeZero || !duration.isZero();
        require(option, isTime, "no time at all");
        if (value instanceof Duration kept && option.key().startsWith("retention.")) {
            require(option, kept.toDays() >= 1, "less than a day");
            require(option, kept.equals(Duration.ofDays(kept.toDays())), "not whole days");
        }
        boolean isCount = !(value instanceof Integer count) || count >= 1;
        require(option, isCount, "less than one");
        boolean isShare = !(value instanceof Double share) || (share > 0 && share < 1);
        require(option, isShare, "not between 0 and 1");
    }

    private static void require(ConfigOption<?> option, boolean holds, String fault) {
        if (!holds) {
            throw new IllegalArgumentException(option.key() + ": " + fault);
        }
    }
}
