package io.evalstream.jobs.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.contract.SampleEvent;
import io.evalstream.udfs.verdict.SeriesVerdict;

import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Slices of a run while it goes on. */
class LiveSlicesHarnessTest {

    private static final int ITEMS = 2_000;
    private static final int SUBJECTS = 8;

    private JudgeHarness judge;

    @BeforeEach
    void openWithABaseline() throws Exception {
        open(Map.of());
    }

    private void open(Map<String, String> options) throws Exception {
        judge = JudgeHarness.opened(options);
        send("good", run("good", 0, 0, 1));
    }

    @AfterEach
    void close() throws Exception {
        judge.close();
    }

    private static String subject(int item) {
        return "subject" + item % SUBJECTS;
    }

    /**
     * A run in dispatch order; 7 of 10 items are right.
     *
     * @param broken share of the items of one subject that are no longer right
     * @param brokenElsewhere the same for all others
     */
    private static List<SampleEvent> run(
            String runId, double broken, double brokenElsewhere, long seed) {
        Random random = new Random(seed);
        List<Integer> order = new ArrayList<>();
        for (int item = 0; item < ITEMS; item++) {
            order.add(item);
        }
        Collections.shuffle(order, random);
        List<SampleEvent> events = new ArrayList<>();
        for (int index = 0; index < ITEMS; index++) {
            int item = order.get(index);
            String subject = subject(item);
            double share = subject.equals("subject3") ? broken : brokenElsewhere;
            boolean isRight = item % 10 < 7 && random.nextDouble() >= share;
            events.add(Samples.dispatched(runId, "acc", item, isRight ? 1 : 0, index, subject));
        }
        return events;
    }

    private void send(String runId, List<SampleEvent> events) throws Exception {
        judge.start(runId, "acc", ITEMS);
        for (SampleEvent event : events) {
            judge.sample(event);
        }
        judge.finish(runId, "acc", ITEMS);
    }

    private List<RunVerdict> said(String runId) {
        return judge.verdicts().stream().filter(v -> v.runId().equals(runId)).toList();
    }

    @Test
    void aSubjectThatFallsIsToldWhileTheRunGoesOnAndOnlyOnce() throws Exception {
        send("bad", run("bad", 0.5, 0, 2));
        List<RunVerdict> told =
                said("bad").stream().filter(v -> v.notice() != RunVerdict.Notice.NONE).toList();
        RunVerdict first = told.get(0);
        assertThat(first.state()).isEqualTo(RunVerdict.State.RUNNING);
        assertThat(first.notice()).isEqualTo(RunVerdict.Notice.RAISED);
        assertThat(first.decision()).isEqualTo(RunVerdict.Decision.INCONCLUSIVE);
        SeriesResult early = first.series().get(0);
        assertThat(early.series().slice()).isEqualTo("subject3");
        assertThat(early.verdict()).isEqualTo(SeriesVerdict.BREACH_EARLY);
        assertThat(early.tier()).isEqualTo(2);
        assertThat(early.decidedAtSamples()).isBetween(100, ITEMS * 3 / 4);
        assertThat(told.subList(1, told.size()))
                .extracting(RunVerdict::notice)
                .containsOnly(RunVerdict.Notice.ESCALATED);
        assertThat(judge.last().decision()).isEqualTo(RunVerdict.Decision.PASS);
        assertThat(judge.last().series())
                .filteredOn(SeriesResult::isToldBreach)
                .extracting(result -> result.series().slice())
                .containsExactly("subject3");
    }

    @Test
    void aRunThatIsWorseAsAWholeIsToldAfterItsSlice() throws Exception {
        send("bad", run("bad", 1, 0, 3));
        List<RunVerdict> raised =
                said("bad").stream().filter(v -> v.notice() == RunVerdict.Notice.RAISED).toList();
        assertThat(raised).hasSize(2);
        assertThat(raised.get(0).series().get(0).series().slice()).isEqualTo("subject3");
        assertThat(raised.get(1).decision()).isEqualTo(RunVerdict.Decision.BREACH);
        ModelPolicy policy = ModelPolicy.of(new Configuration());
        assertThat(Alert.of(raised.get(0), policy).key())
                .isNotEqualTo(Alert.of(raised.get(1), policy).key());
    }

    @Test
    void aSliceThatDecidesIsABreachAtOnce() throws Exception {
        judge.close();
        open(Map.of("rule.slices-decide", "true"));
        send("bad", run("bad", 0.5, 0, 2));
        assertThat(said("bad").get(0).decision()).isEqualTo(RunVerdict.Decision.BREACH);
        assertThat(judge.last().decision()).isEqualTo(RunVerdict.Decision.BREACH);
    }

    @Test
    void unchangedSubjectsAreNotToldOf() throws Exception {
        for (int seed = 4; seed < 9; seed++) {
            send("same" + seed, run("same" + seed, 0, 0, seed));
        }
        assertThat(judge.verdicts())
                .extracting(RunVerdict::notice)
                .containsOnly(RunVerdict.Notice.NONE);
    }

    @Test
    void theEndIsTheSameInAnyOrderAndAfterRestarts() throws Exception {
        List<SampleEvent> events = run("bad", 0.35, 0, 5);
        send("bad", events);
        byte[] straight = VerdictJson.verdict(judge.last());
        for (int seed = 0; seed < 3; seed++) {
            judge.close();
            openWithABaseline();
            Random random = new Random(seed);
            List<SampleEvent> disturbed = new ArrayList<>(events);
            disturbed.addAll(events.subList(0, 300));
            Collections.shuffle(disturbed, random);
            judge.start("bad", "acc", ITEMS);
            for (SampleEvent event : disturbed) {
                if (random.nextInt(700) == 0) {
                    judge.restart();
                }
                judge.sample(event);
            }
            judge.finish("bad", "acc", ITEMS);
            assertThat(VerdictJson.verdict(judge.last())).isEqualTo(straight);
        }
    }
}
