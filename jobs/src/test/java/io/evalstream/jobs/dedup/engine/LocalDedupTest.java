package io.evalstream.jobs.dedup.engine;

import static io.evalstream.jobs.dedup.engine.Searches.protectedSuite;
import static io.evalstream.jobs.dedup.engine.Searches.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.evalstream.datasets.DatasetFiles;
import io.evalstream.datasets.DatasetItem;
import io.evalstream.datasets.DatasetReader;
import io.evalstream.jobs.dedup.engine.Duplicate.Action;
import io.evalstream.jobs.dedup.engine.Duplicate.Kind;
import io.evalstream.jobs.dedup.engine.Duplicate.Why;
import io.evalstream.udfs.sketch.SketchMode;
import io.evalstream.udfs.sketch.StopShingles;
import io.evalstream.udfs.text.Closeness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What is found, against what is known of public benchmarks and against every pair compared. */
class LocalDedupTest {

    private static final DedupParameters DEFAULT = DedupParameters.DEFAULT;

    @TempDir private Path folder;

    @Test
    void theTwoCopiesOfGsm8kAreTheSame() throws Exception {
        DedupResult result =
                Searches.run(
                        DEFAULT,
                        2,
                        List.of(
                                suite("a", SharedDatasets.path("gsm8k/openai_test.jsonl")),
                                suite(
                                        "b",
                                        SharedDatasets.path(
                                                "gsm8k/math-eval-harness_gsm8k_test.jsonl"))));
        assertThat(result.rows()).containsExactly(1319L, 1319L);
        assertThat(result.duplicates()).hasSize(1319);
        assertThat(result.duplicates())
                .allMatch(
                        one ->
                                one.suite().equals("b")
                                        && one.kind() == Kind.EXACT
                                        && one.isRemoved()
                                        && one.row() == one.keptRow());
        assertThat(result.duplicates().get(7).keptItem()).isEqualTo("openai_test.jsonl#7");
    }

    @Test
    void twentySixProblemsOfAimeAreNearAcrossItsCopiesAndNoneWithinOne() throws Exception {
        String first = SharedDatasets.path("aime/evalchemy_aime24.json");
        String second = SharedDatasets.path("aime/thaki_aime24.jsonl");
        DedupResult across =
                Searches.run(DEFAULT, 2, List.of(suite("a", first), suite("b", second)));
        assertThat(across.duplicates()).hasSize(26);
        assertThat(across.duplicates())
                .allMatch(one -> one.suite().equals("b") && one.keptSuite().equals("a"));
        assertThat(Searches.run(DEFAULT, 1, List.of(suite("a", first))).duplicates()).isEmpty();
        assertThat(Searches.run(DEFAULT, 1, List.of(suite("b", second))).duplicates()).isEmpty();
    }

    @Test
    void threePairsOfHumanEvalAreReportedAndNothingOfAProtectedSuiteGoes() throws Exception {
        DedupResult result =
                Searches.run(
                        DEFAULT,
                        2,
                        List.of(
                                protectedSuite(
                                        "h",
                                        SharedDatasets.path(
                                                "humaneval/openai_HumanEval.jsonl.gz"))));
        List<String> pairs = new ArrayList<>();
        for (Duplicate one : result.duplicates()) {
            assertThat(one.action()).isEqualTo(Action.REPORTED);
            assertThat(one.why()).isEqualTo(Why.PROTECTED);
            pairs.add(one.keptItem() + " " + one.item());
        }
        assertThat(pairs)
                .containsExactly(
                        "HumanEval/7 HumanEval/29",
                        "HumanEval/40 HumanEval/43",
                        "HumanEval/56 HumanEval/61");
    }

