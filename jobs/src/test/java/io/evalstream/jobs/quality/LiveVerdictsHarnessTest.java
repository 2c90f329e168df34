package io.evalstream.jobs.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.contract.RunEvent;
import io.evalstream.contract.SampleEvent;
import io.evalstream.udfs.verdict.SeriesVerdict;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

class LiveVerdictsHarnessTest {

    private static final int ITEMS = 1000;
    private static final Map<String, String> CANCELLING = Map.of("run.cancel-certain", "true");

    private JudgeHarness judge;

    @BeforeEach
    void openWithABaseline() throws Exception {
        judge = JudgeHarness.opened(CANCELLING);
        announce("good");
        for (SampleEvent event : run("good", 0, 1)) {
            send(event);
        }
        finish("good");
        assertThat(verdicts()).hasSize(1);
        judge.restart();
    }

    @AfterEach
    void close() throws Exception {
        judge.close();
    }

    @Test
    void aBadRunIsToldEarlyOnceAndItsEndIsOnlyRecorded() throws Exception {
        announce("bad");
        for (SampleEvent event : run("bad", 0.3, 2)) {
            send(event);
        }
        finish("bad");
        List<RunVerdict> told = verdicts();
        assertThat(told.get(0).state()).isEqualTo(RunVerdict.State.RUNNING);
        assertThat(told.get(0).series().get(0).verdict()).isEqualTo(SeriesVerdict.BREACH_EARLY);
        assertThat(told.get(0).notice()).isEqualTo(RunVerdict.Notice.RAISED);
        assertThat(told.get(0).samples()).isLessThan(200);
        assertThat(told.subList(1, told.size()))
                .extracting(RunVerdict::notice)
                .containsOnly(RunVerdict.Notice.ESCALATED);
        RunVerdict end = told.get(told.size() - 1);
        assertThat(end.decision()).isEqualTo(RunVerdict.Decision.BREACH);
        assertThat(end.series().get(0).confirmed()).isTrue();
        assertThat(end.series().get(0).decidedAtSamples()).isBetween(30, 200);
    }

    @Test
    void anUnchangedRunIsClearedEarlyAndNobodyIsTold() throws Exception {
        announce("same");
        for (SampleEvent event : run("same", 0, 3)) {
            send(event);
        }
        finish("same");
        assertThat(verdicts())
                .extracting(v -> v.series().get(0).verdict())
                .containsExactly(SeriesVerdict.CLEAR_EARLY, SeriesVerdict.PASS);
        assertThat(verdicts()).extracting(RunVerdict::notice).containsOnly(RunVerdict.Notice.NONE);
    }

    @Test
    void wrongAnswersThatFinishFirstDoNotLookLikeADrop() throws Exception {
        announce("same");
        List<SampleEvent> events = run("same", 0, 4);
        // All are in flight at once and every wrong one is faster than every right one.
        events.sort((a, b) -> Double.compare(a.value(), b.value()));
        for (SampleEvent event : events) {
            send(event);
        }
        finish("same");
        assertThat(verdicts())
                .extracting(RunVerdict::decision)
                .doesNotContain(RunVerdict.Decision.BREACH);
    }

    @Test
    void aCertainBreachAsksForTheEndAndACancelledRunStaysABreach() throws Exception {
        announce("bad");
        List<SampleEvent> events = run("bad", 0.5, 5);
        int sent = 0;
        while (judge.cancels().isEmpty()) {
            send(events.get(sent++));
        }
        RunEvent request = judge.cancels().get(0);
        assertThat(request.type()).isEqualTo(RunEvent.Type.CANCEL_REQUESTED);
        assertThat(request.runId()).isEqualTo("bad");
        assertThat(sent).isLessThan(ITEMS / 2);
        judge.control(RunEvent.Type.RUN_CANCELLED, "bad", JudgeHarness.count("acc", ITEMS));
        RunVerdict end = verdicts().get(verdicts().size() - 1);
        assertThat(end.state()).isEqualTo(RunVerdict.State.CANCELLED);
        assertThat(end.decision()).isEqualTo(RunVerdict.Decision.BREACH);
        assertThat(end.series().get(0).why()).contains("saved " + (ITEMS - sent), "about 0.");
        assertThat(judge.cancels()).hasSize(1);
    }

