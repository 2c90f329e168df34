package io.evalstream.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import io.evalstream.cli.html.Html;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** The report on one run: the decision first, then what it rests on, then its history. */
final class HtmlReport {

    private static final String SERIES_HEAD =
            "<thead><tr><th scope=\"col\">metric</th><th scope=\"col\">verdict</th>"
                    + "<th scope=\"col\" class=\"n\">value</th>"
                    + "<th scope=\"col\" class=\"n\">baseline</th>"
                    + "<th scope=\"col\" class=\"n\">change</th>"
                    + "<th scope=\"col\" class=\"n\">95 % interval</th>"
                    + "<th scope=\"col\">evidence</th>"
                    + "<th scope=\"col\" class=\"n\">n</th>"
                    + "<th scope=\"col\" class=\"n\">missing</th>"
                    + "<th scope=\"col\" class=\"n\">newly failing</th>"
                    + "<th scope=\"col\" class=\"n\">newly passing</th></tr></thead>";

    private final StringBuilder html = new StringBuilder();

    private HtmlReport() {}

    /**
     * @param verdicts all runs in order; the last one is what the report is about
     * @param at when the report is made
     */
    static String of(List<JsonNode> verdicts, ChangedItems items, Instant at) {
        HtmlReport report = new HtmlReport();
        JsonNode run = verdicts.get(verdicts.size() - 1);
        report.headline(run, at);
        report.series("Metrics that decide", run, metric -> isWhole(metric, 1), items);
        report.history(verdicts);
        report.series("Slices", run, metric -> !isWholeSeries(metric), items);
        report.series("Other metrics", run, metric -> isWhole(metric, 2), items);
        report.series("Diagnostics", run, metric -> isWhole(metric, 3), items);
        String title = run.path("model_tag").asText() + ": " + run.path("verdict").asText();
        return Html.page(title, report.html);
    }

    private static boolean isWholeSeries(JsonNode metric) {
        return metric.path("slice").asText().isEmpty();
    }

    private static boolean isWhole(JsonNode metric, int tier) {
        return isWholeSeries(metric) && metric.path("tier").asInt() == tier;
    }

    private void headline(JsonNode run, Instant at) {
        String verdict = run.path("verdict").asText();
        html.append("<header class=\"")
                .append(Html.escaped(verdict))
                .append("\">")
                .append(Html.badge(verdict))
                .append("<h1>")
                .append(Html.escaped(run.path("model_tag").asText()))
                .append("</h1><p class=\"why\">")
                .append(Html.escaped(run.path("why").asText()))
                .append("</p><p class=\"facts\">run ")
                .append(Html.escaped(run.path("run_id").asText()))
                .append(MetricText.isWhole(run) ? "" : ", " + MetricText.state(run))
                .append(" · ")
                .append(grouped(run.path("samples").asLong()))
                .append(" results, ")
                .append(grouped(run.path("missing").asLong()))
                .append(" missing");
        if (run.path("last_ts").asLong() > 0) {
            html.append(" · measured ")
                    .append(Html.time(Instant.ofEpochMilli(run.path("last_ts").asLong())));
        }
        html.append(" · report made ")
                .append(Html.time(at))
                .append("</p><p class=\"facts\">baseline: ")
                .append(Html.escaped(MetricText.baselineRuns(run)))
                .append("</p>");
        String cut = MetricText.cut(run);
        if (!cut.isEmpty()) {
            html.append("<p class=\"facts\">").append(Html.escaped(cut)).append("</p>");
        }
        html.append("</header>\n");
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
        open("Runs");
        html.append("<table class=\"runs\"><thead><tr><th scope=\"col\">metric");
        for (JsonNode verdict : verdicts) {
            html.append("</th><th scope=\"col\" class=\"n\">")
                    .append(Html.escaped(MetricText.release(verdict)));
        }
        html.append("</th></tr></thead><tbody>");
        rows.forEach(
                (name, cells) -> {
                    while (cells.size() < verdicts.size()) {
                        cells.add(MissingNode.getInstance());
                    }
                    html.append("<tr><th scope=\"row\">").append(Html.name(name)).append("</th>");
                    for (JsonNode cell : cells) {
                        boolean bad = MetricText.isBreach(cell) && !MetricText.isDiagnostic(cell);
                        html.append(bad ? "<td class=\"n bad\">" : "<td class=\"n\">")
                                .append(MetricText.number(cell.path("value")))
                                .append("</td>");
                    }
                    html.append("</tr>");
                });
        html.append("<tr class=\"sum\"><th scope=\"row\">verdict</th>");
        for (JsonNode verdict : verdicts) {
            html.append("<td class=\"n\">")
                    .append(Html.escaped(verdict.path("verdict").asText().replace('_', ' ')))
                    .append("</td>");
        }
        html.append("</tr></tbody></table></div></section>\n");
    }

