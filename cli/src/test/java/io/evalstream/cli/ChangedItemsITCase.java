package io.evalstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.clickhouse.client.api.Client;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.evalstream.embedded.clickhouse.ClickHouseEngine;
import io.evalstream.embedded.clickhouse.ClickHouseOptions;
import io.evalstream.jobs.clickhouse.ClickHouseEndpoint;
import io.evalstream.sql.Migrations;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/** Whatever inputs call their runs, tasks and items, the report finds them, and only them. */
class ChangedItemsITCase {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String ODD =
            "it's \\ \"a\"\tb\nc\rd {x:String} % + & ü 文 🙂' OR 1 = 1 -- ";

    @TempDir private static Path directory;

    @Test
    void namesAreTakenAsTheyAre() throws Exception {
        try (ClickHouseEngine engine =
                ClickHouseEngine.start(ClickHouseOptions.inDirectory(directory))) {
            String url = engine.httpUrl().toString();
            try (Client client = new ClickHouseEndpoint(url, "default", "default", "").connect()) {
                Migrations.apply(client);
                insert(client, "old" + ODD, "right");
                insert(client, "new" + ODD, "wrong");
                insert(client, "other", "other");
            }
            ClickHouseEndpoint endpoint =
                    new ClickHouseEndpoint(url, Migrations.DATABASE, "default", "");
            ObjectNode verdict = verdict();
            assertThat(ChangedItems.load(endpoint, verdict).of(verdict.path("metrics").get(0)))
                    .containsExactly(new ChangedItems.Item(ODD, "right", "right", "wrong"));
        }
    }

    private static void insert(Client client, String run, String output) throws Exception {
        for (String item : List.of("item" + ODD, "another")) {
            ObjectNode row = MAPPER.createObjectNode();
            row.put("event_id", Integer.toHexString((run + item).hashCode()));
            row.put("run_id", run);
            row.put("ts", "2026-01-01 00:00:00");
            row.put("task", "task" + ODD);
            row.put("metric", "metric" + ODD);
            row.put("filter", "filter" + ODD);
            row.put("item_key", item);
            row.put("input", ODD);
            row.put("expected", "right");
            row.put("output", output);
            String statement =
                    "INSERT INTO " + Migrations.DATABASE + ".samples FORMAT JSONEachRow ";
            client.execute(statement + MAPPER.writeValueAsString(row)).get().close();
        }
    }

    private static ObjectNode verdict() {
        ObjectNode verdict = MAPPER.createObjectNode();
        verdict.put("run_id", "new" + ODD);
        ObjectNode metric = verdict.putArray("metrics").addObject();
        metric.put("task", "task" + ODD);
        metric.put("metric", "metric" + ODD);
        metric.put("filter", "filter" + ODD);
        metric.put("slice", "");
        metric.put("tier", 1);
        metric.putArray("newly_failing").add("item" + ODD).add("gone");
        metric.putArray("baseline_runs").add("older").add("old" + ODD);
        return verdict;
    }
}
