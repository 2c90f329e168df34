package io.evalstream.jobs.clickhouse;

/** A row that tests can count: all of them are different. */
record Numbered(long number, long millis) {

    static final String NAME = "numbered";

    static final ClickHouseTable<Numbered> TABLE =
            ClickHouseTable.<Numbered>named(NAME)
                    .uint64("number", Numbered::number)
                    .time("ts", Numbered::millis)
                    .label("parity", row -> row.number() % 2 == 0 ? "even" : "odd")
                    .partitionedByMonthOf(Numbered::millis)
                    .build();

    /** What a migration would do for {@link #TABLE}. */
    static String ddl(int window) {
        return "CREATE TABLE "
                + NAME
                + " (number UInt64, ts DateTime64(3, 'UTC'), parity LowCardinality(String),"
                + " batch LowCardinality(String), CONSTRAINT lucky CHECK number % 250 != 13)"
                + " ENGINE = ReplacingMergeTree PARTITION BY toYYYYMM(ts) ORDER BY number"
                + " SETTINGS non_replicated_deduplication_window = "
                + window;
    }

    /** In one of three months, as the number says. */
    static Numbered of(long number) {
        return new Numbered(number, 1_769_000_000_000L + number % 3 * 2_678_400_000L);
    }

    /** Whether the table refuses it. */
    static boolean isUnlucky(long number) {
        return number % 250 == 13;
    }
}