    @Test
    void itemsWithOneStemAndOtherOptionsStayApart() throws Exception {
        Path file = folder.resolve("stems.jsonl");
        Files.writeString(
                file,
                """
                {"question":"Which of these is it?","choices":["the liver and the heart","both lungs"],"answer":0}
                {"question":"Which of these is it?","choices":["a mitochondrion","any ribosome of it"],"answer":0}
                {"question":"Which of these is it?","choices":["the liver and the heart","both lungs"],"answer":0}
                """);
        List<Duplicate> found =
                Searches.run(DEFAULT, 1, List.of(suite("s", file.toString()))).duplicates();
        assertThat(found).hasSize(1);
        assertThat(found.get(0).row()).isEqualTo(2);
        assertThat(found.get(0).keptRow()).isEqualTo(0);
    }

    @Test
    void aNearDuplicateWithAnotherAnswerIsReportedUnlessAskedFor() throws Exception {
        Path file = folder.resolve("answers.jsonl");
        Files.writeString(
                file,
                """
                {"question":"How many apples does Tom have after buying 12 more of them?","answer":"17"}
                {"question":"How many apples does Tom have after buying 13 more of them?","answer":"18"}
                {"question":"How many apples does Tom have after buying 12 more of them??","answer":"17"}
                """);
        List<Suite> suites = List.of(suite("s", file.toString()));
        assertThat(Searches.run(DEFAULT, 1, suites).duplicates())
                .extracting(Duplicate::row, Duplicate::action, Duplicate::why)
                .containsExactly(
                        tuple(1L, Action.REPORTED, Why.DIFFERENT_ANSWER),
                        tuple(2L, Action.REMOVED, Why.NONE));
        DedupParameters removing =
                new DedupParameters(
                        DEFAULT.mode(), DEFAULT.keep(), Closeness.FIFTH, false, true, 256);
        assertThat(Searches.run(removing, 1, suites).duplicates())
                .allMatch(Duplicate::isRemoved)
                .hasSize(2);
    }

    @Test
    void anEqualTextGoesAlsoWhereTheFirstOfItsComponentHasAnotherAnswer() throws Exception {
        Path file = folder.resolve("equal.jsonl");
        Files.writeString(
                file,
                """
                {"question":"How many apples does Tom have after buying 12 more of them?","answer":"17"}
                {"question":"How many apples does Tom have after buying 13 more of them?","answer":"18"}
                {"question":"How many apples does Tom have after buying 13 more of them?","answer":"18"}
                """);
        for (DedupParameters parameters : List.of(DEFAULT, Searches.leaders(DEFAULT))) {
            assertThat(
                            Searches.run(parameters, 1, List.of(suite("s", file.toString())))
                                    .duplicates())
                    .extracting(Duplicate::row, Duplicate::keptRow, Duplicate::action)
                    .containsExactly(tuple(1L, 0L, Action.REPORTED), tuple(2L, 1L, Action.REMOVED));
        }
    }

    @Test
    void whatIsOnEveryPageOfTheWebMakesNoCandidates() throws Exception {
        String frame = "Home | Products | About us | Contact | Terms of use | Privacy policy. ";
        Random random = new Random(7);
        List<String> pages = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            StringBuilder page = new StringBuilder(frame);
            for (int word = 0; word < 12; word++) {
                page.append(Long.toString(random.nextLong() >>> 20, 36)).append(' ');
            }
            pages.add(page.toString());
        }
        DedupParameters web =
                new DedupParameters(
                        SketchMode.WEB, DEFAULT.keep(), Closeness.FIFTH, false, false, 256);
        pages.add(pages.get(0) + "!");
        DedupResult result = Searches.run(web, 1, List.of(written(pages)));
        assertThat(result.duplicates()).extracting(Duplicate::row).containsExactly(300L);
        assertThat(result.counters().candidates()).isLessThan(100);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void componentsOfARealBenchmarkAreThoseOfBruteForce(int threads) throws Exception {
        List<String> texts = recode(40);
        int[] expected = BruteForce.components(BruteForce.near(texts));
        DedupResult result = Searches.run(DEFAULT, threads, List.of(written(texts)));
        assertThat(keptRows(result, texts.size())).isEqualTo(expected);
        assertThat(result.duplicates()).hasSizeGreaterThan(50);
    }

