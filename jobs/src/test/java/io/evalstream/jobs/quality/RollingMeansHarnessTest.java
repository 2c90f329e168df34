package io.evalstream.jobs.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.evalstream.contract.Outcome;
import io.evalstream.contract.SampleEvent;

import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class RollingMeansHarnessTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final long SLIDE = 60_000;
    private static final long WINDOW = 3 * SLIDE;
    private static final long FLUSH = 1_000;
    private static final long RETENTION = 100_000;

    private RollingMeansHarness means;

    @BeforeEach
    void open() throws Exception {
        means = harness();
    }

    @AfterEach
    void close() throws Exception {
        means.close();
    }

    @Test
    void aSampleIsInEveryWindowThatCoversItsTimeAndInNoOther() throws Exception {
        send(Samples.sample("r", "acc", 1, 0.5, 0, 10 * SLIDE + 1));
        means.setTime(FLUSH);
        assertThat(means.takeRows())
                .containsExactly(
                        row(8 * SLIDE, 0.5, 1), row(9 * SLIDE, 0.5, 1), row(10 * SLIDE, 0.5, 1));
    }

    @Test
    void aWindowHoldsItsStartAndNotItsEnd() throws Exception {
        send(Samples.sample("r", "acc", 1, 1, 0, 10 * SLIDE));
        send(Samples.sample("r", "acc", 2, 0, 0, 10 * SLIDE - 1));
        means.setTime(FLUSH);
        assertThat(means.takeRows())
                .contains(
                        row(7 * SLIDE, 0, 1),
                        row(8 * SLIDE, 0.5, 2),
                        row(9 * SLIDE, 0.5, 2),
                        row(10 * SLIDE, 1, 1));
    }

    @Test
    void aChangeIsWrittenWhenItsTimeIsUpAndNotPutOffByAnother() throws Exception {
        send(Samples.sample("r", "acc", 1, 1));
        means.setTime(FLUSH - 1);
        send(Samples.sample("r", "acc", 2, 1));
        assertThat(means.takeRows()).isEmpty();
        means.setTime(FLUSH);
        assertThat(means.takeRows()).extracting(RollingMean::n).containsOnly(2L);
    }

    @Test
    void whatHasNotChangedIsNotWrittenAgain() throws Exception {
        send(Samples.sample("r", "acc", 1, 1));
        means.setTime(FLUSH);
        means.takeRows();
        means.setTime(10 * FLUSH);
        assertThat(means.takeRows()).isEmpty();
        send(Samples.sample("r", "acc", 2, 1, 0, 100 * SLIDE));
        means.setTime(11 * FLUSH);
        assertThat(means.takeRows())
                .extracting(RollingMean::windowStartMillis)
                .containsExactly(98 * SLIDE, 99 * SLIDE, 100 * SLIDE);
    }

    @Test
    void resultsOfAnOlderRunThatComeLaterAreNotLate() throws Exception {
        send(Samples.sample("r", "acc", 1, 1, 0, 1_000_000 * SLIDE));
        means.setTime(FLUSH);
        means.takeRows();
        send(Samples.sample("r", "acc", 2, 0, 0, SLIDE));
        means.setTime(2 * FLUSH);
        assertThat(means.takeRows())
                .containsExactly(row(-SLIDE, 0, 1), row(0, 0, 1), row(SLIDE, 0, 1));
    }

    @Test
    void aReplacedScoreLeavesItsWindows() throws Exception {
        SampleEvent first = Samples.sample("r", "acc", 1, 0, 0, 0);
        send(first);
        send(Samples.sample("r", "acc", 2, 0.5, 0, 0));
        means.setTime(FLUSH);
        means.takeRows();
        replace(first, Samples.sample("r", "acc", 1, 1, 1, 1));
        means.setTime(2 * FLUSH);
        assertThat(means.takeRows())
                .containsExactly(
                        row(-2 * SLIDE, 0.75, 2, 4), row(-SLIDE, 0.75, 2, 4), row(0, 0.75, 2, 4));
    }

    @Test
    void aReplacementMayMoveAScoreToOtherWindows() throws Exception {
        SampleEvent first = Samples.sample("r", "acc", 1, 0, 0, 0);
        send(first);
        send(Samples.sample("r", "acc", 2, 0.5, 0, 0));
        replace(first, Samples.sample("r", "acc", 1, 1, 1, 100 * SLIDE));
        means.setTime(FLUSH);
        assertThat(means.takeRows())
                .contains(row(0, 0.5, 1, 3), row(98 * SLIDE, 1, 1), row(100 * SLIDE, 1, 1))
                .hasSize(6);
    }

    @Test
    void aWindowThatItsOnlyScoreHasLeftIsWrittenAsEmptyAndAsTheLatest() throws Exception {
        SampleEvent first = Samples.sample("r", "acc", 1, 0, 0, 0);
        send(first);
        means.setTime(FLUSH);
        assertThat(means.takeRows()).contains(row(0, 0, 1, 1));
        replace(first, Samples.sample("r", "acc", 1, 1, 1, 100 * SLIDE));
        means.setTime(2 * FLUSH);
        assertThat(means.takeRows()).contains(row(0, Double.NaN, 0, 2), row(100 * SLIDE, 1, 1, 1));
    }

    @Test
    void aFailedAttemptThatIsReplacedNeverCounted() throws Exception {
        SampleEvent failed =
                Samples.sample("r", "acc", 1, Double.NaN, 0, 0, Outcome.INFRA_ERROR, "", "");
        send(failed);
        means.setTime(FLUSH);
        assertThat(means.takeRows()).isEmpty();
        replace(failed, Samples.sample("r", "acc", 1, 1, 1, 0));
        means.setTime(2 * FLUSH);
        assertThat(means.takeRows()).contains(row(0, 1, 1));
    }

    @Test
    void anAnswerTheModelFailedToGiveCountsAsTheWorstScore() throws Exception {
        send(Samples.sample("r", "acc", 1, 1, 0, 0));
        send(Samples.sample("r", "acc", 2, Double.NaN, 0, 0, Outcome.MODEL_ERROR, "", ""));
        means.setTime(FLUSH);
        assertThat(means.takeRows()).contains(row(0, 0.5, 2));
    }

    @Test
    void aReplacementWhoseWindowsAreForgottenCountsOnce() throws Exception {
        SampleEvent first = Samples.sample("r", "acc", 1, 0.25, 0, 0);
        send(first);
        means.setTime(FLUSH + RETENTION);
        means.takeRows();
        assertThat(means.stateEntries()).isZero();
        replace(first, Samples.sample("r", "acc", 1, 1, 1, 1));
        send(Samples.sample("r", "acc", 2, 0.5, 0, SLIDE));
        means.setTime(2 * FLUSH + RETENTION);
        List<RollingMean> rows = means.takeRows();
        assertThat(rows).filteredOn(r -> r.windowStartMillis() == -2 * SLIDE).hasSize(1);
        assertThat(rows).contains(row(0, 0.75, 2));
    }

    @Test
    void slicesHaveWindowsOfTheirOwnBesideTheWholeTask() throws Exception {
        send(Samples.sample("r", "acc", 1, 1, 0, 0, Outcome.SCORED, "ko", ""));
        send(Samples.sample("r", "acc", 2, 0, 0, 0, Outcome.SCORED, "en", ""));
        means.setTime(FLUSH);
        assertThat(means.takeRows())
                .filteredOn(row -> row.windowStartMillis() == 0)
                .extracting(row -> row.key().slice() + " " + row.mean() + " " + row.n())
                .containsExactlyInAnyOrder(" 0.5 2", "ko 1.0 1", "en 0.0 1");
    }

    @Test
    void nothingIsKeptForever() throws Exception {
        send(Samples.sample("r", "acc", 1, 1, 0, 0, Outcome.SCORED, "ko", ""));
        means.setTime(RETENTION / 2);
        send(Samples.sample("r", "acc", 2, 1, 0, 50 * SLIDE));
        means.setTime(RETENTION);
        assertThat(means.stateEntries()).isPositive();
        means.setTime(RETENTION / 2 + RETENTION);
        assertThat(means.stateEntries()).isZero();
        assertThat(means.timers()).isZero();
    }

    @Test
    void sumsAndUnwrittenChangesSurviveARestore() throws Exception {
        send(Samples.sample("r", "acc", 1, 1, 0, 0));
        means.setTime(FLUSH);
        means.takeRows();
        send(Samples.sample("r", "acc", 2, 0, 0, 0));
        OperatorSubtaskState state = means.snapshot();
        means.close();
        means = RollingMeansHarness.restored(operator(), state, FLUSH + 1);
        send(Samples.sample("r", "acc", 3, 0.5, 0, 0));
        means.setTime(2 * FLUSH);
        assertThat(means.takeRows())
                .hasSize(3)
                .allSatisfy(
                        row -> {
                            assertThat(row.mean()).isCloseTo(0.5, within(1e-12));
                            assertThat(row.n()).isEqualTo(3);
                        });
        means.setTime(3 * FLUSH + RETENTION);
        assertThat(means.timers()).isZero();
        assertThat(means.stateEntries()).isZero();
    }

    @Test
    void aWindowThatIsNoMultipleOfItsSlideIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RollingMeans(MINUTE, Duration.ofSeconds(7), MINUTE, MINUTE))
                .withMessageContaining("rolling.window")
                .withMessageContaining("rolling.slide");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RollingMeans(MINUTE, Duration.ZERO, MINUTE, MINUTE));
    }

    private void send(SampleEvent event) throws Exception {
        List<RollingMeans.Update> updates = new ArrayList<>();
        enter(event, new RollingChanges(SLIDE), updates);
        means.send(updates);
    }

    private void replace(SampleEvent before, SampleEvent after) throws Exception {
        RollingChanges changes = new RollingChanges(SLIDE);
        List<RollingMeans.Update> updates = new ArrayList<>();
        ObservationBatch batch = JudgeHarness.batch(after);
        Observation sample = new Observation(batch);
        sample.next();
        changes.new OfBatch(batch).leave(sample, before.tsMillis(), before.value(), updates::add);
        enter(after, changes, updates);
        means.send(updates);
    }

    private static void enter(
            SampleEvent event, RollingChanges changes, List<RollingMeans.Update> updates) {
        ObservationBatch batch = JudgeHarness.batch(event);
        Observation sample = new Observation(batch);
        sample.next();
        changes.new OfBatch(batch).enter(sample);
        changes.drain(updates::add);
    }

    private static RollingMean row(long start, double mean, long n) {
        return row(start, mean, n, n);
    }

    private static RollingMean row(long start, double mean, long n, long version) {
        RollingKey key = new RollingKey("model", "model:r", "task", "acc", "", "");
        return new RollingMean(key, start, start + WINDOW, mean, n, version);
    }

    private static RollingMeans operator() {
        return new RollingMeans(
                MINUTE.multipliedBy(3),
                MINUTE,
                Duration.ofMillis(FLUSH),
                Duration.ofMillis(RETENTION));
    }

    private static RollingMeansHarness harness() throws Exception {
        return RollingMeansHarness.opened(operator());
    }
}
