package io.evalstream.jobs.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.evalstream.contract.Outcome;
import io.evalstream.contract.RunEvent;
import io.evalstream.contract.SampleEvent;
import io.evalstream.udfs.verdict.SeriesVerdict;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

class ReleaseJudgeHarnessTest {

    private static final int ITEMS = 100;
    private static final Map<String, String> TWO_RUNS = Map.of("baseline.runs", "2");

    private JudgeHarness judge;

    @BeforeEach
    void open() throws Exception {
        judge = JudgeHarness.opened(TWO_RUNS);
    }

    @AfterEach
    void close() throws Exception {
        judge.close();
    }

    @Test
    void aDropOfExactlyTenPercentBreachesAndOneSampleLessDoesNot() throws Exception {
        run("r1", 50);
        run("r2", 46);
        run("r3", 43);
        List<RunVerdict> verdicts = verdicts();
        assertThat(verdicts)
                .extracting(RunVerdict::decision)
                .containsExactly(
                        RunVerdict.Decision.NO_BASELINE,
                        RunVerdict.Decision.PASS,
                        // (50 + 46)/2 = 48, and 43 is 10.4 % below it.
                        RunVerdict.Decision.BREACH);
        SeriesResult result = verdicts.get(2).series().get(0);
        assertThat(result.baseline()).isEqualTo(0.48);
        assertThat(result.relativeDrop()).isCloseTo(5.0 / 48, within(1e-15));
        assertThat(result.baselineRuns()).containsExactly("r1", "r2");
    }

    @Test
    void flipsAreAgainstTheLatestBaselineRun() throws Exception {
        run("r1", 50);
        run("r2", 46);
        SeriesResult result = verdicts().get(1).series().get(0);
        assertThat(result.newlyFailing())
                .containsExactly("item-46", "item-47", "item-48", "item-49");
        assertThat(result.newlyPassing()).isEmpty();
    }

    @Test
    void aBreachedRunIsNeverABaseline() throws Exception {
        run("r1", 50);
        run("bad", 20);
        run("r3", 49);
        assertThat(verdicts().get(2).decision()).isEqualTo(RunVerdict.Decision.PASS);
        assertThat(verdicts().get(2).baselineRuns()).containsExactly("r1");
    }

    @Test
    void onlyTheLatestHealthyRunsCount() throws Exception {
        run("r1", 90);
        run("r2", 82);
        run("r3", 80);
        run("r4", 76);
        assertThat(verdicts().get(3).baselineRuns()).containsExactly("r2", "r3");
    }

    @Test
    void whereLowerIsBetterARiseBreaches() throws Exception {
        run("r1", "error_rate", 20);
        run("r2", "error_rate", 22);
        assertThat(verdicts().get(1).decision()).isEqualTo(RunVerdict.Decision.BREACH);
    }

    @Test
    void diagnosticsDoNotDecide() throws Exception {
        for (String run : List.of("r1", "r2")) {
            start(run, "acc", ITEMS);
            send(run, "bleu_max", ITEMS, item -> run.equals("r1") ? 30.0 : 20.0);
            send(run, "acc", ITEMS, item -> item < 50 ? 1 : 0);
            judge.finish(run, "acc", ITEMS);
        }
        RunVerdict verdict = verdicts().get(1);
        assertThat(verdict.decision()).isEqualTo(RunVerdict.Decision.PASS);
        assertThat(verdict.series())
                .extracting(SeriesResult::verdict)
                .containsExactly(SeriesVerdict.PASS, SeriesVerdict.BREACH_FINAL);
    }

    @Test
    void aDifferentChatTemplateIsNoBaselineUnlessItIsDeclared() throws Exception {
        templated("r1", "template a");
        templated("r2", "template b");
        assertThat(verdicts().get(1).decision()).isEqualTo(RunVerdict.Decision.NO_BASELINE);

        judge.close();
        judge =
                JudgeHarness.opened(
                        Map.of("baseline.runs", "2", "baseline.comparability", "DECLARED"));
        templated("r1", "template a");
        templated("r2", "template b");
        assertThat(verdicts().get(1).decision()).isEqualTo(RunVerdict.Decision.PASS);
        assertThat(verdicts().get(1).series().get(0).why()).contains("chat template");
    }

    @Test
    void failuresOfTheInfrastructureAreMissingAndOfTheModelAreWrong() throws Exception {
        run("r1", 80);
        start("r2", "acc", ITEMS);
        for (int item = 0; item < ITEMS; item++) {
            Outcome outcome =
                    item < 80
                            ? Outcome.SCORED
                            : item < 90 ? Outcome.INFRA_ERROR : Outcome.MODEL_ERROR;
            sample(
                    Samples.sample(
                            "r2", "acc", item, item < 80 ? 1 : Double.NaN, 0, 1, outcome, "", ""));
        }
        judge.finish("r2", "acc", ITEMS);
        SeriesResult result = verdicts().get(1).series().get(0);
        assertThat(result.n()).isEqualTo(90);
        assertThat(result.missing()).isEqualTo(10);
        assertThat(result.value()).isEqualTo(80.0 / 90);
        assertThat(verdicts().get(1).state()).isEqualTo(RunVerdict.State.PARTIAL);
    }

