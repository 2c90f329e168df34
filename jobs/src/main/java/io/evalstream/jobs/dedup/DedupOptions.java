package io.evalstream.jobs.dedup;

import io.evalstream.jobs.dedup.engine.DedupParameters;
import io.evalstream.jobs.dedup.engine.SuiteFiles;
import io.evalstream.udfs.cluster.KeepRule;
import io.evalstream.udfs.sketch.SketchMode;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

import java.util.List;

/** Everything the de-duplication job can be told, with what it means. */
public final class DedupOptions {

    public static final ConfigOption<List<String>> SUITES =
            ConfigOptions.key("dedup.suites")
                    .stringType()
                    .asList()
                    .noDefaultValue()
                    .withDescription(
                            "NAME=PATH of each suite, separated by semicolons; several paths of one"
                                    + " suite by commas. Files, folders or s3://BUCKET/PREFIX.");

    public static final ConfigOption<List<String>> PROTECT =
            ConfigOptions.key("dedup.protect")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription(
                            "Suites whose items are only reported, never removed, and of two"
                                    + " duplicates kept first.");

    public static final ConfigOption<SketchMode> MODE =
            ConfigOptions.key("dedup.mode")
                    .enumType(SketchMode.class)
                    .defaultValue(SketchMode.EVAL)
                    .withDescription(
                            "EVAL for benchmarks, RECALL for more of what is just below the"
                                    + " threshold, WEB for crawled text.");

    public static final ConfigOption<KeepRule> KEEP =
            ConfigOptions.key("dedup.keep")
                    .enumType(KeepRule.class)
                    .defaultValue(KeepRule.COMPONENTS)
                    .withDescription(
                            "COMPONENTS keeps the first item of all that is connected. LEADER"
                                    + " removes an item only when it is near to one that stays;"
                                    + " every candidate is compared for it.");

    public static final ConfigOption<String> THRESHOLD =
            ConfigOptions.key("dedup.threshold")
                    .stringType()
                    .defaultValue("0.2")
                    .withDescription(
                            "Texts are near when a smaller share of the longer one differs.");

    public static final ConfigOption<Boolean> WITH_CONTEXT =
            ConfigOptions.key("dedup.with-context")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription("Whether the context of an item is compared as well.");

    public static final ConfigOption<Boolean> REMOVE_DIFFERENT_ANSWERS =
            ConfigOptions.key("dedup.remove-different-answers")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            "Whether near duplicates go although their answers differ; without it"
                                    + " they are reported.");

    public static final ConfigOption<Integer> BUCKET_CAP =
            ConfigOptions.key("dedup.bucket-cap")
                    .intType()
                    .defaultValue(DedupParameters.DEFAULT.bucketCap())
                    .withDescription(
                            "Documents of one bucket that are all compared with each other; in a"
                                    + " larger one each is compared with the first and its"
                                    + " neighbours by length. What is left out is counted.");

    public static final ConfigOption<MemorySize> SPLIT_SIZE =
            ConfigOptions.key("dedup.split-size")
                    .memoryType()
                    .defaultValue(new MemorySize(SuiteFiles.SPLIT_BYTES))
                    .withDescription("Size of the pieces in which JSONL files are read.");

    public static final ConfigOption<String> OUTPUT_DIRECTORY =
            ConfigOptions.key("dedup.output.directory")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Folder that gets removed.jsonl and kept/NAME.jsonl; one that every"
                                    + " machine of the job sees. None: nothing is written there.");

    public static final ConfigOption<String> RUN_ID =
            ConfigOptions.key("dedup.run-id")
                    .stringType()
                    .defaultValue("dedup")
                    .withDescription(
                            "Names the run in ClickHouse; rows of an earlier run under the same"
                                    + " name are replaced.");

    public static final ConfigOption<String> CLICKHOUSE_URL =
            ConfigOptions.key("clickhouse.url")
                    .stringType()
                    .defaultValue("")
                    .withDescription(
                            "ClickHouse HTTP endpoint, http://host:port, that gets a row"
                                    + " for each duplicate. Empty: none.");

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

    public static final ConfigOption<String> S3_ENDPOINT =
            ConfigOptions.key("s3.endpoint")
                    .stringType()
                    .defaultValue("")
                    .withDescription(
                            "S3 or MinIO, http://host:port, for suites and versions in buckets.");

    public static final ConfigOption<String> S3_ACCESS_KEY =
            ConfigOptions.key("s3.access-key")
                    .stringType()
                    .defaultValue("")
                    .withDescription("Access key.");

    public static final ConfigOption<String> S3_SECRET_KEY =
            ConfigOptions.key("s3.secret-key")
                    .stringType()
                    .defaultValue("")
                    .withDescription("Secret key.");

    public static final ConfigOption<String> OUTPUT_BUCKET =
            ConfigOptions.key("dedup.output.bucket")
                    .stringType()
                    .defaultValue("")
                    .withDescription(
                            "Bucket that gets NAME/VERSION/data.jsonl.zst and manifest.json of every"
                                    + " suite. A version that is there with other records is"
                                    + " refused. Empty: none.");

    public static final ConfigOption<String> OUTPUT_VERSION =
            ConfigOptions.key("dedup.output.version")
                    .stringType()
                    .defaultValue("")
                    .withDescription("Version under which kept items are written to the bucket.");

    public static final ConfigOption<String> OUTPUT_LICENCE =
            ConfigOptions.key("dedup.output.licence")
                    .stringType()
                    .defaultValue("see the sources")
                    .withDescription("Licence that the manifests of these versions state.");

    private DedupOptions() {}

    /** All options, in the order of the documentation. */
    public static List<ConfigOption<?>> all() {
        return List.of(
                SUITES,
                PROTECT,
                MODE,
                KEEP,
                THRESHOLD,
                WITH_CONTEXT,
                REMOVE_DIFFERENT_ANSWERS,
                BUCKET_CAP,
                SPLIT_SIZE,
                OUTPUT_DIRECTORY,
                OUTPUT_BUCKET,
                OUTPUT_VERSION,
                OUTPUT_LICENCE,
                RUN_ID,
                S3_ENDPOINT,
                S3_ACCESS_KEY,
                S3_SECRET_KEY,
                CLICKHOUSE_URL,
                CLICKHOUSE_USER,
                CLICKHOUSE_PASSWORD);
    }
}
