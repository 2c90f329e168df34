package io.evalstream.cli;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.query.GenericRecord;
import com.fasterxml.jackson.databind.JsonNode;

import io.evalstream.jobs.clickhouse.ClickHouseEndpoint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** What newly failing items were about, read back from the samples. */
final class ChangedItems {

    /** How many items of one series are shown. */
    static final int MOST = 10;

    /** Its one gap takes the places of the items' keys. */
    private static final String QUERY =
            "SELECT item_key,"
                    + " anyIf(input, run_id = {run:String}) AS input,"
                    + " anyIf(expected, run_id = {run:String}) AS expected,"
                    + " anyIf(output, run_id = {before:String}) AS before,"
                    + " anyIf(output, run_id = {run:String}) AS after"
                    + " FROM samples_latest WHERE run_id IN ({run:String}, {before:String})"
                    + " AND task = {task:String} AND metric = {metric:String}"
                    + " AND filter = {filter:String} AND item_key IN (%s)"
                    + " GROUP BY item_key ORDER BY item_key";

    private final Map<String, List<Item>> bySeries;

    /**
     * One item the candidate gets wrong and the latest baseline run got right.
     *
     * @param before the answer of the baseline run
     * @param after the answer of the candidate
     */
    record Item(String input, String expected, String before, String after) {}

    /**
     * @param bySeries items by {@link MetricText#name} of their series
     */
    ChangedItems(Map<String, List<Item>> bySeries) {
        this.bySeries = bySeries;
    }

    static ChangedItems none() {
        return new ChangedItems(Map.of());
    }

    /** Reads the items of every deciding series of a verdict. */
    static ChangedItems load(ClickHouseEndpoint endpoint, JsonNode verdict) {
        Map<String, List<Item>> bySeries = new HashMap<>();
        try (Client client = endpoint.connect()) {
            for (JsonNode metric : verdict.path("metrics")) {
                if (metric.path("slice").asText().isEmpty()
                        && !MetricText.isDiagnostic(metric)
                        && !metric.path("newly_failing").isEmpty()
                        && !metric.path("baseline_runs").isEmpty()) {
                    bySeries.put(
                            MetricText.name(metric),
                            read(client, verdict.path("run_id").asText(), metric));
                }
            }
        }
        return new ChangedItems(bySeries);
    }

    /** The items of a series, at most {@link #MOST}; empty when none changed. */
    List<Item> of(JsonNode metric) {
        return bySeries.getOrDefault(MetricText.name(metric), List.of());
    }

    private static List<Item> read(Client client, String run, JsonNode metric) {
        JsonNode baselineRuns = metric.path("baseline_runs");
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("run", escaped(run));
        parameters.put("before", escaped(baselineRuns.get(baselineRuns.size() - 1).asText()));
        parameters.put("task", escaped(metric.path("task").asText()));
        parameters.put("metric", escaped(metric.path("metric").asText()));
        parameters.put("filter", escaped(metric.path("filter").asText()));
        JsonNode keys = metric.path("newly_failing");
        StringJoiner places = new StringJoiner(", ");
        for (int i = 0; i < Math.min(MOST, keys.size()); i++) {
            parameters.put("item" + i, escaped(keys.get(i).asText()));
            places.add("{item" + i + ":String}");
        }
        List<Item> items = new ArrayList<>();
        for (GenericRecord row : client.queryAll(String.format(QUERY, places), parameters)) {
            items.add(
                    new Item(
                            row.getString("input"),
                            row.getString("expected"),
                            row.getString("before"),
                            row.getString("after")));
        }
        return items;
    }

    /** The client passes parameters on as they are, and the server reads them as a TSV field. */
    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\0", "\\0");
    }
}
