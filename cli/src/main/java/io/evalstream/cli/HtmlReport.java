package io.evalstream.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The report as one HTML file that needs nothing else: no script, no network. */
final class HtmlReport {

    private final StringBuilder html = new StringBuilder();

    private HtmlReport() {}

    /**
     * @param verdicts all runs in order; the last one is what the report is about
     * @param at when the report is made
     */
    static String of(List<JsonNode> verdicts, ChangedItems items, Instant at) {
        HtmlReport report = new HtmlReport();
        JsonNode run = verdicts.get(verdicts.size() - 1);
        report.open(run);
        report.headline(run, at);
        report.history(verdicts);
        report.series("Metrics that decide", run, metric -> isWhole(metric, 1), items);
        report.series("Slices", run, metric -> !isWholeSeries(metric), items);
        report.series("Other metrics", run, metric -> isWhole(metric, 2), items);
        report.series("Diagnostics", run, metric -> isWhole(metric, 3), items);
        report.html.append("</main></body></html>\n");
        return report.html.toString();
    }

    private interface Choice {
        boolean admits(JsonNode metric);
    }

    private static boolean isWholeSeries(JsonNode metric) {
        return metric.path("slice").asText().isEmpty();
    }

    private static boolean isWhole(JsonNode metric, int tier) {
        return isWholeSeries(metric) && metric.path("tier").asInt() == tier;
    }

