package io.evalstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.evalstream.cli.html.Html;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** What people read of verdicts: the table, the summary, the report. */
class ReportsTest {

    private static final Instant AT = Instant.parse("2026-02-03T04:05:06Z");
    private static final JsonNode FIRST =
            Json.of(
                    "{'run_id':'r1','model_tag':'llm:release-1','verdict':'NO_BASELINE',"
                            + "'metrics':["
                            + metric("acc", "", 0.8, null, "NO_BASELINE", 1)
                            + ","
                            + metric("gone", "", 0.1, null, "NO_BASELINE", 1)
                            + "]}");
    private static final JsonNode SECOND =
            Json.of(
                    "{'run_id':'r2','model_tag':'llm:release-2','verdict':'BREACH',"
                            + "'why':'acc dropped','baseline_runs':['r1'],'metrics':["
                            + metric("acc", "", 0.4, 0.8, "BREACH_FINAL", 1)
                            + ","
                            + metric("acc", "Law", 0.2, 0.8, "BREACH_FINAL", 2)
                            + ","
                            + metric("acc", "Art", 0.8, 0.8, "PASS", 2)
                            + ","
                            + metric("ppl", "", 9.0, 5.0, "BREACH_FINAL", 3)
                            + ","
                            + metric("ppl", "Law", 9.0, 5.0, "BREACH_FINAL", 3)
                            + "]}");

    private static String metric(
            String name, String slice, double value, Double baseline, String verdict, int tier) {
        return String.format(
                Locale.ROOT,
                "{'task':'t','metric':'%s','slice':'%s','value':%s,'baseline':%s,'verdict':'%s',"
                        + "'tier':%d,'n':50,'missing':0,'relative_drop':%s}",
                name,
                slice,
                value,
                baseline,
                verdict,
                tier,
                baseline == null ? null : (baseline - value) / baseline);
    }

    private static List<String> printed(Consumer<Console> use) {
        StringWriter out = new StringWriter();
        use.accept(new Console(new PrintWriter(out), new PrintWriter(new StringWriter())));
        return out.toString().lines().toList();
    }

    @Test
    void tableHasAColumnForEveryRunAndARowForEverySeries() {
        assertThat(printed(console -> console.table(List.of(FIRST, SECOND))))
                .containsExactly(
                        "            release-1    release-2",
                        "t/acc          0.8000     0.4000 !",
                        "t/gone         0.1000             ",
                        "t/ppl                       9.0000",
                        "verdict   NO_BASELINE       BREACH");
    }

    @Test
    void decisionListsWholeSeriesOnly() {
        assertThat(printed(console -> console.decision(SECOND)))
                .containsExactly(
                        "",
                        "BREACH  llm:release-2: acc dropped",
                        "  BREACH_FINAL t/acc: 0.8000 → 0.4000 (-50.0 %, n = 50)",
                        "  diagnostic   t/ppl: 5.0000 → 9.0000 (+80.0 %, n = 50)");
    }

    @Test
    void summaryHasWholeSeriesAndTheSlicesThatDropped() {
        assertThat(MarkdownSummary.of(List.of(FIRST, SECOND)).lines())
                .startsWith("## BREACH: llm:release-2", "", "acc dropped. Baseline: r1.")
                .contains(
                        "| t/acc | 0.4000 | 0.8000 | -50.0 % | – | 50 | 0 | 0 / 0 | BREACH_FINAL | – |",
                        "| t/acc [Law] | 0.2000 | 0.8000 | -75.0 % | – | 50 | 0 | 0 / 0 |"
                                + " BREACH_FINAL | – |",
                        "| t/ppl | 9.0000 | 5.0000 | +80.0 % | – | 50 | 0 | 0 / 0 | diagnostic | – |")
                .hasSize(9);
    }

