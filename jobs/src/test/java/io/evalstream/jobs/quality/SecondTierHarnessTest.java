package io.evalstream.jobs.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.evalstream.contract.Outcome;
import io.evalstream.udfs.verdict.SeriesVerdict;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.NoSuchElementException;

/** What is judged beside the deciding metrics: slices, failures, latency, other metrics. */
class SecondTierHarnessTest {

    private static final int ITEMS = 1_000;

    private JudgeHarness judge;

    @BeforeEach
    void open() throws Exception {
        judge = JudgeHarness.opened(Map.of());
    }

    @AfterEach
    void close() throws Exception {
        judge.close();
    }

    /** What became of an item. */
    private interface Answer {
        double of(int item);
    }

    private interface Slice {
        String of(int item);
    }

    private void run(String runId, Answer answer, Slice slice) throws Exception {
        judge.start(runId, "acc", ITEMS);
        for (int item = 0; item < ITEMS; item++) {
            double value = answer.of(item);
            Outcome outcome = Double.isNaN(value) ? Outcome.MODEL_ERROR : Outcome.SCORED;
            judge.sample(
                    Samples.sample(runId, "acc", item, value, 0, 1, outcome, slice.of(item), ""));
        }
        judge.finish(runId, "acc", ITEMS);
    }

    private SeriesResult result(String metric, String slice) {
        return judge.last().series().stream()
                .filter(r -> r.series().metric().equals(metric))
                .filter(r -> r.series().slice().equals(slice))
                .findFirst()
                .orElseThrow(NoSuchElementException::new);
    }

    private static String subject(int item) {
        return "subject" + item % 5;
    }

    @Test
    void aSubjectHiddenInAnUnchangedAverageIsToldAndDoesNotFailTheRun() throws Exception {
        run("good", item -> item % 10 < 7 ? 1 : 0, SecondTierHarnessTest::subject);
        // Subject 3 loses a good third of its hits, and the others gain as many.
        run(
                "bad",
                item ->
                        subject(item).equals("subject3")
                                ? item % 10 < 7 && item % 30 >= 10 ? 1 : 0
                                : item % 10 < 7 || item % 140 == 9 ? 1 : 0,
                SecondTierHarnessTest::subject);
        assertThat(judge.last().decision()).isEqualTo(RunVerdict.Decision.PASS);
        assertThat(judge.last().notice()).isEqualTo(RunVerdict.Notice.RAISED);
        assertThat(judge.last().why()).contains("task/acc [subject3] dropped");
        SeriesResult slice = result("acc", "subject3");
        assertThat(slice.verdict()).isEqualTo(SeriesVerdict.BREACH_FINAL);
        assertThat(slice.confirmed()).isTrue();
        assertThat(slice.tier()).isEqualTo(2);
        assertThat(judge.last().series().stream().filter(SeriesResult::isToldBreach)).hasSize(1);
    }

    @Test
    void aSliceDecidesWhereThatIsConfigured() throws Exception {
        judge.close();
        judge = JudgeHarness.opened(Map.of("rule.slices-decide", "true"));
        run("good", item -> item % 10 < 7 ? 1 : 0, SecondTierHarnessTest::subject);
        run(
                "bad",
                item -> item % 10 < 7 && (item % 5 != 3 || item % 30 >= 10) ? 1 : 0,
                SecondTierHarnessTest::subject);
        assertThat(judge.last().decision()).isEqualTo(RunVerdict.Decision.BREACH);
        assertThat(judge.last().why()).isEqualTo("task/acc [subject3] dropped");
    }

    @Test
    void aSmallSliceThatIsLowByChanceIsNotTold() throws Exception {
        Slice slice = item -> item < 50 ? "small" : "large";
        run("good", item -> item % 10 < 7 ? 1 : 0, slice);
        // 4 of 35 hits are lost: more than the threshold, and nothing unusual.
        run("same", item -> item % 10 < 7 && (item >= 50 || item % 12 != 0) ? 1 : 0, slice);
        assertThat(result("acc", "small").verdict()).isEqualTo(SeriesVerdict.BREACH_FINAL);
        assertThat(result("acc", "small").confirmed()).isFalse();
        assertThat(judge.last().notice()).isEqualTo(RunVerdict.Notice.NONE);
    }

    @Test
    void slicesBelowFortySamplesAreTakenTogether() throws Exception {
        Slice slice = item -> item < 30 ? "a" : item < 60 ? "b" : item < 100 ? "c" : "";
        run("good", item -> item % 2, slice);
        run("next", item -> item % 2, slice);
        assertThat(judge.last().series())
                .extracting(result -> result.series().slice() + " " + result.n())
                .containsExactly(" 1000", "c 40", "other 60");
        assertThat(result("acc", "other").baseline()).isEqualTo(0.5);
    }

    @Test
    void aSliceThatIsTheWholeIsNotJudgedTwice() throws Exception {
        run("good", item -> item % 2, item -> "language");
        assertThat(judge.last().series()).hasSize(1);
        judge.close();
        open();
        run("good", item -> item % 2, item -> "tiny" + item);
        run("next", item -> item % 2, item -> "tiny" + item);
        assertThat(judge.last().series()).hasSize(1);
    }