    @Test
    void leadersOfARealBenchmarkAreThoseOfBruteForce() throws Exception {
        List<String> texts = recode(40);
        int[] expected = BruteForce.leaders(BruteForce.near(texts));
        DedupResult result = Searches.run(Searches.leaders(DEFAULT), 2, List.of(written(texts)));
        assertThat(keptRows(result, texts.size())).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shortTextsAreFoundAsBruteForceFindsThem(long seed) throws Exception {
        Random random = new Random(seed);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            StringBuilder text =
                    new StringBuilder(
                            i % 3 == 0 || texts.isEmpty()
                                    ? "x"
                                    : texts.get(random.nextInt(texts.size())));
            int edits = i % 3 == 0 ? 28 : random.nextInt(8);
            for (int edit = 0; edit < edits; edit++) {
                int place = random.nextInt(text.length() + 1);
                text.insert(place, (char) ('가' + random.nextInt(30)));
                if (text.length() > 29) {
                    text.deleteCharAt(random.nextInt(text.length()));
                }
            }
            texts.add(text.toString());
        }
        boolean[][] near = BruteForce.near(texts);
        DedupResult components = Searches.run(DEFAULT, 2, List.of(written(texts)));
        assertThat(keptRows(components, texts.size())).isEqualTo(BruteForce.components(near));
        DedupResult leaders = Searches.run(Searches.leaders(DEFAULT), 3, List.of(written(texts)));
        assertThat(keptRows(leaders, texts.size())).isEqualTo(BruteForce.leaders(near));
    }

    @Test
    void aTextTooShortForASketchIsComparedWithLongerOnes() throws Exception {
        String shorter = "abcdefghijklmnopqrstuvwxyz012";
        List<String> texts = List.of(shorter, shorter + "34567", shorter + "ABCDEFGH");
        DedupResult result = Searches.run(DEFAULT, 2, List.of(written(texts)));
        // 5 of 34 is less than a fifth; 8 of 37 is more, and so is 8 of 37 to the second.
        assertThat(keptRows(result, 3)).isEqualTo(new int[] {0, 0, 2});
        assertThat(result.duplicates().get(0).distance()).isEqualTo(5);
    }

    /** Bands find four of five of these; to look at sketches first may cost hardly any. */
    @Test
    void hardPairsAreNotLostByTheirSketches() throws Exception {
        List<String> texts = hardPairs(400);
        int inBands = 0;
        for (int i = 0; i < texts.size(); i += 2) {
            inBands += meetInABand(texts.get(i), texts.get(i + 1)) ? 1 : 0;
        }
        DedupResult found = Searches.run(DEFAULT, 2, List.of(written(texts)));
        assertThat(inBands).isGreaterThan(200);
        assertThat(Searches.run(DEFAULT, 1, List.of(written(texts))).bytesInBands())
                .isBetween(268.0, 300.0);
        assertThat(found.duplicates().size()).isBetween(inBands - 1, inBands);
    }

    /**
     * Texts of a benchmark and copies that differ in a tenth to a fifth, replaced here and there.
     */
    private static List<String> hardPairs(int count) throws IOException {
        Random random = new Random(3);
        List<String> texts = new ArrayList<>();
        Path file = Path.of(SharedDatasets.path("gsm8k/openai_test.jsonl"));
        try (DatasetReader reader = DatasetFiles.of(file).open()) {
            while (texts.size() < 2 * count) {
                String text = BruteForce.normal(reader.next().comparedText(false));
                char[] copy = text.toCharArray();
                int edits = (int) (copy.length * (0.10 + 0.09 * random.nextDouble()));
                for (int i = 0; i < edits; i++) {
                    copy[random.nextInt(copy.length)] = (char) ('a' + random.nextInt(26));
                }
                texts.add(text);
                texts.add(BruteForce.normal(new String(copy)));
            }
        }
        return texts;
    }