    private void open(JsonNode run) {
        html.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width\">")
                .append("<title>")
                .append(escaped(run.path("model_tag").asText()))
                .append(": ")
                .append(escaped(run.path("verdict").asText()))
                .append("</title><style>")
                .append(resource("report.css"))
                .append("</style></head><body><main>\n");
    }

    private void headline(JsonNode run, Instant at) {
        String verdict = run.path("verdict").asText();
        html.append("<header><p class=\"badge ")
                .append(escaped(verdict))
                .append("\">")
                .append(escaped(verdict))
                .append("</p><h1>")
                .append(escaped(run.path("model_tag").asText()))
                .append("</h1><p class=\"why\">")
                .append(escaped(run.path("why").asText()))
                .append("</p><p class=\"facts\">run ")
                .append(escaped(run.path("run_id").asText()))
                .append(" · ")
                .append(run.path("samples").asLong())
                .append(" results · ")
                .append(run.path("missing").asLong())
                .append(" missing · measured ")
                .append(Instant.ofEpochMilli(run.path("last_ts").asLong()))
                .append(" · report ")
                .append(at.truncatedTo(ChronoUnit.SECONDS))
                .append("</p></header>\n");
    }

    /** Runs by metrics, so that a drop is seen in its history. */
    private void history(List<JsonNode> verdicts) {
        Map<String, List<JsonNode>> rows = new LinkedHashMap<>();
        for (int column = 0; column < verdicts.size(); column++) {
            for (JsonNode metric : verdicts.get(column).path("metrics")) {
                if (isWholeSeries(metric)) {
                    List<JsonNode> cells =
                            rows.computeIfAbsent(
                                    MetricText.name(metric), name -> new ArrayList<>());
                    while (cells.size() < column) {
                        cells.add(MissingNode.getInstance());
                    }
                    cells.add(metric);
                }
            }
        }
        html.append("<section><h2>Runs</h2><div class=\"scroll\"><table><thead><tr><th>metric");
        for (JsonNode verdict : verdicts) {
            html.append("</th><th class=\"n\">").append(escaped(MetricText.release(verdict)));
        }
        html.append("</th></tr></thead><tbody>");
        rows.forEach(
                (name, cells) -> {
                    while (cells.size() < verdicts.size()) {
                        cells.add(MissingNode.getInstance());
                    }
                    html.append("<tr><td>").append(escaped(name));
                    for (JsonNode cell : cells) {
                        boolean bad = MetricText.isBreach(cell) && !MetricText.isDiagnostic(cell);
                        html.append("</td><td class=\"n")
                                .append(bad ? " bad" : "")
                                .append("\">")
                                .append(MetricText.number(cell.path("value")));
                    }
                    html.append("</td></tr>");
                });
        html.append("<tr class=\"sum\"><td>verdict");
        for (JsonNode verdict : verdicts) {
            html.append("</td><td class=\"n\">").append(escaped(verdict.path("verdict").asText()));
        }
        html.append("</td></tr></tbody></table></div></section>\n");
    }

    private void series(String title, JsonNode run, Choice choice, ChangedItems items) {
        List<JsonNode> chosen = new ArrayList<>();
        for (JsonNode metric : run.path("metrics")) {
            if (choice.admits(metric)) {
                chosen.add(metric);
            }
        }
        if (chosen.isEmpty()) {
            return;
        }
        html.append("<section><h2>")
                .append(title)
                .append("</h2><div class=\"scroll\"><table><thead><tr><th>metric</th>")
                .append("<th class=\"n\">value</th><th class=\"n\">baseline</th>")
                .append("<th class=\"n\">change</th><th class=\"n\">95 % interval</th>")
                .append("<th class=\"n\">n</th>")
                .append("<th class=\"n\">missing</th><th class=\"n\">newly failing</th>")
                .append("<th class=\"n\">newly passing</th><th>verdict</th><th>noise?</th>")
                .append("<th>why</th>")
                .append("</tr></thead><tbody>");
        for (JsonNode metric : chosen) {
            row(metric);
        }
        html.append("</tbody></table></div>");
        for (JsonNode metric : chosen) {
            changed(metric, items.of(metric));
        }
        html.append("</section>\n");
    }

    private void row(JsonNode metric) {
        boolean bad = MetricText.isBreach(metric) && !MetricText.isDiagnostic(metric);
        html.append(bad ? "<tr class=\"bad\"><td>" : "<tr><td>")
                .append(escaped(MetricText.name(metric)));
        number(MetricText.number(metric.path("value")));
        number(MetricText.number(metric.path("baseline")));
        number(MetricText.change(metric));
        number(MetricText.interval(metric));
        number(metric.path("n").asText());
        number(metric.path("missing").asText());
        number(Integer.toString(metric.path("newly_failing").size()));
        number(Integer.toString(metric.path("newly_passing").size()));
        html.append("</td><td>")
                .append(escaped(MetricText.verdict(metric)))
                .append("</td><td>")
                .append(escaped(MetricText.certainty(metric)))
                .append("</td><td>")
                .append(escaped(metric.path("why").asText()))
                .append("</td></tr>");
    }

    private void number(String text) {
        html.append("</td><td class=\"n\">").append(escaped(text));
    }

    private void changed(JsonNode metric, List<ChangedItems.Item> items) {
        if (items.isEmpty()) {
            return;
        }
        html.append("<details")
                .append(MetricText.isBreach(metric) ? " open" : "")
                .append("><summary>")
                .append(escaped(MetricText.name(metric)))
                .append(": ")
                .append(items.size())
                .append(" of ")
                .append(metric.path("newly_failing").size())
                .append(" newly failing items</summary><div class=\"scroll\"><table><thead><tr>")
                .append("<th>input</th><th>expected</th><th>before</th><th>now</th></tr></thead>")
                .append("<tbody>");
        for (ChangedItems.Item item : items) {
            html.append("<tr><td>")
                    .append(escaped(item.input()))
                    .append("</td><td>")
                    .append(escaped(item.expected()))
                    .append("</td><td>")
                    .append(escaped(item.before()))
                    .append("</td><td>")
                    .append(escaped(item.after()))
                    .append("</td></tr>");
        }
        html.append("</tbody></table></div></details>");
    }

    /** Text as it may stand between tags and in attributes. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String resource(String name) {
        try (InputStream stream = HtmlReport.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(name + " is not packaged");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
