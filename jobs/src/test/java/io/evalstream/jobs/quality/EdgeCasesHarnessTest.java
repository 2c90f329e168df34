package io.evalstream.jobs.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.contract.Outcome;
import io.evalstream.udfs.verdict.SeriesVerdict;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Map;

/** Runs at the ends of what a run can be. */
class EdgeCasesHarnessTest {

    private static final int ITEMS = 100;

    private JudgeHarness judge;

    @BeforeEach
    void open() throws Exception {
        judge = JudgeHarness.opened(Map.of());
    }

    @AfterEach
    void close() throws Exception {
        judge.close();
    }

    private interface Scores {
        double of(int item);
    }

    /** A score that is not a number stands for a sample that the infrastructure lost. */
    private SeriesResult run(String runId, String metric, int items, Scores scores)
            throws Exception {
        judge.start(runId, metric, items);
        for (int item = 0; item < items; item++) {
            double value = scores.of(item);
            Outcome outcome = Double.isNaN(value) ? Outcome.INFRA_ERROR : Outcome.SCORED;
            judge.sample(Samples.sample(runId, metric, item, value, 0, 1, outcome, "", ""));
        }
        judge.finish(runId, metric, items);
        return judge.last().series().get(0);
    }

    @Test
    void aBaselineOfZeroHasNothingToDropFrom() throws Exception {
        run("r1", "acc", ITEMS, item -> 0);
        assertThat(run("r2", "acc", ITEMS, item -> 0).verdict()).isEqualTo(SeriesVerdict.PASS);
        assertThat(run("r3", "acc", ITEMS, item -> 1).verdict()).isEqualTo(SeriesVerdict.PASS);
    }

    @Test
    void anErrorRateThatRisesFromZeroIsToldOfWithoutARelativeDrop() throws Exception {
        run("r1", "error_rate", ITEMS, item -> 0);
        SeriesResult result = run("r2", "error_rate", ITEMS, item -> item < 30 ? 1 : 0);
        assertThat(result.relativeDrop()).isNaN();
        assertThat(result.verdict()).isEqualTo(SeriesVerdict.REGRESSION);
        assertThat(judge.last().notice()).isEqualTo(RunVerdict.Notice.DIGEST);
    }

    @Test
    void oneSampleDecidesNothing() throws Exception {
        run("r1", "acc", 1, item -> 1);
        assertThat(run("r2", "acc", 1, item -> 0).verdict()).isEqualTo(SeriesVerdict.INCONCLUSIVE);
        assertThat(judge.last().decision()).isEqualTo(RunVerdict.Decision.INCONCLUSIVE);
    }

    @Test
    void aRunOfWhichEverySampleIsMissingDecidesNothing() throws Exception {
        run("r1", "acc", ITEMS, item -> 1);
        SeriesResult result = run("r2", "acc", ITEMS, item -> Double.NaN);
        assertThat(result.verdict()).isEqualTo(SeriesVerdict.INCONCLUSIVE);
        assertThat(result.value()).isNaN();
        assertThat(result.missing()).isEqualTo(ITEMS);
        assertThat(judge.last().state()).isEqualTo(RunVerdict.State.PARTIAL);
        assertThat(judge.last().notice()).isEqualTo(RunVerdict.Notice.NONE);
    }

    @Test
    void anOpenEndSaysHowManyMoreSamplesDecideIt() throws Exception {
        run("r1", "acc", ITEMS, item -> item < 80 ? 1 : 0);
        SeriesResult result =
                run(
                        "r2",
                        "acc",
                        ITEMS,
                        item -> item >= 70 && item < 80 ? Double.NaN : item < 80 ? 1 : 0);
        assertThat(result.verdict()).isEqualTo(SeriesVerdict.INCONCLUSIVE);
        // Three that are as often right as the others make it more than 72 of 100 at worst.
        assertThat(result.why())
                .isEqualTo(
                        "the 10 missing samples could turn the answer; about 3 more would decide it");
    }

    @Test
    void aFirstRunOfWhichEverySampleIsMissingIsNoBaseline() throws Exception {
        run("r1", "acc", ITEMS, item -> Double.NaN);
        assertThat(run("r2", "acc", ITEMS, item -> 1).verdict())
                .isEqualTo(SeriesVerdict.NO_BASELINE);
    }

    @Test
    void scoresThatAreAllEqualPass() throws Exception {
        run("r1", "acc", ITEMS, item -> 0.5);
        SeriesResult result = run("r2", "acc", ITEMS, item -> 0.5);
        assertThat(result.verdict()).isEqualTo(SeriesVerdict.PASS);
        assertThat(result.relativeDrop()).isZero();
        assertThat(result.standardError()).isZero();
        assertThat(result.confirmed()).isFalse();
    }

    @Test
    void scoresOutsideTheirPromisedRangeAreStillJudged() throws Exception {
        run("r1", "acc", ITEMS, item -> 5);
        assertThat(run("r2", "acc", ITEMS, item -> item % 2 == 0 ? 5 : -1).verdict())
                .isEqualTo(SeriesVerdict.BREACH_FINAL);
    }

    @Test
    void aFloorHoldsWithoutABaselineAndForTheBestOfMissingSamples() throws Exception {
        assertThat(run("r1", "contract", ITEMS, item -> item < 30 ? 1 : 0).why())
                .isEqualTo("worse than the floor of 0.4");
        assertThat(judge.last().decision()).isEqualTo(RunVerdict.Decision.BREACH);
        SeriesResult open =
                run("r2", "contract", ITEMS, item -> item < 30 ? 1 : item < 50 ? Double.NaN : 0);
        assertThat(open.verdict()).isEqualTo(SeriesVerdict.NO_BASELINE);
        assertThat(run("r3", "contract", ITEMS, item -> item < 40 ? 1 : 0).verdict())
                .isEqualTo(SeriesVerdict.NO_BASELINE);
    }
}
