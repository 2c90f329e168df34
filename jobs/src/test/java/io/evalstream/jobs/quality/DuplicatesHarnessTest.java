package io.evalstream.jobs.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.contract.Outcome;
import io.evalstream.contract.RunEvent;
import io.evalstream.contract.SampleEvent;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Each result counts once: in the rolling means and in the verdict. */
class DuplicatesHarnessTest {

    private static final int ITEMS = 40;
    private static final RollingKey KEY = new RollingKey("model", "model:r", "task", "acc", "", "");

    private JudgeHarness judge;

    @BeforeEach
    void open() throws Exception {
        judge = JudgeHarness.opened(Map.of());
    }

    @AfterEach
    void close() throws Exception {
        judge.close();
    }

    @Test
    void theFirstResultUnderAnIdCounts() throws Exception {
        send(attempt(0, 1_000, 0.5));
        assertThat(judge.scoreChanges()).containsExactly(entering(0, 0.5, 1));
    }

    @Test
    void aReplayIsDroppedHoweverOftenItComes() throws Exception {
        SampleEvent event = attempt(0, 1_000, 0.5);
        send(event, event, event);
        judge.samples(event, event);
        assertThat(judge.scoreChanges()).containsExactly(entering(0, 0.5, 1));
    }

    @Test
    void idsAreIndependent() throws Exception {
        SampleEvent one = Samples.sample("r", "acc", 1, 1);
        SampleEvent other = Samples.sample("r", "acc", 2, 1);
        send(one, other, one, other);
        assertThat(judge.scoreChanges()).containsExactly(entering(0, 2, 2));
    }

    @Test
    void oneIdInTwoSeriesOrRunsStandsForTwoResultsAsInTheSamplesTable() throws Exception {
        SampleEvent first = attempt(0, 1_000, 1);
        SampleEvent sameId = withId(first, Samples.sample("r", "style", 1, 1, 0, 1_000));
        SampleEvent otherRun = withId(first, Samples.sample("s", "acc", 1, 1, 0, 1_000));
        send(first, sameId, otherRun);
        assertThat(judge.scoreChanges()).extracting(RollingMeans.Update::count).hasSize(3);
    }

    @Test
    void aHigherAttemptReplacesAFailureThatNeverCounted() throws Exception {
        SampleEvent failed =
                Samples.sample("r", "acc", 1, Double.NaN, 0, 2_000, Outcome.INFRA_ERROR, "", "");
        send(failed, attempt(1, 1_000, 1));
        assertThat(judge.scoreChanges()).containsExactly(entering(0, 1, 1));
    }

    @Test
    void aChainOfReplacementsTakesTheLastOneBackEachTime() throws Exception {
        long slide = JudgeHarness.SLIDE;
        send(attempt(0, 0, 0.25), attempt(1, slide, 0.5), attempt(2, 2 * slide, 0.75));
        assertThat(judge.scoreChanges())
                .containsExactly(
                        entering(0, 0.25, 1),
                        leaving(0, 0.25),
                        entering(slide, 0.5, 1),
                        leaving(slide, 0.5),
                        entering(2 * slide, 0.75, 1));
    }

    @Test
    void ofOneAttemptTheLaterTimeWins() throws Exception {
        send(attempt(0, 2_000, 0), attempt(0, 2_001, 1), attempt(0, 1_999, 0.5));
        assertThat(total()).isEqualTo(1);
    }

    @Test
    void aLowerAttemptIsDroppedHoweverLateItsTime() throws Exception {
        send(attempt(3, 1_000, 1), attempt(2, 9_000, 0));
        assertThat(judge.scoreChanges()).hasSize(1);
        assertThat(total()).isEqualTo(1);
    }

    @Test
    void aReplacedResultDoesNotComeBack() throws Exception {
        send(attempt(0, 1_000, 0), attempt(1, 2_000, 1), attempt(0, 1_000, 0));
        assertThat(total()).isEqualTo(1);
    }

    @Test
    void ofTwoEquallyGoodResultsTheLastToArriveCounts() throws Exception {
        send(attempt(0, 1_000, 0.25), attempt(0, 1_000, 0.75), attempt(0, 1_000, 0.75));
        assertThat(judge.scoreChanges())
                .containsExactly(entering(0, 0.25, 1), leaving(1_000, 0.25), entering(0, 0.75, 1));
    }

