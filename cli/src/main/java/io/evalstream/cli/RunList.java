package io.evalstream.cli;

import io.evalstream.cli.html.Html;

import java.time.Instant;

/** The page that lists the runs that were judged last. */
final class RunList {

    private static final String ALL_RUNS =
            "SELECT run_id, model_tag, verdict, summary, last_ts FROM vllm_eval.runs_latest"
                    + " ORDER BY last_ts DESC";

    private RunList() {}

    static String page(JudgedRuns runs) {
        StringBuilder html = new StringBuilder("<section><h1>Runs</h1>");
        if (runs.newestFirst().isEmpty()) {
            html.append("<p>No run has been judged yet.</p></section>\n");
            return Html.page("Evalstream runs", html);
        }
        if (runs.isCut()) {
            html.append("<p class=\"facts\">The newest ")
                    .append(runs.newestFirst().size())
                    .append(". ClickHouse has them all: <code>")
                    .append(ALL_RUNS)
                    .append("</code></p>");
        }
        html.append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Runs\">")
                .append(
                        "<table class=\"list\"><thead><tr><th scope=\"col\">run</th><th scope=\"col\">verdict</th>")
                .append("<th scope=\"col\">release</th><th scope=\"col\">why</th>")
                .append("<th scope=\"col\">measured</th></tr></thead><tbody>");
        for (JudgedRuns.Line run : runs.newestFirst()) {
            html.append("<tr><th scope=\"row\"><a href=\"")
                    .append(ReportPage.path(run.runId()))
                    .append("\">")
                    .append(Html.escaped(run.runId()))
                    .append("</a></th><td>")
                    .append(Html.badge(run.verdict()))
                    .append("</td><td>")
                    .append(Html.escaped(run.modelTag()))
                    .append("</td><td>")
                    .append(Html.escaped(run.why()))
                    .append("</td><td>")
                    .append(run.measured().equals(Instant.EPOCH) ? "–" : Html.time(run.measured()))
                    .append("</td></tr>");
        }
        html.append("</tbody></table></div></section>\n");
        return Html.page("Evalstream runs", html);
    }
}
