package io.evalstream.sql;

import com.clickhouse.client.api.Client;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long rows are kept, counted from their arrival.
 *
 * <p>Only what is given is applied: somebody who judges a run with another configuration must not
 * change, by saying nothing, what a server keeps.
 *
 * @param samples whole days, at least one; empty leaves the table as it is
 * @param rolling as above
 * @param deadLetters as above
 */
public record Retention(
        Optional<Duration> samples, Optional<Duration> rolling, Optional<Duration> deadLetters) {

    /** Leaves every table as it is. */
    public static final Retention UNCHANGED =
            new Retention(Optional.empty(), Optional.empty(), Optional.empty());

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final Pattern TTL =
            Pattern.compile("TTL ingested_at \\+ toIntervalDay\\((\\d+)\\)");

    public Retention {
        samples.ifPresent(Retention::requireSense);
        rolling.ifPresent(Retention::requireSense);
        deadLetters.ifPresent(Retention::requireSense);
    }

    /**
     * @throws IllegalArgumentException when rows would be kept for less than a day, or not for
     *     whole days; the message says so
     */
    public static void requireSense(Duration kept) {
        if (kept.compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException("less than a day");
        }
        if (!kept.equals(Duration.ofDays(kept.toDays()))) {
            throw new IllegalArgumentException("not a whole number of days");
        }
    }

    /**
     * Changes the tables whose rows are kept for another time; the schema must be there.
     *
     * @return what was changed, one sentence each
     * @throws DatabaseException when ClickHouse refuses a statement or does not answer
     */
    public List<String> apply(Client client) {
        Statements statements = new Statements(client);
        List<String> changes = new ArrayList<>();
        samples.flatMap(kept -> apply(statements, "samples", kept)).ifPresent(changes::add);
        rolling.flatMap(kept -> apply(statements, "rolling", kept)).ifPresent(changes::add);
        deadLetters.flatMap(kept -> apply(statements, "deadletters", kept)).ifPresent(changes::add);
        return changes;
    }

    private static Optional<String> apply(Statements statements, String table, Duration kept) {
        long before = days(statements, table);
        long days = kept.toDays();
        if (before == days) {
            return Optional.empty();
        }
        statements.execute(
                "change the retention of " + table,
                "ALTER TABLE "
                        + Migrations.DATABASE
                        + "."
                        + table
                        + " MODIFY TTL ingested_at + toIntervalDay("
                        + days
                        + ")");
        String change = table + " keeps rows for " + days + " days, " + before + " before";
        LOG.info("{}", change);
        return Optional.of(change);
    }

    /** What the table has; 0 when it keeps rows in another way, which is then replaced. */
    private static long days(Statements statements, String table) {
        Matcher matcher =
                TTL.matcher(
                        statements
                                .rows(
                                        "read the retention of " + table,
                                        "SELECT engine_full FROM system.tables WHERE database = '"
                                                + Migrations.DATABASE
                                                + "' AND name = '"
                                                + table
                                                + "'")
                                .get(0)
                                .getString("engine_full"));
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }
}
