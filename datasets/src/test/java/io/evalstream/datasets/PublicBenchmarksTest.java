package io.evalstream.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.udfs.text.CodePoints;
import io.evalstream.udfs.text.Levenshtein;
import io.evalstream.udfs.text.TextNormalization;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads benchmarks that others have published; skipped where they are not at hand. */
class PublicBenchmarksTest {

    private Path datasets;

    @BeforeEach
    void findDatasets() {
        datasets = SharedData.datasets();
    }

    /** The counts were taken with Python's json and csv modules, not with these readers. */
    @Test
    void everyFileReadsWithAllItsItems() throws IOException {
        Map<String, Integer> expected = counts();
        Map<String, Integer> found = new TreeMap<>();
        for (Path file : files()) {
            List<DatasetItem> items = SharedData.items(file);
            found.put(datasets.relativize(file).toString(), items.size());
            for (DatasetItem item : items) {
                assertThat(item.question()).as(file + " " + item.id()).isNotBlank();
                assertThat(item.id()).as(file + " row " + item.row()).isNotBlank();
                assertThat(item.raw()).doesNotContain('\n');
                for (String choice : item.choices()) {
                    assertThat(choice).as(file + " " + item.id()).isNotBlank();
                }
            }
        }
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void everyRecordReadsTheSameFromItsOwnRawLine() throws IOException {
        for (Path file : files()) {
            List<DatasetItem> items = SharedData.items(file);
            Path copy = Files.createTempFile("raw", ".jsonl");
            try {
                List<String> lines = new ArrayList<>();
                for (DatasetItem item : items) {
                    lines.add(item.rawText());
                }
                Files.write(copy, lines);
                if (lines.get(0).startsWith("[")) {
                    continue;
                }
                List<DatasetItem> again = SharedData.items(copy);
                assertThat(again).hasSameSizeAs(items);
                for (int i = 0; i < items.size(); i++) {
                    assertThat(again.get(i).comparedText(true))
                            .as(file + " row " + i)
                            .isEqualTo(items.get(i).comparedText(true));
                    assertThat(again.get(i).answer()).isEqualTo(items.get(i).answer());
                    assertThat(again.get(i).raw()).isEqualTo(items.get(i).raw());
                }
            } finally {
                Files.delete(copy);
            }
        }
    }

    @Test
    void bothCopiesOfGsm8kHaveTheSameQuestionsAndAnswers() throws IOException {
        List<DatasetItem> own = SharedData.items(datasets.resolve("gsm8k/openai_test.jsonl"));
        List<DatasetItem> copy =
                SharedData.items(datasets.resolve("gsm8k/math-eval-harness_gsm8k_test.jsonl"));
        Map<String, String> answers = answersByText(own);
        int equal = 0;
        for (DatasetItem item : copy) {
            String answer = answers.get(normalized(item));
            if (answer != null) {
                assertThat(item.answer()).isEqualTo(answer).matches("-?[\\d,.]+");
                equal++;
            }
        }
        assertThat(equal).isEqualTo(1319);
    }

    @Test
    void theCopiesOfAime2024AreCloseAndOnlyThreeAreTheSame() throws IOException {
        List<DatasetItem> one = SharedData.items(datasets.resolve("aime/evalchemy_aime24.json"));
        List<DatasetItem> other = SharedData.items(datasets.resolve("aime/thaki_aime24.jsonl"));
        int same = 0;
        for (DatasetItem item : one) {
            for (DatasetItem candidate : other) {
                same += item.question().equals(candidate.question()) ? 1 : 0;
            }
        }
        assertThat(same).isEqualTo(3);
        assertThat(near(one, other)).isEqualTo(26);
        // Each item is near itself, and near no other.
        assertThat(near(one, one)).isEqualTo(30);
        assertThat(near(other, other)).isEqualTo(30);
    }

    @Test
    void theCopiesOfHumanEvalHaveTheSamePrompts() throws IOException {
        List<DatasetItem> own =
                SharedData.items(datasets.resolve("humaneval/openai_HumanEval.jsonl.gz"));
        List<DatasetItem> copy =
                SharedData.items(datasets.resolve("humaneval/evalchemy_humaneval-python.jsonl"));
        List<DatasetItem> nominal =
                SharedData.items(datasets.resolve("recode/HumanEval_nominal.jsonl"));
        assertThat(common(own, nominal)).isEqualTo(164);
        assertThat(common(own, copy)).isGreaterThan(150);
    }

    @Test
    void arcInThreeFormsHasTheSameQuestionsChoicesAndAnswers() throws IOException {
        Map<String, String> original =
                answersByText(SharedData.items(datasets.resolve("arc/ARC-Challenge-Test.jsonl")));
        int found = 0;
        for (DatasetItem item : SharedData.items(datasets.resolve("arc/arc_test.csv"))) {
            String answer = original.get(normalized(item));
            if (answer != null) {
                assertThat(TextNormalization.normalize(item.answer()))
                        .isEqualTo(TextNormalization.normalize(answer));
                found++;
            }
        }
        assertThat(found).isEqualTo(1165);
        for (DatasetItem item : SharedData.items(datasets.resolve("arc/arc_easy.jsonl"))) {
            assertThat(item.question()).doesNotStartWith("Question");
            assertThat(item.choices()).hasSizeBetween(3, 5).contains(item.answer());
        }
    }

    @Test
    void mmluAsRowsAndAsTablesHasTheSameItems() throws IOException {
        Map<String, String> tables = new HashMap<>();
        for (DatasetItem item : SharedData.items(datasets.resolve("mmlu/test"))) {
            tables.put(normalized(item), TextNormalization.normalize(item.answer()));
        }
        int found = 0;
        int agreeing = 0;
        List<DatasetItem> rows =
                SharedData.items(datasets.resolve("mmlu/math-eval-harness_mmlu_stem_test.jsonl"));
        for (DatasetItem item : rows) {
            String answer = tables.get(normalized(item));
            found += answer == null ? 0 : 1;
            agreeing += TextNormalization.normalize(item.answer()).equals(answer) ? 1 : 0;
        }
        assertThat(found).isGreaterThan(2990);
        assertThat(agreeing).isGreaterThan(found - 10);
    }

    @Test
    void truthfulQaAsTableAndAsDocumentAsksTheSame() throws IOException {
        List<DatasetItem> table = SharedData.items(datasets.resolve("truthfulqa/TruthfulQA.csv"));
        List<DatasetItem> document =
                SharedData.items(
                        datasets.resolve("truthfulqa/truthfulqa-multi_en_validation.json"));
        assertThat(common(table, document)).isGreaterThan(800);
    }

    @Test
    void questionsAboutAPassageHaveIt() throws IOException {
        List<DatasetItem> items = SharedData.items(datasets.resolve("rag_qa/xquad.en.json"));
        assertThat(items.get(0).context()).startsWith("The Panthers defense gave up just 308");
        assertThat(items.get(0).answer()).isEqualTo("308");
        assertThat(items.get(0).rawText()).contains("\"context\":\"The Panthers defense");
        assertThat(items).allSatisfy(item -> assertThat(item.context()).isNotBlank());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> walk = Files.walk(datasets)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static Map<String, Integer> counts() throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        try (InputStream in = PublicBenchmarksTest.class.getResourceAsStream("counts.tsv")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t"))
                    .forEach(cells -> counts.put(cells[0], Integer.valueOf(cells[1])));
        }
        return counts;
    }

    private static String normalized(DatasetItem item) {
        return TextNormalization.normalize(item.comparedText(false));
    }

    private static Map<String, String> answersByText(List<DatasetItem> items) {
        Map<String, String> answers = new HashMap<>();
        for (DatasetItem item : items) {
            answers.put(normalized(item), item.answer());
        }
        return answers;
    }

    private static int common(List<DatasetItem> a, List<DatasetItem> b) {
        Set<String> texts = new HashSet<>();
        a.forEach(item -> texts.add(normalized(item)));
        Set<String> both = new TreeSet<>();
        b.forEach(item -> both.add(normalized(item)));
        both.retainAll(texts);
        return both.size();
    }

    private static int near(List<DatasetItem> a, List<DatasetItem> b) {
        int near = 0;
        for (DatasetItem x : a) {
            int[] left = CodePoints.of(normalized(x));
            for (DatasetItem y : b) {
                int[] right = CodePoints.of(normalized(y));
                near +=
                        5 * Levenshtein.distance(left, right) < Math.max(left.length, right.length)
                                ? 1
                                : 0;
            }
        }
        return near;
    }
}
