package io.evalstream.jobs.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class ChainPartsHarnessTest {

    private static final Duration MAX_AGE = Duration.ofMinutes(1);
    private static final Duration MEMORY = Duration.ofHours(1);
    private static final long START = 1_767_225_600_000L;

    private KeyedOneInputStreamOperatorTestHarness<String, AuditSegment, AuditPart> harness;
    private final List<AuditPart> parts = new ArrayList<>();
    private long checkpoint;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.setProcessingTime(START);
        harness.open();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, AuditSegment, AuditPart> harness()
            throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new ChainParts(MAX_AGE, MEMORY), AuditSegment::runId, Types.STRING);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private void add(AuditRecord... records) throws Exception {
        for (AuditSegment segment : LogFixture.segments(List.of(records))) {
            harness.processElement(new StreamRecord<>(segment));
        }
    }

    private OperatorSubtaskState checkpoint() throws Exception {
        harness.prepareSnapshotPreBarrier(++checkpoint);
        OperatorSubtaskState state = harness.snapshot(checkpoint, checkpoint);
        take();
        return state;
    }

    private void take() {
        parts.addAll(harness.extractOutputValues());
        harness.getOutput().clear();
    }

    private void restore(OperatorSubtaskState state) throws Exception {
        long now = harness.getProcessingTime();
        harness.close();
        harness = harness();
        harness.setProcessingTime(now);
        harness.initializeState(state);
        harness.open();
    }

    private LogVerifier.Report verified() throws Exception {
        MemoryObjectStore store = new MemoryObjectStore();
        LogFixture.publish(store, parts);
        try (LogVerifier verifier =
                new LogVerifier(store, Duration.ofDays(90), Clock.systemUTC())) {
            return verifier.verify(List.of());
        }
    }

    @Test
    void youngLinesWaitAndOldOnesBecomeAPart() throws Exception {
        add(LogFixture.sample("run", 0));
        checkpoint();
        assertThat(parts).isEmpty();
        harness.setProcessingTime(START + MAX_AGE.toMillis());
        checkpoint();
        assertThat(parts).hasSize(1);
        assertThat(verified().faults()).isEmpty();
        assertThat(verified().open()).isEqualTo(1);
    }

    @Test
    void theVerdictClosesTheRunBeforeTheNextBarrier() throws Exception {
        add(LogFixture.sample("run", 0), LogFixture.verdict("run"));
        take();
        assertThat(parts).as("events may still be on their way").isEmpty();
        add(LogFixture.sample("run", 1));
        checkpoint();
        assertThat(parts).singleElement().matches(AuditPart::isClosed);
        assertThat(parts.get(0).lines()).as("two samples, verdict, closing").isEqualTo(4);
        assertThat(verified().open()).isZero();
    }

    @Test
    void whatComesAfterTheVerdictIsClosedAgain() throws Exception {
        add(LogFixture.sample("run", 0), LogFixture.verdict("run"));
        checkpoint();
        add(LogFixture.sample("run", 1));
        checkpoint();
        assertThat(parts).hasSize(2).allMatch(AuditPart::isClosed);
        LogVerifier.Report report = verified();
        assertThat(report.faults()).isEmpty();
        assertThat(report.lines()).isEqualTo(5);
    }

    @Test
    void muchOfOneRunBecomesAPartAtOnce() throws Exception {
        Random random = new Random(1);
        for (int i = 0; parts.isEmpty() && i < 100; i++) {
            byte[] noise = new byte[100_000];
            random.nextBytes(noise);
            add(AuditRecord.own(AuditRecord.Kind.SAMPLE, "run", noise));
            take();
        }
        assertThat(parts).hasSize(1);
        assertThat(parts.get(0).bytes().length)
                .isBetween((int) ChainParts.PART, (int) ChainParts.PART + 300_000);
    }

    @Test
    void manyRunsDoNotFillTheMemory() throws Exception {
        Random random = new Random(1);
        long waiting = 0;
        for (int i = 0; i < 500; i++) {
            byte[] noise = new byte[100_000];
            random.nextBytes(noise);
            String run = "run-" + i;
            List<AuditSegment> segments =
                    LogFixture.segments(
                            List.of(AuditRecord.own(AuditRecord.Kind.SAMPLE, run, noise)));
            waiting += segments.get(0).frame().length;
            harness.processElement(new StreamRecord<>(segments.get(0)));
            for (AuditPart part : harness.extractOutputValues()) {
                waiting -= part.bytes().length;
            }
            harness.getOutput().clear();
            assertThat(waiting).isLessThan(ChainParts.MAX_OPEN);
        }
        assertThat(waiting).as("made room for").isGreaterThan(ChainParts.MAX_OPEN / 2);
    }

    @Test
    void aRestartGoesOnWithTheSameChain() throws Exception {
        add(LogFixture.sample("run", 0));
        harness.setProcessingTime(START + MAX_AGE.toMillis());
        checkpoint();
        add(LogFixture.sample("run", 1));
        OperatorSubtaskState state = checkpoint();
        assertThat(parts).hasSize(1);

        add(LogFixture.sample("run", 2));
        restore(state);
        add(LogFixture.sample("run", 2), LogFixture.verdict("run"));
        checkpoint();
        assertThat(parts).hasSize(2);
        assertThat(parts.get(1).chain()).isEqualTo(parts.get(0).chain());
        LogVerifier.Report report = verified();
        assertThat(report.faults()).isEmpty();
        assertThat(report.lines()).as("three samples, verdict, closing").isEqualTo(5);
    }

    @Test
    void whatWaitsIsRememberedAcrossARestartAndStillGrowsOld() throws Exception {
        add(LogFixture.sample("run", 0));
        restore(checkpoint());
        harness.setProcessingTime(START + MAX_AGE.toMillis());
        checkpoint();
        assertThat(parts).hasSize(1);
    }

    @Test
    void theSameStateGivesTheSameParts() throws Exception {
        add(LogFixture.sample("run", 0));
        OperatorSubtaskState state = checkpoint();
        for (int i = 0; i < 2; i++) {
            add(LogFixture.sample("run", 1), LogFixture.verdict("run"));
            checkpoint();
            restore(state);
        }
        assertThat(parts.get(1).sha256()).isEqualTo(parts.get(0).sha256());
    }

    @Test
    void theEndOfInputLeavesNothingBehind() throws Exception {
        add(LogFixture.sample("run", 0));
        harness.endInput();
        take();
        assertThat(parts).hasSize(1);
    }

    @Test
    void aChainIsForgottenWhenNothingMoreComes() throws Exception {
        add(LogFixture.sample("run", 0), LogFixture.verdict("run"));
        checkpoint();
        assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
        harness.setProcessingTime(START + MEMORY.toMillis() - 1);
        add(LogFixture.sample("run", 1));
        checkpoint();
        harness.setProcessingTime(START + 2 * MEMORY.toMillis() - 2);
        assertThat(harness.numKeyedStateEntries()).as("a later part has a later end").isEqualTo(1);
        harness.setProcessingTime(START + 2 * MEMORY.toMillis());
        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numProcessingTimeTimers()).isZero();
    }
}
