package io.evalstream.cli.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The page of a hand-made result. */
class DedupPageTest {

    private static final Instant AT = Instant.parse("2026-02-03T04:05:06Z");
    private static final String EVIL = "</pre><script>alert(1)</script>\"'&";

    private final List<Finding> findings = new ArrayList<>();
    private final Map<Finding.Place, ShownItem> items = new HashMap<>();

    @Test
    void showsSizesOverlapsAndEveryDecision() throws Exception {
        add("mini", 3, "extra", 1, Finding.Kind.EXACT, 0, Finding.Action.REMOVED, "");
        add("mini", 5, "extra", 2, Finding.Kind.NEAR, 5, Finding.Action.REMOVED, "");
        add("mini", 7, "mini", 9, Finding.Kind.NEAR, 4, Finding.Action.REPORTED, "PROTECTED");
        add(
                "mini",
                8,
                "extra",
                4,
                Finding.Kind.NEAR,
                9,
                Finding.Action.REPORTED,
                "DIFFERENT_ANSWER");
        item("mini", 3, "이탈리아의 수도 이름을 쓰세요.", "로마");
        item("extra", 1, "이탈리아의  수도 이름을 쓰세요.", "로마");
        item("mini", 5, "버스에 46명이 있고 7명이 더 탔습니다. 모두 몇 명입니까?", "53");
        item("extra", 2, "다음 질문에 답하세요. 버스에 46명이 있고 7명이 더 탔습니다. 모두 몇 명입니까?", "53");
        item("mini", 7, "Hana found 61 marbles in May and 36 in June. What is the total?", "97");
        item("mini", 9, "Hana found 66 marbles in May and 31 in June. What is the total?", "97");
        item(
                "mini",
                8,
                "Kira had 85 pencils and gave 28 of them to Dina. How many are left?",
                "57");
        item(
                "extra",
                4,
                "Kira had 95 pencils and gave 26 of them to Dina. How many are left?",
                "69");

        String html = DedupPage.of(report(), items);

        assertThat(html)
                .startsWith("<!doctype html>")
                .contains(
                        "4 items are duplicates: 2 removed, 2 only reported.",
                        "<span class=\"badge exact\">exact</span>",
                        "<span class=\"badge near\">near 10 %</span>",
                        "protected: stays",
                        "different answer: stays",
                        "<del>85</del>",
                        "<ins>95</ins>",
                        "answer: <del>57</del>",
                        "answer: <ins>69</ins>",
                        "data-kinds=\"NEAR\" data-decisions=\"PROTECTED\" data-suites=\"0\"",
                        "2026-02-03 04:05 UTC")
                // The most doubtful one first.
                .containsSubsequence("different answer: stays", "protected: stays", ">exact<");
        if (System.getProperty("evalstream.page") != null) {
            Files.writeString(Path.of(System.getProperty("evalstream.page")), html);
        }
    }

    @Test
    void nothingThatItemsSayActs() {
        add(EVIL, 3, EVIL, 4, Finding.Kind.NEAR, 1, Finding.Action.REMOVED, "");
        item(EVIL, 3, EVIL + " a", EVIL);
        item(EVIL, 4, EVIL + " b", "other " + EVIL);
        add(EVIL, 5, EVIL, 6, Finding.Kind.NEAR, 1, Finding.Action.REMOVED, "");
        item(EVIL, 5, "plain", "");
        item(EVIL, 6, "plain <img onerror=alert(2)>", "");
        String html = DedupPage.of(report(EVIL), items);
        assertThat(html.split("<script>", -1)).as("our own script alone").hasSize(2);
        assertThat(html)
                .doesNotContain("<img", "<script>alert", "</pre>&lt;")
                .contains("&lt;/pre&gt;&lt;script&gt;alert(1)")
                .containsPattern("script-src 'sha256-[A-Za-z0-9+/]{43}='\"");
        assertThat(html).doesNotContainPattern("(src|href)=");
    }

