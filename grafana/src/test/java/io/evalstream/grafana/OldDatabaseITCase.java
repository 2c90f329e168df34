package io.evalstream.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.clickhouse.client.api.Client;
import com.fasterxml.jackson.databind.JsonNode;

import io.evalstream.sql.Migrations;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A database made by the first migration, with rows of that time, brought to the newest schema. */
class OldDatabaseITCase {

    /** Views of tables that were not there then. */
    private static final Set<String> LATER = Set.of("verdicts_latest", "dedup_removed_latest");

    private static final String FIRST = "/clickhouse/0001_core.sql";

    @TempDir private Path directory;

    @Test
    void everyViewAndEveryPanelReadsItsRows() throws Exception {
        try (DashboardEngine engine = DashboardEngine.start(directory);
                Client client = engine.connect()) {
            engine.send("CREATE DATABASE vllm_eval");
            engine.run(FIRST);
            engine.send(
                    "CREATE TABLE vllm_eval.schema_migrations (version UInt32, name String, checksum"
                            + " String, applied_at DateTime('UTC') DEFAULT now()) ENGINE ="
                            + " ReplacingMergeTree ORDER BY version");
            engine.send(
                    "INSERT INTO vllm_eval.schema_migrations (version, name, checksum) SETTINGS"
                            + " async_insert = 0 VALUES (1, '0001_core.sql', '"
                            + checksum()
                            + "')");
            engine.run("/rows/first_schema.sql");

            assertThat(Migrations.apply(client)).startsWith("0002_views.sql");

            for (String view : views(engine)) {
                JsonNode rows = engine.ask("SELECT * FROM vllm_eval." + view).path("data");
                assertThat(rows.isEmpty()).as(view).isEqualTo(LATER.contains(view));
            }
            for (Dashboard dashboard : Dashboard.all()) {
                Map<String, String> run =
                        dashboard.variables().contains("run_id")
                                ? Map.of("run_id", "run-2")
                                : Map.of();
                for (DashboardQuery query : dashboard.queries()) {
                    JsonNode answer =
                            engine.ask(DashboardEngine.expand(dashboard, query.sql(), run));
                    assertThat(answer.path("data").isEmpty())
                            .as(query.name())
                            .isEqualTo(query.name().equals("What was concluded when"));
                }
            }
        }
    }

    private static String checksum() throws Exception {
        byte[] bytes = DashboardEngine.text(FIRST).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static List<String> views(DashboardEngine engine) throws Exception {
        List<String> views = new ArrayList<>();
        engine.ask(
                        "SELECT name FROM system.tables WHERE database = 'vllm_eval' AND engine ="
                                + " 'View' ORDER BY name")
                .path("data")
                .forEach(row -> views.add(row.path(0).asText()));
        assertThat(views).contains("samples_latest", "results_prd", "series");
        return views;
    }
}