    @Test
    void slicesAreJudgedAndDoNotTurnTheGate() throws Exception {
        for (String run : List.of("r1", "r2")) {
            start(run, "acc", 2 * ITEMS);
            for (int item = 0; item < 2 * ITEMS; item++) {
                boolean korean = item < 40;
                double value = korean && run.equals("r2") ? item % 3 == 0 ? 1 : 0 : 1;
                if (!korean) {
                    value = item % 10 == 0 ? 0 : 1;
                }
                sample(
                        Samples.sample(
                                run,
                                "acc",
                                item,
                                value,
                                0,
                                1,
                                Outcome.SCORED,
                                korean ? "ko" : "en",
                                ""));
            }
            judge.finish(run, "acc", 2 * ITEMS);
        }
        RunVerdict verdict = verdicts().get(1);
        Map<String, SeriesVerdict> bySlice = new HashMap<>();
        verdict.series().forEach(s -> bySlice.put(s.series().slice(), s.verdict()));
        assertThat(bySlice)
                .containsEntry("ko", SeriesVerdict.BREACH_FINAL)
                .containsEntry("en", SeriesVerdict.PASS);
        assertThat(verdict.series().get(0).series().slice()).isEmpty();
    }

    @Test
    void announcedSamplesThatDoNotArriveMakeTheRunPartial() throws Exception {
        run("r1", 80);
        start("r2", "acc", ITEMS);
        send("r2", "acc", ITEMS - 5, item -> item < 75 ? 1 : 0);
        judge.finish("r2", "acc", ITEMS);
        assertThat(verdicts()).hasSize(1);
        judge.setTime(JudgeHarness.COMPLETION);
        RunVerdict verdict = verdicts().get(1);
        assertThat(verdict.state()).isEqualTo(RunVerdict.State.PARTIAL);
        assertThat(verdict.series().get(0).missing()).isEqualTo(5);
        assertThat(verdict.isHealthy()).isFalse();
    }

    @Test
    void aRunWithoutControlEventsEndsBySilence() throws Exception {
        send("r1", "acc", ITEMS, item -> 1);
        judge.setTime(JudgeHarness.IDLE - 1);
        assertThat(verdicts()).isEmpty();
        judge.setTime(JudgeHarness.IDLE);
        assertThat(verdicts().get(0).state()).isEqualTo(RunVerdict.State.COMPLETE_BY_SILENCE);
    }

    @Test
    void aRunThatStartedAndNeverSentAnythingIsNotForgotten() throws Exception {
        long deadline = Duration.ofHours(2).toMillis();
        judge.setTime(5);
        start("r1", "acc", ITEMS);
        judge.setTime(deadline + 4);
        assertThat(verdicts()).isEmpty();
        judge.setTime(deadline + 5);
        assertThat(verdicts()).hasSize(1);
        assertThat(judge.last().notice()).isEqualTo(RunVerdict.Notice.OVERDUE);
        assertThat(judge.last().state()).isEqualTo(RunVerdict.State.RUNNING);
        assertThat(judge.last().why())
                .contains("no verdict within 2 h", "0 of 100 results have arrived");
        judge.setTime(deadline + 5 + JudgeHarness.IDLE);
        assertThat(verdicts()).hasSize(2);
        assertThat(judge.last().state()).isEqualTo(RunVerdict.State.PARTIAL);
        assertThat(judge.last().decision()).isEqualTo(RunVerdict.Decision.INCONCLUSIVE);
        assertThat(judge.last().missing()).isEqualTo(ITEMS);
    }

    @Test
    void anOverdueRunThatGoesOnIsStillJudgedAndToldOfOnce() throws Exception {
        long deadline = Duration.ofHours(2).toMillis();
        start("r1", "acc", ITEMS);
        send("r1", "acc", 50, item -> 1);
        judge.setTime(deadline);
        judge.restart();
        judge.setTime(deadline + 100);
        send("r1", "acc", ITEMS, item -> 1);
        judge.finish("r1", "acc", ITEMS);
        assertThat(verdicts()).hasSize(1);
        assertThat(judge.last().state()).isEqualTo(RunVerdict.State.COMPLETE);
        assertThat(judge.last().notice()).isEqualTo(RunVerdict.Notice.NONE);
    }

