package io.evalstream.jobs.table;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options of {@code CREATE CATALOG … WITH ('type' = 'evalstream', …)}. */
public final class EvalstreamCatalogOptions {

    public static final ConfigOption<String> BOOTSTRAP =
            ConfigOptions.key("bootstrap")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("Kafka brokers, host:port[,host:port].");

    public static final ConfigOption<String> CLICKHOUSE_URL =
            ConfigOptions.key("clickhouse.url")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("ClickHouse HTTP endpoint, http://host:port.");

    public static final ConfigOption<String> CLICKHOUSE_USER =
            ConfigOptions.key("clickhouse.user")
                    .stringType()
                    .defaultValue("default")
                    .withDescription("ClickHouse user that asks.");

    public static final ConfigOption<String> CLICKHOUSE_PASSWORD =
            ConfigOptions.key("clickhouse.password")
                    .stringType()
                    .defaultValue("")
                    .withDescription(
                            "Its password. SHOW CREATE CATALOG shows it: better name a file.");

    public static final ConfigOption<String> CLICKHOUSE_PASSWORD_FILE =
            ConfigOptions.key("clickhouse.password-file")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("File whose first line is the password.");

    public static final ConfigOption<String> DEFAULT_DATABASE =
            ConfigOptions.key("default-database")
                    .stringType()
                    .defaultValue(EvalstreamCatalog.CLICKHOUSE)
                    .withDescription("kafka or vllm_eval.");

    private EvalstreamCatalogOptions() {}
}
