package io.evalstream.jobs.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.evalstream.udfs.verdict.SeriesVerdict;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Map;

/** From release to release: a slow decline, and a drop that is undone. */
class DeclineHarnessTest {

    private static final int ITEMS = 1_000;

    private JudgeHarness judge;

    @AfterEach
    void close() throws Exception {
        judge.close();
    }

    private RunVerdict run(String runId, int hits) throws Exception {
        judge.start(runId, "acc", ITEMS);
        for (int item = 0; item < ITEMS; item++) {
            judge.sample(Samples.sample(runId, "acc", item, item < hits ? 1 : 0));
        }
        judge.finish(runId, "acc", ITEMS);
        return judge.last();
    }

    @Test
    void aSlowDeclinePassesTheLatestRunsAndFailsAgainstTheAnchor() throws Exception {
        judge = JudgeHarness.opened(Map.of("baseline.anchor", "r0", "baseline.runs", "3"));
        run("r0", 800);
        for (int release = 1; release <= 6; release++) {
            RunVerdict verdict = run("r" + release, 800 - 13 * release);
            assertThat(verdict.decision()).as(verdict.why()).isEqualTo(RunVerdict.Decision.PASS);
        }
        judge.restart();
        RunVerdict last = run("r7", 715);
        assertThat(last.decision()).isEqualTo(RunVerdict.Decision.BREACH);
        SeriesResult result = last.series().get(0);
        assertThat(result.relativeDrop()).isLessThan(0.05);
        assertThat(result.anchor().runs()).containsExactly("r0");
        assertThat(result.anchor().relativeDrop()).isCloseTo(85.0 / 800, within(1e-12));
        assertThat(result.verdict()).isEqualTo(SeriesVerdict.BREACH_FINAL);
        assertThat(result.why()).contains("against the anchor r0; confirmed");
        assertThat(result.baselineRuns()).containsExactly("r4", "r5", "r6");
    }

    @Test
    void withoutAnAnchorTheSameDeclineGoesUnseen() throws Exception {
        judge = JudgeHarness.opened(Map.of("baseline.runs", "3"));
        run("r0", 800);
        for (int release = 1; release <= 6; release++) {
            run("r" + release, 800 - 13 * release);
        }
        assertThat(run("r7", 715).decision()).isEqualTo(RunVerdict.Decision.PASS);
    }

    @Test
    void aBreachThatIsUndoneIsToldOnceAndNotByARunThatIsOnlyALittleBetter() throws Exception {
        judge = JudgeHarness.opened(Map.of());
        run("r1", 800);
        assertThat(run("bad", 600).notice()).isEqualTo(RunVerdict.Notice.RAISED);
        judge.restart();
        RunVerdict between = run("between", 745);
        assertThat(between.decision()).isEqualTo(RunVerdict.Decision.PASS);
        assertThat(between.recovered()).isEmpty();
        RunVerdict fixed = run("fixed", 795);
        assertThat(fixed.notice()).isEqualTo(RunVerdict.Notice.RESOLVED);
        assertThat(fixed.recovered())
                .containsExactly(new Recovery(new SeriesKey("task", "acc", "", ""), "model:bad"));
        assertThat(run("next", 795).notice()).isEqualTo(RunVerdict.Notice.NONE);
    }
}
