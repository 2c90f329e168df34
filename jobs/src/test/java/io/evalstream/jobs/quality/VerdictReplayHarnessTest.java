package io.evalstream.jobs.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evalstream.contract.EventWriter;
import io.evalstream.contract.Outcome;
import io.evalstream.contract.RunEvent;
import io.evalstream.contract.SampleEvent;
import io.evalstream.contract.SeriesCount;
import io.evalstream.jobs.audit.AuditRecord;
import io.evalstream.jobs.audit.LogFixture;
import io.evalstream.jobs.audit.MemoryObjectStore;
import io.evalstream.jobs.kafka.KafkaRecord;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** What the judge said, against what its log says when it is judged again. */
class VerdictReplayHarnessTest {

    private static final int ITEMS = 200;

    private JudgeHarness judge;

    @BeforeEach
    void open() throws Exception {
        judge = JudgeHarness.opened(Map.of("baseline.runs", "2", "baseline.anchor", "r1"));
    }

    @AfterEach
    void close() throws Exception {
        judge.close();
    }

    /** The log of everything so far; the samples of each run in another order than they came. */
    private MemoryObjectStore log(long seed) throws Exception {
        Map<String, List<AuditRecord>> byRun = new TreeMap<>();
        EventWriter writer = new EventWriter();
        long offset = 0;
        for (Object event : judge.heard()) {
            boolean isSample = event instanceof SampleEvent;
            byte[] bytes =
                    isSample ? writer.write((SampleEvent) event) : writer.write((RunEvent) event);
            String run = isSample ? ((SampleEvent) event).runId() : ((RunEvent) event).runId();
            // Copies of one item share a partition, and only there the order is kept.
            int partition =
                    isSample ? Math.floorMod(((SampleEvent) event).eventId().hashCode(), 3) : 9;
            KafkaRecord record = new KafkaRecord("topic", partition, offset++, bytes);
            AuditRecord.Kind kind = isSample ? AuditRecord.Kind.SAMPLE : AuditRecord.Kind.CONTROL;
            byRun.computeIfAbsent(run, r -> new ArrayList<>())
                    .add(AuditRecord.event(kind, run, record));
        }
        for (AuditRecord record : judge.audited()) {
            byRun.computeIfAbsent(record.runId(), r -> new ArrayList<>()).add(record);
        }
        MemoryObjectStore store = new MemoryObjectStore();
        for (Map.Entry<String, List<AuditRecord>> entry : byRun.entrySet()) {
            LogFixture.publish(store, entry.getKey(), shuffled(entry.getValue(), seed));
        }
        return store;
    }

    private static List<AuditRecord> shuffled(List<AuditRecord> records, long seed) {
        List<Integer> turns = new ArrayList<>();
        Map<Integer, List<AuditRecord>> queues = new HashMap<>();
        for (AuditRecord record : records) {
            turns.add(record.partition());
            queues.computeIfAbsent(record.partition(), p -> new ArrayList<>()).add(record);
        }
        Collections.shuffle(turns, new Random(seed));
        List<AuditRecord> shuffled = new ArrayList<>();
        turns.forEach(partition -> shuffled.add(queues.get(partition).remove(0)));
        return shuffled;
    }

    private VerdictReplay.Outcome replay(String run) throws Exception {
        VerdictReplay.Outcome outcome = VerdictReplay.replay(log(1), run);
        assertThat(outcome.differences()).isEmpty();
        assertThat(VerdictReplay.replay(log(2), run)).isEqualTo(outcome);
        return outcome;
    }

    private void run(String runId, int hits) throws Exception {
        judge.start(runId, "acc", ITEMS);
        for (int item = 0; item < ITEMS; item++) {
            judge.sample(sample(runId, item, hits));
        }
        judge.finish(runId, "acc", ITEMS);
    }

    /** In a scattered dispatch order, with slices, and of no round value. */
    private static SampleEvent sample(String runId, int item, int hits) {
        double value = (item * 37) % ITEMS < hits ? 1 - item / 3_000.0 : item / 7_000.0;
        String slice = item % 4 == 0 ? "ko" : "en";
        return Samples.dispatched(runId, "acc", item, value, (item * 73) % ITEMS, slice);
    }

    @Test
    void healthyRunsAreJudgedAgainAsTheyWere() throws Exception {
        run("r1", 150);
        run("r2", 151);
        run("r3", 149);
        run("r4", 150);
        assertThat(replay("r1").decision()).isEqualTo("NO_BASELINE");
        assertThat(replay("r2").baselines()).containsExactly("r1");
        VerdictReplay.Outcome outcome = replay("r4");
        assertThat(outcome.decision()).isEqualTo("PASS");
        assertThat(outcome.baselines()).as("two runs and the anchor").contains("r1", "r2", "r3");
        assertThat(outcome.samples()).isEqualTo(ITEMS);
    }

    @Test
    void aBreachAndItsRecoveryAreJudgedAgainAsTheyWere() throws Exception {
        run("r1", 150);
        run("bad", 110);
        run("good", 150);
        assertThat(judge.last().recovered()).isNotEmpty();
        assertThat(replay("bad").decision()).isEqualTo("BREACH");
        assertThat(replay("good").decision()).isEqualTo("PASS");
    }