    @Test
    void whatIsAcceptedIsKnownAfterARestore() throws Exception {
        SampleEvent first = attempt(0, 1_000, 0.25);
        send(first);
        judge.restart();
        send(first, attempt(1, 2_000, 0.5), first);
        assertThat(judge.scoreChanges()).containsExactly(leaving(1_000, 0.25), entering(0, 0.5, 1));
    }

    @Test
    void anIdIsForgottenOnlyWhenItsMemoryHasPassedSinceItsAcceptance() throws Exception {
        judge.setTime(1);
        judge.start("r", "acc", ITEMS);
        send(attempt(0, 1_000, 1));
        judge.control(RunEvent.Type.RUN_CANCELLED, "r", List.of());
        judge.restart();
        judge.setTime(JudgeHarness.MEMORY);
        send(attempt(0, 1_000, 1));
        assertThat(judge.scoreChanges()).isEmpty();
        judge.setTime(JudgeHarness.MEMORY + 1);
        send(attempt(0, 1_000, 1));
        assertThat(judge.scoreChanges()).containsExactly(entering(0, 1, 1));
    }

    @Test
    void theIdsOfARunAreRememberedWhileOthersAreComparedWithIt() throws Exception {
        endRun();
        judge.setTime(2 * JudgeHarness.MEMORY);
        judge.restart();
        send(attempt(0, 1_000, 1));
        assertThat(judge.scoreChanges()).isEmpty();
    }

    @Test
    void aLateResultCountsOnceInTheMeansAndNotInTheVerdict() throws Exception {
        endRun();
        RunVerdict said = judge.last();
        int before = judge.scoreChanges().size();
        SampleEvent late = attempt(1, 2_000, 0);
        send(late, late);
        judge.restart();
        send(late);
        assertThat(judge.scoreChanges()).isEmpty();
        assertThat(judge.verdicts()).isEmpty();
        assertThat(said.samples()).isEqualTo(ITEMS);
        assertThat(before).isPositive();
    }

    @Test
    void aLateResultDoesNotChangeWhatOthersAreComparedWith() throws Exception {
        endRun();
        send(attempt(1, 2_000, 0));
        judge.start("next", "acc", ITEMS);
        for (int item = 0; item < ITEMS; item++) {
            judge.sample(Samples.sample("next", "acc", item, 1));
        }
        judge.finish("next", "acc", ITEMS);
        assertThat(judge.last().series())
                .filteredOn(result -> result.series().metric().equals("acc"))
                .first()
                .satisfies(
                        result -> {
                            assertThat(result.rolling().value()).isEqualTo(1);
                            assertThat(result.paired().paired()).isEqualTo(ITEMS);
                        });
    }

    @Test
    void nothingOfACancelledRunIsKeptForever() throws Exception {
        judge.start("r", "acc", ITEMS);
        send(attempt(0, 1_000, 1));
        judge.control(RunEvent.Type.RUN_CANCELLED, "r", List.of());
        judge.restart();
        assertThat(judge.stateEntries()).isPositive();
        judge.setTime(JudgeHarness.MEMORY + JudgeHarness.RETENTION);
        judge.restart();
        assertThat(judge.stateEntries()).isZero();
        assertThat(judge.timers()).isZero();
    }

    /** A healthy run of which item 1 is {@code attempt(0, 1_000, 1)}. */
    private void endRun() throws Exception {
        judge.start("r", "acc", ITEMS);
        List<SampleEvent> events = new ArrayList<>();
        for (int item = 0; item < ITEMS; item++) {
            events.add(Samples.sample("r", "acc", item, 1, 0, 1_000));
        }
        judge.samples(events.toArray(new SampleEvent[0]));
        judge.finish("r", "acc", ITEMS);
        assertThat(judge.last().state()).isEqualTo(RunVerdict.State.COMPLETE);
    }

    private static SampleEvent attempt(int attempt, long tsMillis, double value) {
        return Samples.sample("r", "acc", 1, value, attempt, tsMillis);
    }

    private static SampleEvent withId(SampleEvent id, SampleEvent event) {
        return Samples.withId(event, id.eventId());
    }

    private static RollingMeans.Update entering(long start, double sum, long count) {
        return new RollingMeans.Update(KEY, start, sum, count);
    }

    private static RollingMeans.Update leaving(long ts, double score) {
        return new RollingMeans.Update(KEY, ts, -score, -1);
    }

    private double total() throws Exception {
        double total = 0;
        for (RollingMeans.Update update : judge.scoreChanges()) {
            total += update.sum();
        }
        return total;
    }

    private void send(SampleEvent... events) throws Exception {
        for (SampleEvent event : events) {
            judge.sample(event);
        }
    }
}