    @Test
    void summaryKeepsTheTableWhole() {
        JsonNode odd =
                Json.of(
                        "{'model_tag':'a|b<i>','verdict':'PASS','why':'x','metrics':["
                                + metric("a|b<script>", "", 1, 1.0, "PASS", 1)
                                + "]}");
        assertThat(MarkdownSummary.of(List.of(odd)))
                .contains("## PASS: a\\|b&lt;i>", "| t/a\\|b&lt;script> |", "Baseline: none.");
    }

    @Test
    void reportShowsHistoryDecisionAndDiagnosticsApart() {
        String html = HtmlReport.of(List.of(FIRST, SECOND), ChangedItems.none(), AT);
        assertThat(html)
                .startsWith("<!doctype html>")
                .contains(
                        "<title>llm:release-2: BREACH</title>",
                        "report made <time datetime=\"2026-02-03T04:05:06Z\">2026-02-03 04:05 UTC<",
                        "baseline: r1<")
                .containsSubsequence(
                        "<h2>Metrics that decide", "<h2>Runs", "<h2>Slices", "<h2>Diag")
                .contains(
                        ">t/<wbr>gone</th><td class=\"n\">0.1000</td><td class=\"n\">–</td></tr>",
                        ">t/<wbr>ppl</th><td class=\"n\">–</td><td class=\"n\">9.0000</td></tr>")
                .containsSubsequence("<h2>Slices", ">t/<wbr>acc [Law]<", ">t/<wbr>acc [Art]<")
                .doesNotContain("Other metrics", "measured");
    }

    @Test
    void reportAndSummarySayWhatWasCutAndWhatWasDecidedEarly() {
        JsonNode run =
                Json.of(
                        "{'run_id':'r2','model_tag':'llm:release-2','verdict':'BREACH',"
                                + "'state':'CANCELLED','why':'acc dropped','last_ts':1770000000000,"
                                + "'metrics_cut_from':5000,'metrics':[{'task':'t','metric':'acc',"
                                + "'slice':'','tier':1,'verdict':'BREACH_CERTAIN','why':'certain',"
                                + "'value':0.4,'baseline':0.8,'n':1200,'decided_at_samples':1120,"
                                + "'newly_failing':['a','b'],'newly_failing_count':14042,"
                                + "'newly_passing':[],'newly_passing_count':3}]}");
        ChangedItems items =
                new ChangedItems(
                        Map.of("t/acc", List.of(new ChangedItems.Item("2 + 2", "4", "4", "5"))));
        String html = HtmlReport.of(List.of(run), items, AT);
        assertThat(html)
                .contains(
                        "run r2, cancelled",
                        "measured <time datetime=\"2026-02-02T02:40:00Z\">2026-02-02 02:40 UTC<",
                        "Of 5,000 series the first 1 are listed.",
                        "certain; decided at 1,120 samples<",
                        "<tr class=\"bad\"><th scope=\"row\">t/<wbr>acc<",
                        "<td class=\"n\">14,042</td><td class=\"n\">3</td>",
                        "1 of 14,042 newly failing items; the verdict names the first 2<",
                        "<td>2 + 2</td><td>4</td><td>4</td><td>5</td>");
        assertThat(MarkdownSummary.of(List.of(run)))
                .contains(
                        "| 14042 / 3 | BREACH_CERTAIN, decided at 1,120 samples |",
                        "\n\nOf 5,000 series the first 1 are listed.\n");
    }

    @Test
    void reportEscapesWhateverTheInputsSay() {
        String evil = "<script>alert(1)</script>&amp;";
        JsonNode run =
                Json.of(
                        "{'run_id':'%1$s','model_tag':'%1$s','verdict':'PASS','why':'%1$s','metrics':[{'task':'%1$s','metric':'%1$s','filter':'%1$s','slice':'','tier':1,'why':'%1$s','verdict':'PASS','value':1}]}"
                                .formatted(evil));
        String html = HtmlReport.of(List.of(run, run), ChangedItems.none(), AT);
        assertThat(html).doesNotContain("<script").contains("&lt;script&gt;", "&amp;amp;");
        assertThat(Html.escaped("a\"b<c>&d")).isEqualTo("a&quot;b&lt;c&gt;&amp;d");
    }
}