    @Test
    void aCancelledRunDecidesNothing() throws Exception {
        run("r1", 80);
        start("r2", "acc", ITEMS);
        send("r2", "acc", 10, item -> 0);
        judge.control(RunEvent.Type.RUN_CANCELLED, "r2", JudgeHarness.count("acc", ITEMS));
        assertThat(verdicts().get(1).state()).isEqualTo(RunVerdict.State.CANCELLED);
        assertThat(verdicts().get(1).decision()).isEqualTo(RunVerdict.Decision.INCONCLUSIVE);
    }

    @Test
    void shardsEndARunTogether() throws Exception {
        for (int shard = 0; shard < 2; shard++) {
            judge.control(
                    RunEvent.Type.SHARD_FINISHED,
                    "r1",
                    List.of(),
                    shard,
                    2,
                    JudgeHarness.count("acc", ITEMS / 2));
        }
        send("r1", "acc", ITEMS - 1, item -> 1);
        assertThat(verdicts()).isEmpty();
        sample(Samples.sample("r1", "acc", ITEMS - 1, 1));
        assertThat(verdicts()).hasSize(1);
    }

    @Test
    void orderReplaysAndRestartsDoNotChangeAVerdict() throws Exception {
        byte[] straight = secondVerdict(7, false);
        for (long seed = 0; seed < 5; seed++) {
            assertThat(secondVerdict(seed, true)).isEqualTo(straight);
        }
    }

    private byte[] secondVerdict(long seed, boolean disturbed) throws Exception {
        judge.close();
        judge = JudgeHarness.opened(TWO_RUNS);
        Random random = new Random(seed);
        List<RunVerdict> collected = new ArrayList<>();
        for (String run : List.of("r1", "r2")) {
            List<SampleEvent> events = new ArrayList<>();
            for (int item = 0; item < ITEMS; item++) {
                events.add(Samples.sample(run, "acc", item, item / (double) ITEMS));
            }
            if (disturbed) {
                events.addAll(events.subList(0, 20));
                Collections.shuffle(events, random);
            }
            judge.start(run, "acc", ITEMS);
            int restartAt = random.nextInt(ITEMS);
            for (int i = 0; i < events.size(); i++) {
                if (disturbed && i == restartAt) {
                    collected.addAll(verdicts());
                    judge.restart();
                }
                sample(events.get(i));
            }
            judge.finish(run, "acc", ITEMS);
        }
        collected.addAll(verdicts());
        assertThat(collected).hasSize(2);
        return VerdictJson.verdict(collected.get(1));
    }

    @Test
    void verdictsReadTheSameWhateverTheClock() throws Exception {
        run("r1", 50);
        String first = new String(VerdictJson.verdict(verdicts().get(0)), StandardCharsets.UTF_8);
        judge.close();
        judge = JudgeHarness.opened(TWO_RUNS);
        judge.setTime(123_456);
        run("r1", 50);
        assertThat(new String(VerdictJson.verdict(verdicts().get(0)), StandardCharsets.UTF_8))
                .isEqualTo(first);
    }

    @Test
    void stragglersDoNotReopenAJudgedRunAndNothingIsKeptForever() throws Exception {
        run("bad", 0);
        run("r2", 0);
        sample(Samples.sample("bad", "acc", 5_000, 1));
        assertThat(verdicts()).hasSize(2);
        judge.setTime(JudgeHarness.RETENTION);
        judge.setTime(JudgeHarness.RETENTION + JudgeHarness.IDLE);
        assertThat(verdicts()).hasSize(2);
        assertThat(judge.timers()).isZero();
    }

    private void run(String runId, int hits) throws Exception {
        run(runId, "acc", hits);
    }

    private void run(String runId, String metric, int hits) throws Exception {
        start(runId, metric, ITEMS);
        send(runId, metric, ITEMS, item -> item < hits ? 1 : 0);
        judge.finish(runId, metric, ITEMS);
    }

    private void templated(String runId, String template) throws Exception {
        start(runId, "acc", ITEMS);
        for (int item = 0; item < ITEMS; item++) {
            sample(Samples.sample(runId, "acc", item, 1, 0, 1, Outcome.SCORED, "", template));
        }
        judge.finish(runId, "acc", ITEMS);
    }

    private void start(String runId, String metric, int samples) throws Exception {
        judge.start(runId, metric, samples);
    }

    private interface Scores {
        double of(int item);
    }

    private void send(String runId, String metric, int samples, Scores scores) throws Exception {
        for (int item = 0; item < samples; item++) {
            sample(Samples.sample(runId, metric, item, scores.of(item)));
        }
    }

    private void sample(SampleEvent event) throws Exception {
        judge.sample(event);
    }

    private List<RunVerdict> verdicts() {
        return judge.verdicts();
    }
}