    @Test
    void aRunThatWasCalledOffIsJudgedAgainAsItWas() throws Exception {
        run("r1", 150);
        judge.start("cut", "acc", ITEMS);
        for (int item = 0; item < ITEMS / 2; item++) {
            judge.sample(sample("cut", item, 20));
        }
        judge.control(RunEvent.Type.CANCEL_REQUESTED, "cut", List.of());
        judge.control(RunEvent.Type.RUN_CANCELLED, "cut", List.of());
        assertThat(judge.last().state()).isEqualTo(RunVerdict.State.CANCELLED);
        assertThat(replay("cut").samples()).isEqualTo(ITEMS / 2);
    }

    @Test
    void copiesAndLaterAttemptsCountAsTheyDid() throws Exception {
        run("r1", 150);
        judge.start("twice", "acc", ITEMS);
        for (int item = 0; item < ITEMS; item++) {
            SampleEvent first = sample("twice", item, 150);
            judge.sample(first);
            if (item % 5 == 0) {
                judge.sample(
                        Samples.retried(
                                first,
                                item,
                                item % 2 == 0 ? 1 : Double.NaN,
                                item % 2 == 0 ? Outcome.SCORED : Outcome.INFRA_ERROR,
                                first.dispatchIndex()));
            }
        }
        judge.finish("twice", "acc", ITEMS);
        // What the removal of duplicates has kept from the judge is in the log nevertheless.
        for (int item = 0; item < ITEMS; item += 3) {
            judge.heard().add(sample("twice", item, 150));
        }
        assertThat(replay("twice").samples()).isEqualTo(ITEMS);
    }

    @Test
    void whatCameAfterTheVerdictDoesNotCount() throws Exception {
        run("r1", 150);
        run("r2", 148);
        for (int item = 0; item < 60; item++) {
            SampleEvent first = sample("r2", item, 148);
            judge.sample(Samples.retried(first, item, 0, Outcome.SCORED, first.dispatchIndex()));
            judge.sample(Samples.dispatched("r2", "acc", 1_000 + item, 0, 1_000 + item));
        }
        judge.control(
                RunEvent.Type.RUN_FINISHED,
                "r2",
                List.of(new SeriesCount("task", "acc", "", "", 5_000)));
        judge.control(RunEvent.Type.RUN_CANCELLED, "r2", List.of());
        run("r3", 149);
        assertThat(replay("r2").samples()).isEqualTo(ITEMS);
        assertThat(replay("r3").decision()).isEqualTo("PASS");
    }

    @Test
    void aRunThatFellSilentIsJudgedAgainAsItWas() throws Exception {
        run("r1", 150);
        for (int item = 0; item < ITEMS - 30; item++) {
            judge.sample(sample("silent", item, 150));
        }
        judge.setTime(JudgeHarness.IDLE + 1);
        assertThat(judge.last().state()).isNotEqualTo(RunVerdict.State.RUNNING);
        replay("silent");
    }

    @Test
    void aVerdictThatTheEventsDoNotGiveIsDifferentInThoseFields() throws Exception {
        run("r1", 150);
        run("r2", 150);
        SampleEvent other = sample("r2", 7, 0);
        judge.heard()
                .replaceAll(
                        event ->
                                event instanceof SampleEvent sample
                                                && sample.runId().equals("r2")
                                                && sample.itemKey().equals("item-7")
                                        ? other
                                        : event);
        List<VerdictReplay.Difference> differences =
                VerdictReplay.replay(log(1), "r2").differences();
        assertThat(differences)
                .extracting(VerdictReplay.Difference::field)
                .contains("metrics[0].value", "metrics[0].relative_drop")
                .doesNotContain("metrics[0].baseline", "samples");
    }

    @Test
    void aMissingBaselineIsNamed() throws Exception {
        run("r1", 150);
        run("r2", 150);
        judge.heard()
                .removeIf(
                        event ->
                                event instanceof SampleEvent sample && sample.runId().equals("r1"));
        MemoryObjectStore store = new MemoryObjectStore();
        MemoryObjectStore all = log(1);
        for (var object : all.list("dt=")) {
            if (object.key().contains("run=r2/")) {
                store.put(object.key(), all.get(object.key()).orElseThrow());
            }
        }
        assertThatThrownBy(() -> VerdictReplay.replay(store, "r2"))
                .isInstanceOf(MissingLogException.class)
                .hasMessage("the audit log has no verdict on r1, with which r2 was compared");
    }

    @Test
    void theLineOfAVerdictSaysByWhatItWasJudged() throws Exception {
        run("r1", 150);
        String line = new String(judge.audited().get(0).json(), StandardCharsets.UTF_8);
        assertThat(line)
                .contains(
                        "\"baseline.runs\":\"2\"",
                        "\"rule.threshold\":\"0.10\"",
                        "\"catalogue\":{\"sha256\":\"",
                        "\"ended\":\"COMPLETE\"")
                .doesNotContain("mention");
    }
}
