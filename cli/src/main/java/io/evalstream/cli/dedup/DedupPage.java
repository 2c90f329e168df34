package io.evalstream.cli.dedup;

import io.evalstream.cli.html.Html;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The report of a de-duplication for people: sizes first, then overlaps, then every decision. */
final class DedupPage {

    /** Clusters that are shown; {@code report.json} has all. */
    static final int MOST_CLUSTERS = 200;

    /** Suites up to which their overlaps are a matrix, above it a list. */
    static final int MOST_IN_MATRIX = 12;

    /** Rows of a list of overlaps. */
    static final int MOST_OVERLAPS = 200;

    private final StringBuilder html = new StringBuilder();
    private final DedupReport report;
    private final Map<Finding.Place, ShownItem> items;

    private DedupPage(DedupReport report, Map<Finding.Place, ShownItem> items) {
        this.report = report;
        this.items = items;
    }

    /**
     * @param items what the clusters and the contaminated items that are shown look like
     */
    static String of(DedupReport report, Map<Finding.Place, ShownItem> items) {
        DedupPage page = new DedupPage(report, items);
        page.headline();
        page.sizes();
        page.overlaps();
        page.contamination();
        page.clusters();
        page.method();
        return Html.page(
                "Duplicates in " + page.names(),
                Html.resource(DedupPage.class, "dedup.css"),
                Html.resource(DedupPage.class, "dedup.js"),
                page.html);
    }

    /** The clusters that are shown, the most doubtful first. */
    static List<Cluster> shown(DedupReport report) {
        return report.clusters().stream()
                .sorted(Cluster.MOST_DOUBTFUL_FIRST)
                .limit(MOST_CLUSTERS)
                .toList();
    }

    private String names() {
        List<String> names = new ArrayList<>();
        report.suites().forEach(suite -> names.add(suite.name()));
        return names.size() <= 4 ? String.join(", ", names) : names.size() + " suites";
    }

    private void headline() {
        html.append("<header><h1>Duplicates in ")
                .append(Html.escaped(names()))
                .append("</h1><p class=\"why\">")
                .append(Html.escaped(report.conclusion()))
                .append("</p><p class=\"facts\">mode ")
                .append(Html.escaped(report.parameters().getOrDefault("mode", "")))
                .append(" · near below a distance of ")
                .append(Html.escaped(report.parameters().getOrDefault("threshold", "")))
                .append(" · keep ")
                .append(Html.escaped(report.parameters().getOrDefault("keep", "")))
                .append(" · report made ")
                .append(Html.time(report.madeAt()))
                .append("</p></header>\n");
    }

    private void sizes() {
        open("Suites");
        html.append("<table><thead><tr><th scope=\"col\">suite</th>");
        for (String head :
                List.of("items", "exact", "near", "removed", "reported", "kept", "counted once")) {
            html.append("<th scope=\"col\" class=\"n\">").append(head).append("</th>");
        }
        html.append("</tr></thead><tbody>");
        for (SuiteSummary suite : report.suites()) {
            html.append("<tr><th scope=\"row\">").append(Html.name(suite.name()));
            if (suite.isProtected()) {
                html.append(" <span class=\"badge plain\">protected</span>");
            }
            html.append("</th>");
            row(suite.items(), suite.exact(), suite.near(), suite.removed(), suite.reported());
            row(suite.kept(), suite.countedOnce());
            html.append("</tr>");
        }
        if (report.suites().size() > 1) {
            html.append("<tr class=\"all\"><th scope=\"row\">all</th>");
            row(
                    report.total(SuiteSummary::items),
                    report.total(SuiteSummary::exact),
                    report.total(SuiteSummary::near),
                    report.total(SuiteSummary::removed),
                    report.total(SuiteSummary::reported));
            row(report.total(SuiteSummary::kept), report.total(SuiteSummary::countedOnce));
            html.append("</tr>");
        }
        html.append("</tbody></table></div><p class=\"facts\">Kept: what a score over the written")
                .append(" file is divided by. Counted once: what it would be divided by if every")
                .append(" group of duplicates were one item, those that stay included.")
                .append("</p></section>\n");
    }

    private void row(long... numbers) {
        for (long number : numbers) {
            html.append(number == 0 ? "<td class=\"n zero\">" : "<td class=\"n\">")
                    .append(Figures.grouped(number))
                    .append("</td>");
        }
    }

    private void overlaps() {
        if (report.overlaps().isEmpty()) {
            return;
        }
        open("Overlap of suites");
        if (report.suites().size() <= MOST_IN_MATRIX) {
            new OverlapTable(html, report).matrix();
        } else {
            new OverlapTable(html, report).list(MOST_OVERLAPS);
        }
        html.append("</section>\n");
    }