    @Test
    void restartsAndOrderDoNotChangeWhatIsDecidedAtTheEnd() throws Exception {
        byte[] straight = endOf(new Random(0), false);
        for (int seed = 1; seed <= 3; seed++) {
            close();
            openWithABaseline();
            assertThat(endOf(new Random(seed), true)).isEqualTo(straight);
        }
    }

    @Test
    void aBadRunThatIsCutOffIsNotCalledGood() throws Exception {
        announce("bad");
        List<SampleEvent> events = run("bad", 0.2, 2);
        int sent = 0;
        while (verdicts().isEmpty()) {
            send(events.get(sent++));
        }
        assertThat(judge.last().notice()).isEqualTo(RunVerdict.Notice.RAISED);
        assertThat(judge.cancels()).isEmpty();
        judge.control(RunEvent.Type.RUN_CANCELLED, "bad", JudgeHarness.count("acc", ITEMS));
        assertThat(judge.last().decision()).isEqualTo(RunVerdict.Decision.INCONCLUSIVE);
        assertThat(judge.last().notice()).isEqualTo(RunVerdict.Notice.ESCALATED);
    }

    @Test
    void aRunThatBeganBeforeItsBaselineWasThereIsJudgedByIt() throws Exception {
        judge.close();
        judge = JudgeHarness.opened(CANCELLING);
        List<SampleEvent> bad = run("bad", 0.3, 2);
        announce("good");
        announce("bad");
        for (SampleEvent event : run("good", 0, 1)) {
            send(event);
        }
        for (SampleEvent event : bad.subList(0, 10)) {
            send(event);
        }
        finish("good");
        for (SampleEvent event : bad.subList(10, ITEMS)) {
            send(event);
        }
        finish("bad");
        assertThat(verdicts())
                .filteredOn(v -> v.notice() == RunVerdict.Notice.RAISED)
                .singleElement()
                .satisfies(v -> assertThat(v.samples()).isLessThan(200));
        assertThat(judge.last().series().get(0).decidedAtSamples()).isBetween(30, 200);
    }

    @Test
    void aRunThatTurnsOutToBeLargerIsJudgedAnew() throws Exception {
        byte[] straight = endOf(new Random(0), false);
        close();
        openWithABaseline();
        judge.start("bad", "acc", ITEMS / 2);
        List<SampleEvent> events = run("bad", 0.2, 6);
        send(events.get(0));
        announce("bad");
        for (SampleEvent event : events) {
            send(event);
        }
        finish("bad");
        assertThat(VerdictJson.verdict(judge.last())).isEqualTo(straight);
    }

    private byte[] endOf(Random random, boolean disturbed) throws Exception {
        announce("bad");
        List<SampleEvent> events = run("bad", 0.2, 6);
        if (disturbed) {
            events.addAll(new ArrayList<>(events.subList(0, 100)));
            Collections.shuffle(events, random);
        }
        RunVerdict last = null;
        for (int i = 0; i < events.size(); i++) {
            if (disturbed && i % 400 == 399) {
                last = lastOf(last);
                judge.restart();
            }
            send(events.get(i));
        }
        finish("bad");
        last = lastOf(last);
        assertThat(last.state()).isEqualTo(RunVerdict.State.COMPLETE);
        return VerdictJson.verdict(last);
    }

    private RunVerdict lastOf(RunVerdict before) {
        List<RunVerdict> verdicts = verdicts();
        return verdicts.isEmpty() ? before : verdicts.get(verdicts.size() - 1);
    }

    /** A run in dispatch order: item right with probability 0.7 in all, some of them broken. */
    private static List<SampleEvent> run(String runId, double broken, long seed) {
        Random random = new Random(seed);
        List<Integer> order = new ArrayList<>();
        for (int item = 0; item < ITEMS; item++) {
            order.add(item);
        }
        Collections.shuffle(order, random);
        List<SampleEvent> events = new ArrayList<>();
        for (int index = 0; index < ITEMS; index++) {
            int item = order.get(index);
            boolean isRight = item % 10 < 7 && random.nextDouble() >= broken;
            events.add(Samples.dispatched(runId, "acc", item, isRight ? 1 : 0, index));
        }
        return events;
    }

    private void announce(String runId) throws Exception {
        judge.start(runId, "acc", ITEMS);
    }

    private void finish(String runId) throws Exception {
        judge.finish(runId, "acc", ITEMS);
    }

    private void send(SampleEvent event) throws Exception {
        judge.sample(event);
    }

    private List<RunVerdict> verdicts() {
        return judge.verdicts();
    }
}