    @Test
    void answersThatTheModelFailsToGiveAreAMetricOfTheirOwn() throws Exception {
        run("good", item -> item % 50 == 0 ? Double.NaN : 1, item -> "");
        assertThat(result("failure_rate", "").value()).isEqualTo(0.02);
        // Six in a hundred fail now: the score falls by four points, less than the threshold.
        run("bad", item -> item % 50 < 3 ? Double.NaN : 1, item -> "");
        SeriesResult failures = result("failure_rate", "");
        assertThat(failures.value()).isEqualTo(0.06);
        assertThat(failures.verdict()).isEqualTo(SeriesVerdict.BREACH_FINAL);
        assertThat(failures.confirmed()).isTrue();
        assertThat(failures.tier()).isEqualTo(2);
        assertThat(result("acc", "").tally()).isEqualTo(new Tally(1_000, 0, 60, 0));
        assertThat(judge.last().decision()).isEqualTo(RunVerdict.Decision.PASS);
        assertThat(judge.last().notice()).isEqualTo(RunVerdict.Notice.RAISED);
    }

    @Test
    void failuresWhereThereWereNoneAreToldWhenTheyAreAPointAndMoreThanChance() throws Exception {
        run("good", item -> 1, item -> "");
        run("few", item -> item % 200 == 0 ? Double.NaN : 1, item -> "");
        assertThat(result("failure_rate", "").verdict()).isEqualTo(SeriesVerdict.NOT_APPLICABLE);
        assertThat(judge.last().notice()).isEqualTo(RunVerdict.Notice.NONE);
        judge.close();
        open();
        run("good", item -> 1, item -> "");
        run("many", item -> item % 20 == 0 ? Double.NaN : 1, item -> "");
        assertThat(result("failure_rate", "").verdict()).isEqualTo(SeriesVerdict.REGRESSION);
        assertThat(judge.last().notice()).isEqualTo(RunVerdict.Notice.DIGEST);
    }

    @Test
    void failuresOfTheInfrastructureAreNoFailuresOfTheModel() throws Exception {
        run("good", item -> 1, item -> "");
        judge.start("r2", "acc", ITEMS);
        for (int item = 0; item < ITEMS; item++) {
            Outcome outcome = item % 20 == 0 ? Outcome.INFRA_ERROR : Outcome.SCORED;
            double value = item % 20 == 0 ? Double.NaN : 1;
            judge.sample(Samples.sample("r2", "acc", item, value, 0, 1, outcome, "", ""));
        }
        judge.finish("r2", "acc", ITEMS);
        assertThat(judge.last().series()).hasSize(1);
        assertThat(result("acc", "").verdict()).isEqualTo(SeriesVerdict.PASS);
        assertThat(judge.last().state()).isEqualTo(RunVerdict.State.PARTIAL);
        assertThat(judge.last().notice()).isEqualTo(RunVerdict.Notice.NONE);
        assertThat(judge.last().missing()).isEqualTo(50);
    }

    @Test
    void aLostSampleIsMissingOnceHoweverManyMetricsAreMadeOfIt() throws Exception {
        run("good", item -> item % 50 == 0 ? Double.NaN : 1, item -> "");
        judge.start("r2", "acc", ITEMS);
        for (int item = 0; item < ITEMS - 1; item++) {
            judge.sample(Samples.sample("r2", "acc", item, 1));
        }
        judge.finish("r2", "acc", ITEMS);
        judge.setTime(JudgeHarness.COMPLETION);
        assertThat(judge.last().series()).hasSize(2);
        assertThat(judge.last().missing()).isEqualTo(1);
    }

    @Test
    void mostAnswersTakingLongerIsAWarningAndASlowTailIsNot() throws Exception {
        timed("good", item -> 100 + item % 7);
        timed("tail", item -> item % 20 == 0 ? 5_000 : 100 + item % 5);
        SeriesResult tail = result("latency_ms", "");
        assertThat(tail.verdict()).isEqualTo(SeriesVerdict.PASS);
        assertThat(tail.tier()).isEqualTo(3);
        timed("slow", item -> 120 + item % 7);
        SeriesResult slow = result("latency_ms", "");
        assertThat(slow.verdict()).isEqualTo(SeriesVerdict.BREACH_FINAL);
        assertThat(slow.confirmed()).isTrue();
        assertThat(slow.value()).isEqualTo(123);
        assertThat(slow.higherIsBetter()).isFalse();
        assertThat(judge.last().decision()).isEqualTo(RunVerdict.Decision.PASS);
        assertThat(judge.last().notice()).isEqualTo(RunVerdict.Notice.NONE);
    }

    private void timed(String runId, Answer latency) throws Exception {
        judge.start(runId, "acc", ITEMS);
        for (int item = 0; item < ITEMS; item++) {
            judge.sample(Samples.timed(runId, "acc", item, 1, latency.of(item)));
        }
        judge.finish(runId, "acc", ITEMS);
    }

    @Test
    void aRealDropBelowTheThresholdIsADigestAndItsReturnIsNot() throws Exception {
        run("good", item -> item % 10 < 8 ? 1 : 0, item -> "");
        run("lower", item -> item % 10 < 8 && item % 20 != 0 ? 1 : 0, item -> "");
        SeriesResult result = result("acc", "");
        assertThat(result.relativeDrop()).isCloseTo(0.0625, within(1e-12));
        assertThat(result.verdict()).isEqualTo(SeriesVerdict.REGRESSION);
        assertThat(judge.last().decision()).isEqualTo(RunVerdict.Decision.PASS);
        assertThat(judge.last().notice()).isEqualTo(RunVerdict.Notice.DIGEST);
        run("back", item -> item % 10 < 8 ? 1 : 0, item -> "");
        assertThat(judge.last().notice()).isEqualTo(RunVerdict.Notice.NONE);
    }
}
