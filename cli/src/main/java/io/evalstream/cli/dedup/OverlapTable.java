package io.evalstream.cli.dedup;

import io.evalstream.cli.html.Html;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What suites have in common, as a matrix for few of them and as a list for many. */
final class OverlapTable {

    /** Steps of the ground on which a share stands. */
    private static final int SHADES = 5;

    private final StringBuilder html;
    private final DedupReport report;

    OverlapTable(StringBuilder html, DedupReport report) {
        this.html = html;
        this.report = report;
    }

    /** A row for each suite: how many of its items are in the others too. */
    void matrix() {
        Map<List<String>, Overlap> known = new HashMap<>();
        for (Overlap overlap : report.overlaps()) {
            known.put(List.of(overlap.first(), overlap.second()), overlap);
        }
        html.append("<table class=\"matrix\"><thead><tr><th scope=\"col\">of these</th>");
        for (SuiteSummary column : report.suites()) {
            html.append("<th scope=\"col\" class=\"n\">in ")
                    .append(Html.name(column.name()))
                    .append("</th>");
        }
        html.append("</tr></thead><tbody>");
        for (SuiteSummary row : report.suites()) {
            html.append("<tr><th scope=\"row\">").append(Html.name(row.name())).append("</th>");
            for (SuiteSummary column : report.suites()) {
                Overlap overlap = known.get(List.of(row.name(), column.name()));
                Overlap mirrored = known.get(List.of(column.name(), row.name()));
                long items =
                        overlap != null
                                ? overlap.firstItems()
                                : mirrored != null ? mirrored.secondItems() : 0;
                cell(items, row.items());
            }
            html.append("</tr>");
        }
        html.append("</tbody></table></div><p class=\"facts\">Items of the suite on the left that")
                .append(" have a duplicate in the suite above; on the diagonal, items that occur")
                .append(" more than once in it.</p>");
    }

    /**
     * The greatest overlaps, one a row.
     *
     * @param most rows at most
     */
    void list(int most) {
        Map<String, Long> items = new HashMap<>();
        report.suites().forEach(suite -> items.put(suite.name(), suite.items()));
        List<Overlap> greatestFirst = new ArrayList<>(report.overlaps());
        greatestFirst.sort(Comparator.comparing(overlap -> -share(overlap, items)));
        html.append("<table><thead><tr><th scope=\"col\">suite</th><th scope=\"col\">and</th>")
                .append("<th scope=\"col\" class=\"n\">items of the first</th>")
                .append("<th scope=\"col\" class=\"n\">of the second</th>")
                .append("<th scope=\"col\" class=\"n\">pairs</th>")
                .append(
                        "<th scope=\"col\" class=\"n\">share of the smaller</th></tr></thead><tbody>");
        for (Overlap overlap : greatestFirst.subList(0, Math.min(most, greatestFirst.size()))) {
            html.append("<tr><th scope=\"row\">")
                    .append(Html.name(overlap.first()))
                    .append("</th><td>")
                    .append(
                            overlap.first().equals(overlap.second())
                                    ? "itself"
                                    : Html.name(overlap.second()))
                    .append("</td><td class=\"n\">")
                    .append(Figures.grouped(overlap.firstItems()))
                    .append("</td><td class=\"n\">")
                    .append(Figures.grouped(overlap.secondItems()))
                    .append("</td><td class=\"n\">")
                    .append(Figures.grouped(overlap.pairs()))
                    .append("</td><td class=\"n\">")
                    .append(Figures.percent(share(overlap, items)))
                    .append("</td></tr>");
        }
        html.append("</tbody></table></div>");
        if (greatestFirst.size() > most) {
            html.append("<p class=\"facts\">The greatest ")
                    .append(most)
                    .append(" of ")
                    .append(Figures.grouped(greatestFirst.size()))
                    .append("; report.json has all of them.</p>");
        }
    }

    private static double share(Overlap overlap, Map<String, Long> items) {
        long first = items.get(overlap.first());
        long second = items.get(overlap.second());
        return first <= second
                ? (double) overlap.firstItems() / first
                : (double) overlap.secondItems() / second;
    }

    private void cell(long items, long all) {
        if (items == 0) {
            html.append("<td class=\"n zero\">–</td>");
            return;
        }
        double share = (double) items / all;
        html.append("<td class=\"n shade")
                .append((int) Math.max(1, Math.ceil(share * SHADES)))
                .append("\">")
                .append(Figures.grouped(items))
                .append("<small>")
                .append(Figures.percent(share))
                .append("</small></td>");
    }
}