    private void contamination() {
        if (report.pools().isEmpty()) {
            return;
        }
        open("Contamination: items in few-shot pools");
        html.append("<table><thead><tr><th scope=\"col\">suite</th><th scope=\"col\">pool</th>")
                .append("<th scope=\"col\" class=\"n\">pool items</th>")
                .append("<th scope=\"col\" class=\"n\">exact</th>")
                .append("<th scope=\"col\" class=\"n\">near</th>")
                .append(
                        "<th scope=\"col\" class=\"n\">share of the suite</th></tr></thead><tbody>");
        for (Contamination each : report.contaminations()) {
            boolean isBad = !each.findings().isEmpty();
            html.append(isBad ? "<tr class=\"bad\">" : "<tr>")
                    .append("<th scope=\"row\">")
                    .append(Html.name(each.suite()))
                    .append("</th><td>")
                    .append(Html.name(each.pool()))
                    .append("</td>");
            row(each.poolItems(), each.exact(), each.findings().size() - each.exact());
            html.append("<td class=\"n\">")
                    .append(Figures.percent(each.share()))
                    .append("</td></tr>");
        }
        html.append("</tbody></table></div>");
        PairHtml pairs = new PairHtml(html, items);
        for (Contamination each : report.contaminations()) {
            pairs.contaminated(each);
        }
        html.append("</section>\n");
    }

    private void clusters() {
        List<Cluster> shown = shown(report);
        if (shown.isEmpty()) {
            return;
        }
        html.append("<section id=\"clusters\"><h2>Groups of duplicates</h2><p class=\"facts\">");
        if (shown.size() < report.clusters().size()) {
            html.append("The first ")
                    .append(Figures.grouped(shown.size()))
                    .append(" of ")
                    .append(Figures.grouped(report.clusters().size()))
                    .append(" are shown; report.json has all of them. ");
        }
        html.append("The most doubtful come first: different answers, then what is least alike.")
                .append("</p>");
        filter();
        PairHtml pairs = new PairHtml(html, items);
        List<String> names = new ArrayList<>();
        report.suites().forEach(suite -> names.add(suite.name()));
        for (Cluster cluster : shown) {
            pairs.cluster(cluster, names);
        }
        html.append("<p id=\"none\" class=\"facts\" hidden>No group matches.</p></section>\n");
    }

    /** Hidden until the script runs, without which it would do nothing. */
    private void filter() {
        html.append("<form id=\"filter\" hidden><label>search <input type=\"search\"")
                .append(" id=\"words\" placeholder=\"text, item or answer\"></label>")
                .append("<label>kind <select id=\"kind\"><option value=\"\">all</option>")
                .append("<option value=\"NEAR\">near</option>")
                .append("<option value=\"EXACT\">exact</option></select></label>")
                .append("<label>decision <select id=\"decision\"><option value=\"\">all</option>")
                .append("<option value=\"REMOVED\">removed</option>")
                .append("<option value=\"PROTECTED\">protected</option>")
                .append("<option value=\"DIFFERENT_ANSWER\">different answer</option></select>")
                .append("</label>");
        if (report.suites().size() > 1) {
            html.append("<label>suite <select id=\"suite\"><option value=\"\">all</option>");
            for (int i = 0; i < report.suites().size(); i++) {
                html.append("<option value=\"")
                        .append(i)
                        .append("\">")
                        .append(Html.escaped(report.suites().get(i).name()))
                        .append("</option>");
            }
            html.append("</select></label>");
        }
        html.append("<output id=\"count\"></output></form>");
    }

    private void method() {
        html.append("<section><h2>How it was found</h2><details><summary>parameters and counters")
                .append("</summary><table class=\"list\"><tbody>");
        report.parameters().forEach((name, value) -> fact(name, value));
        report.counters().forEach((name, value) -> fact(name, Figures.grouped(value)));
        html.append("</tbody></table></details><details><summary>files</summary>")
                .append(
                        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Files\">")
                .append("<table class=\"list\"><thead><tr><th scope=\"col\">file</th>")
                .append("<th scope=\"col\" class=\"n\">bytes</th>")
                .append("<th scope=\"col\">SHA-256</th></tr></thead><tbody>");
        report.suites().forEach(suite -> suite.files().forEach(this::file));
        report.pools().forEach(pool -> pool.files().forEach(this::file));
        report.outputs().forEach(this::file);
        html.append("</tbody></table></div></details></section>\n");
    }

    private void fact(String name, String value) {
        html.append("<tr><th scope=\"row\">")
                .append(Html.escaped(name.replace('_', ' ')))
                .append("</th><td>")
                .append(Html.escaped(value))
                .append("</td></tr>");
    }

    private void file(InputFile file) {
        html.append("<tr><th scope=\"row\">")
                .append(Html.name(file.path()))
                .append("</th><td class=\"n\">")
                .append(Figures.grouped(file.bytes()))
                .append("</td><td><code>")
                .append(file.sha256())
                .append("</code></td></tr>");
    }

    /** A section with a table that scrolls by itself, by keyboard as well. */
    private void open(String title) {
        html.append("<section><h2>")
                .append(title)
                .append("</h2><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
                .append(title)
                .append("\">");
    }
}