    @Test
    void saysWhatIsLeftOut() {
        for (int i = 0; i < DedupPage.MOST_CLUSTERS + 100; i++) {
            add("mini", i, "extra", i, Finding.Kind.EXACT, 0, Finding.Action.REMOVED, "");
        }
        for (int i = 0; i < PairHtml.MOST_COPIES + 5; i++) {
            findings.add(
                    new Finding(
                            "extra",
                            "copy",
                            5_000 + i,
                            "mini",
                            "m",
                            9_000,
                            Finding.Kind.NEAR,
                            1,
                            50,
                            9_000,
                            Finding.Action.REMOVED,
                            ""));
        }
        String html = DedupPage.of(report(), items);
        assertThat(html)
                .contains("The first 200 of 301 are shown; report.json has all of them.")
                .contains("and 5 copies more in report.json");
        assertThat(html.split("<article data-kinds", -1)).hasSize(DedupPage.MOST_CLUSTERS + 1);
    }

    @Test
    void leavesOutTheMiddleOfWhatIsAlike() {
        String middle = "word ".repeat(1_000);
        add("mini", 1, "extra", 1, Finding.Kind.NEAR, 1, Finding.Action.REMOVED, "");
        item("mini", 1, "one " + middle + "end", "");
        item("extra", 1, "two " + middle + "END", "");
        String html = DedupPage.of(report(), items);
        assertThat(html).contains(" letters alike …", "<del>one</del>", "<ins>END</ins>");
        assertThat(html.length()).isLessThan(20_000);
    }

    @Test
    void manySuitesAreAList() {
        List<SuiteSummary> many = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            many.add(summary("s" + i));
        }
        List<Overlap> overlaps =
                List.of(new Overlap("s1", "s1", 2, 2, 1), new Overlap("s1", "s2", 30, 25, 40));
        String html =
                DedupPage.of(
                        new DedupReport(
                                AT, Map.of(), Map.of(), many, List.of(), overlaps, List.of(),
                                List.of(), List.of()),
                        items);
        assertThat(html).containsSubsequence(">s2</td>", "30 %", ">itself</td>");
    }

    @Test
    void overlapsAreCountedByItem() {
        add("mini", 1, "extra", 1, Finding.Kind.EXACT, 0, Finding.Action.REMOVED, "");
        Finding first = findings.get(0);
        findings.add(
                new Finding(
                        "extra",
                        "e2",
                        2,
                        "mini",
                        "m1",
                        1,
                        Finding.Kind.NEAR,
                        1,
                        50,
                        first.cluster(),
                        Finding.Action.REMOVED,
                        ""));
        assertThat(Overlap.of(List.of("mini", "extra"), findings))
                .containsExactly(
                        new Overlap("mini", "extra", 1, 2, 2),
                        new Overlap("extra", "extra", 2, 2, 1));
    }

    private void add(
            String keptSuite,
            long keptRow,
            String suite,
            long row,
            Finding.Kind kind,
            int distance,
            Finding.Action action,
            String why) {
        findings.add(
                new Finding(
                        suite,
                        suite + "-" + row,
                        row,
                        keptSuite,
                        keptSuite + "-" + keptRow,
                        keptRow,
                        kind,
                        distance,
                        50,
                        keptRow,
                        action,
                        why));
    }

    private void item(String suite, long row, String text, String answer) {
        items.put(new Finding.Place(suite, row), new ShownItem(text, answer));
    }

    private DedupReport report() {
        return report("mini", "extra");
    }

    private DedupReport report(String... suites) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("mode", "eval");
        parameters.put("threshold", "0.2");
        parameters.put("keep", "components");
        List<SuiteSummary> summaries = new ArrayList<>();
        for (String suite : suites) {
            summaries.add(summary(suite));
        }
        List<Cluster> clusters = Cluster.group(findings);
        Finding finding = findings.get(0);
        return new DedupReport(
                AT,
                parameters,
                new TreeMap<>(Map.of("verified", 1234L)),
                summaries,
                List.of(new SuiteInput("fewshot", List.of(), 8, new byte[0], 8)),
                Overlap.of(List.of(suites), findings),
                List.of(new Contamination(suites[0], "fewshot", 100, 8, 1, List.of(finding))),
                clusters,
                List.of(new InputFile("kept/mini.jsonl", 12, "ab".repeat(32))));
    }

    private SuiteSummary summary(String name) {
        return SuiteSummary.all(
                        List.of(new SuiteInput(name, List.of(), 100, new byte[0], 99.6)),
                        Set.of("mini"),
                        findings)
                .get(0);
    }
}