    /** A section with a table that scrolls by itself, by keyboard as well. */
    private void open(String title) {
        html.append("<section><h2>")
                .append(title)
                .append("</h2><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
                .append(title)
                .append("\">");
    }

    private void series(
            String title, JsonNode run, Predicate<JsonNode> choice, ChangedItems items) {
        List<JsonNode> chosen = new ArrayList<>();
        for (JsonNode metric : run.path("metrics")) {
            if (choice.test(metric)) {
                chosen.add(metric);
            }
        }
        if (chosen.isEmpty()) {
            return;
        }
        // What dropped is what people came for; of hundreds of slices it may be the last.
        chosen.sort(Comparator.comparing(metric -> !MetricText.isBreach(metric)));
        open(title);
        html.append("<table>").append(SERIES_HEAD).append("<tbody>");
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
        html.append(bad ? "<tr class=\"bad\">" : "<tr>")
                .append("<th scope=\"row\">")
                .append(Html.name(MetricText.name(metric)))
                .append("<small>")
                .append(Html.escaped(metric.path("why").asText()));
        String early = MetricText.decidedEarly(metric);
        if (!early.isEmpty()) {
            html.append("; ").append(early);
        }
        html.append("</small></th><td>").append(Html.badge(MetricText.verdict(metric)));
        number(MetricText.number(metric.path("value")));
        number(MetricText.number(metric.path("baseline")));
        number(MetricText.change(metric));
        number(MetricText.interval(metric));
        html.append("</td><td class=\"evidence\">")
                .append(MetricText.certainty(metric).replace(", ", ",<br>"));
        number(grouped(metric.path("n").asLong()));
        number(grouped(metric.path("missing").asLong()));
        number(grouped(MetricText.newlyFailing(metric)));
        number(grouped(MetricText.newlyPassing(metric)));
        html.append("</td></tr>");
    }

    private void number(String text) {
        html.append("</td><td class=\"n\">").append(Html.escaped(text));
    }

    private void changed(JsonNode metric, List<ChangedItems.Item> items) {
        if (items.isEmpty()) {
            return;
        }
        html.append("<details")
                .append(MetricText.isBreach(metric) ? " open" : "")
                .append("><summary>")
                .append(Html.escaped(MetricText.name(metric)))
                .append(": ")
                .append(items.size())
                .append(" of ")
                .append(grouped(MetricText.newlyFailing(metric)))
                .append(" newly failing items")
                .append(namedItems(metric))
                .append("</summary><div class=\"scroll\" tabindex=\"0\"><table><thead><tr>")
                .append("<th scope=\"col\">input</th><th scope=\"col\">expected</th>")
                .append("<th scope=\"col\">before</th><th scope=\"col\">now</th></tr></thead>")
                .append("<tbody>");
        for (ChangedItems.Item item : items) {
            html.append("<tr><td>")
                    .append(Html.escaped(item.input()))
                    .append("</td><td>")
                    .append(Html.escaped(item.expected()))
                    .append("</td><td>")
                    .append(Html.escaped(item.before()))
                    .append("</td><td>")
                    .append(Html.escaped(item.after()))
                    .append("</td></tr>");
        }
        html.append("</tbody></table></div></details>");
    }

    /** Says so where the verdict itself does not name every item. */
    private static String namedItems(JsonNode metric) {
        int named = metric.path("newly_failing").size();
        return named < MetricText.newlyFailing(metric)
                ? "; the verdict names the first " + grouped(named)
                : "";
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
