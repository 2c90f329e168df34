package io.evalstream.cli;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.query.GenericRecord;
import com.fasterxml.jackson.databind.JsonNode;

import io.evalstream.jobs.clickhouse.ClickHouseEndpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What newly failing items were about, read back from the samples. */
final class ChangedItems {

    /** How many items of one series are shown. */
    static final int MOST = 10;

    private final Map<String, List<Item>> bySeries = new LinkedHashMap<>();

    /**
     * One item the candidate gets wrong and the latest baseline run got right.
     *
     * @param before the answer of the baseline run
     * @param after the answer of the candidate
     */
    record Item(String input, String expected, String before, String after) {}

    private ChangedItems() {}

    static ChangedItems none() {
        return new ChangedItems();
    }

    /** Reads the items of every deciding series of a verdict. */
    static ChangedItems load(ClickHouseEndpoint endpoint, JsonNode verdict) {
        ChangedItems items = new ChangedItems();
        try (Client client = endpoint.connect()) {
            for (JsonNode metric : verdict.path("metrics")) {
                if (metric.path("slice").asText().isEmpty()
                        && !MetricText.isDiagnostic(metric)
                        && !metric.path("newly_failing").isEmpty()
                        && !metric.path("baseline_runs").isEmpty()) {
                    items.bySeries.put(
                            MetricText.name(metric),
                            read(client, verdict.path("run_id").asText(), metric));
                }
            }
        }
        return items;
    }

    /** The items of a series, at most {@link #MOST}; empty when none changed. */
    List<Item> of(JsonNode metric) {
        return bySeries.getOrDefault(MetricText.name(metric), List.of());
    }

    private static List<Item> read(Client client, String run, JsonNode metric) {
        List<String> keys = new ArrayList<>();
        for (JsonNode key : metric.path("newly_failing")) {
            if (keys.size() < MOST) {
                keys.add(quoted(key.asText()));
            }
        }
        JsonNode baselineRuns = metric.path("baseline_runs");
        String before = baselineRuns.get(baselineRuns.size() - 1).asText();
        String query =
                "SELECT item_key,"
                        + " anyIf(input, run_id = %1$s) AS input,"
                        + " anyIf(expected, run_id = %1$s) AS expected,"
                        + " anyIf(output, run_id = %2$s) AS before,"
                        + " anyIf(output, run_id = %1$s) AS after"
                        + " FROM samples_latest WHERE run_id IN (%1$s, %2$s)"
                        + " AND task = %3$s AND metric = %4$s AND filter = %5$s"
                        + " AND item_key IN (%6$s) GROUP BY item_key ORDER BY item_key";
        List<Item> items = new ArrayList<>();
        for (GenericRecord row :
                client.queryAll(
                        String.format(
                                query,
                                quoted(run),
                                quoted(before),
                                quoted(metric.path("task").asText()),
                                quoted(metric.path("metric").asText()),
                                quoted(metric.path("filter").asText()),
                                String.join(", ", keys)))) {
            items.add(
                    new Item(
                            row.getString("input"),
                            row.getString("expected"),
                            row.getString("before"),
                            row.getString("after")));
        }
        return items;
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