    private static boolean meetInABand(String a, String b) {
        BandKeys bandKeys = new BandKeys(SketchMode.EVAL, StopShingles.NONE);
        int[] keysOfA = new int[SketchMode.EVAL.bands()];
        int[] keysOfB = new int[SketchMode.EVAL.bands()];
        long[] sketch = new long[ShortSketch.LONGS];
        int[] pointsOfA = a.codePoints().toArray();
        int[] pointsOfB = b.codePoints().toArray();
        bandKeys.of(pointsOfA, pointsOfA.length, keysOfA, sketch);
        bandKeys.of(pointsOfB, pointsOfB.length, keysOfB, sketch);
        for (int band = 0; band < keysOfA.length; band++) {
            if (keysOfA[band] == keysOfB[band]) {
                return true;
            }
        }
        return false;
    }

    @Test
    void distancesToTheKeptItemAreToldAlsoAtTheEndOfAChain() throws Exception {
        String base = "abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrst";
        String next = "XXXXXXXX" + base.substring(8);
        String last = "XXXXXXXX" + base.substring(8, 48) + "YYYYYYYY";
        List<Duplicate> found =
                Searches.run(DEFAULT, 2, List.of(written(List.of(base, next, last)))).duplicates();
        assertThat(found).hasSize(2);
        assertThat(found.get(0).distance()).isEqualTo(8);
        assertThat(found.get(1).distance()).isEqualTo(16);
        assertThat(found.get(1).normalizedDistance()).isGreaterThan(0.2);
        assertThat(found).allMatch(one -> one.cluster() == 0 && one.keptRow() == 0);
    }

    @Test
    void whatIsNotComparedInAnOverfullBucketIsCounted() throws Exception {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            texts.add("The very same beginning of a template that all of these items share " + i);
        }
        DedupParameters capped =
                new DedupParameters(
                        SketchMode.EVAL, DEFAULT.keep(), Closeness.FIFTH, false, false, 20);
        DedupResult result = Searches.run(capped, 2, List.of(written(texts)));
        assertThat(result.counters().cappedBuckets()).isPositive();
        assertThat(result.counters().pairsLeftOut()).isPositive();
        assertThat(result.duplicates()).hasSize(59);
        DedupResult whole = Searches.run(DEFAULT, 2, List.of(written(texts)));
        assertThat(whole.counters().pairsLeftOut()).isZero();
    }

    @Test
    void aBrokenLineIsNamedWithItsFileAlsoFarBehindTheFirstSplit() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            lines.add("{\"question\":\"What is number " + i + " of all these?\",\"answer\":\"x\"}");
        }
        lines.set(800, "{\"question\":");
        Path file = folder.resolve("broken.jsonl");
        Files.write(file, lines);
        assertThatThrownBy(() -> Searches.run(DEFAULT, 2, List.of(suite("s", file.toString()))))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + ":801: ");
    }

    private Suite written(List<String> texts) throws IOException {
        return suite("s", Searches.questions(folder.resolve("texts.jsonl"), texts));
    }

    private static int[] keptRows(DedupResult result, int count) {
        int[] kept = new int[count];
        for (int i = 0; i < count; i++) {
            kept[i] = i;
        }
        for (Duplicate one : result.duplicates()) {
            kept[(int) one.row()] = (int) one.keptRow();
        }
        return kept;
    }

    /** Some tasks of several variants of HumanEval, task by task. */
    private static List<String> recode(int tasks) throws IOException {
        List<String> texts = new ArrayList<>();
        for (String variant :
                List.of(
                        "HumanEval_nominal.jsonl",
                        "humaneval_ButterFingersPerturbation_s0.jsonl",
                        "humaneval_DeadCodeInserter_s0.jsonl")) {
            Path file = Path.of(SharedDatasets.path("recode/" + variant));
            try (DatasetReader reader = DatasetFiles.of(file).open()) {
                for (int i = 0; i < tasks; i++) {
                    DatasetItem item = reader.next();
                    texts.add(item.comparedText(false));
                }
            }
        }
        return texts;
    }
}
