package io.evalstream.sql;

import com.clickhouse.client.api.Client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** Fills a database with rows of the size and shape of months of work, to measure questions on. */
public final class GeneratedData {

    /** Results of one generated run; the files say what is in it. */
    public static final long ROWS_PER_RUN = 50_000;

    private static final long ROWS_PER_INSERT = 4_000_000;

    /** One result in so many is sent again. */
    private static final long RESENT = 1000;

    private static final List<String> TABLES =
            List.of(
                    "0002_rolling.sql",
                    "0003_results.sql",
                    "0004_runs.sql",
                    "0005_verdicts.sql",
                    "0006_alerts.sql",
                    "0007_deadletters.sql");

    private GeneratedData() {}

    /**
     * @param rows about how many samples; whole runs are made
     * @param progress hears how many samples there are
     */
    public static void fill(Client client, long rows, LongConsumer progress) {
        Statements statements = new Statements(client);
        long runs = Math.max(1, rows / ROWS_PER_RUN);
        long samples = runs * ROWS_PER_RUN;
        String statement = read("0001_samples.sql");
        for (long first = 0; first < samples; first += ROWS_PER_INSERT) {
            long count = Math.min(ROWS_PER_INSERT, samples - first);
            insert(statements, statement, runs, first, count, 1);
            progress.accept(first + count);
        }
        insert(statements, statement, runs, 0, samples / RESENT, RESENT);
        for (String table : TABLES) {
            String rest = read(table);
            // Twice, as windows and verdicts are written again when more is known.
            for (long version = 1; version <= 2; version++) {
                statements.execute(
                        "generate " + table, rest, Map.of("runs", runs, "version", version));
            }
        }
    }

    private static void insert(
            Statements statements, String statement, long runs, long first, long count, long step) {
        statements.execute(
                "generate samples",
                statement,
                Map.of("runs", runs, "first", first, "count", count, "step", step));
    }

    private static String read(String file) {
        try (InputStream stream = GeneratedData.class.getResourceAsStream("/measure/" + file)) {
            if (stream == null) {
                throw new IllegalStateException(file + " is not packaged");
            }
            String script = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return Migration.statements(script).get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
