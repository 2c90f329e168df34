package io.evalstream.jobs.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.contract.EventId;
import io.evalstream.contract.Outcome;
import io.evalstream.contract.SampleEvent;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class DropDuplicatesHarnessTest {

    private static final Duration MEMORY = Duration.ofSeconds(10);

    private KeyedOneInputStreamOperatorTestHarness<EventId, SampleEvent, AcceptedSample> harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void theFirstResultUnderAnIdPasses() throws Exception {
        SampleEvent event = attempt(0, 1_000, 0.5);
        send(event);
        assertThat(accepted()).containsExactly(AcceptedSample.first(event));
        assertThat(accepted().get(0).replaces()).isFalse();
    }

    @Test
    void aReplayIsDroppedHoweverOftenItComes() throws Exception {
        SampleEvent event = attempt(0, 1_000, 0.5);
        send(event, event, event);
        assertThat(accepted()).hasSize(1);
    }

    @Test
    void idsAreIndependent() throws Exception {
        SampleEvent one = Samples.sample("r", "acc", 1, 1);
        SampleEvent other = Samples.sample("r", "acc", 2, 1);
        send(one, other, one, other);
        assertThat(accepted()).extracting(AcceptedSample::event).containsExactly(one, other);
    }

    @Test
    void aHigherAttemptReplacesAndCarriesWhatItReplaces() throws Exception {
        SampleEvent failed =
                Samples.sample("r", "acc", 1, Double.NaN, 0, 2_000, Outcome.INFRA_ERROR, "ko", "");
        SampleEvent retried = attempt(1, 1_000, 1);
        send(failed, retried);
        assertThat(accepted())
                .containsExactly(
                        AcceptedSample.first(failed),
                        new AcceptedSample(
                                retried, true, Double.NaN, Outcome.INFRA_ERROR.ordinal(), 2_000));
    }

    @Test
    void aChainOfReplacementsCarriesTheLastOneEachTime() throws Exception {
        send(attempt(0, 1_000, 0.25), attempt(1, 2_000, 0.5), attempt(2, 3_000, 0.75));
        assertThat(accepted())
                .extracting(AcceptedSample::replacedValue)
                .containsExactly(Double.NaN, 0.25, 0.5);
        assertThat(accepted())
                .extracting(AcceptedSample::replacedTsMillis)
                .containsExactly(0L, 1_000L, 2_000L);
    }

    @Test
    void ofOneAttemptTheLaterTimeWins() throws Exception {
        send(attempt(0, 2_000, 0), attempt(0, 2_001, 1), attempt(0, 1_999, 0.5));
        assertThat(accepted())
                .extracting(sample -> sample.event().value())
                .containsExactly(0.0, 1.0);
    }

    @Test
    void aLowerAttemptIsDroppedHoweverLateItsTime() throws Exception {
        send(attempt(3, 1_000, 1), attempt(2, 9_000, 0));
        assertThat(accepted()).hasSize(1);
    }

    @Test
    void aReplacedResultDoesNotComeBack() throws Exception {
        send(attempt(0, 1_000, 0), attempt(1, 2_000, 1), attempt(0, 1_000, 0));
        assertThat(accepted()).hasSize(2);
    }

    @Test
    void anIdIsForgottenOnlyWhenItsMemoryHasPassedSinceItsLastAcceptance() throws Exception {
        send(attempt(0, 1_000, 1));
        harness.setStateTtlProcessingTime(MEMORY.toMillis() - 1);
        send(attempt(0, 1_000, 1));
        assertThat(accepted()).hasSize(1);

        send(attempt(1, 1_000, 1));
        harness.setStateTtlProcessingTime(2 * MEMORY.toMillis() - 2);
        send(attempt(1, 1_000, 1));
        assertThat(accepted()).hasSize(2);

        harness.setStateTtlProcessingTime(2 * MEMORY.toMillis());
        send(attempt(1, 1_000, 1));
        assertThat(accepted()).hasSize(3);
        assertThat(accepted().get(2).replaces()).isFalse();
    }

    @Test
    void whatWasAcceptedIsKnownAfterARestore() throws Exception {
        SampleEvent first = attempt(0, 1_000, 0.25);
        send(first);
        OperatorSubtaskState state = harness.snapshot(1, 1);
        harness.close();
        harness = harness();
        harness.initializeState(state);
        harness.open();
        send(first, attempt(1, 2_000, 0.5));
        assertThat(accepted())
                .containsExactly(
                        new AcceptedSample(
                                attempt(1, 2_000, 0.5),
                                true,
                                0.25,
                                Outcome.SCORED.ordinal(),
                                1_000));
    }

    private static SampleEvent attempt(int attempt, long tsMillis, double value) {
        return Samples.sample("r", "acc", 1, value, attempt, tsMillis);
    }

    private void send(SampleEvent... events) throws Exception {
        for (SampleEvent event : events) {
            harness.processElement(event, 0);
        }
    }

    private List<AcceptedSample> accepted() {
        return harness.extractOutputValues();
    }

    private static KeyedOneInputStreamOperatorTestHarness<EventId, SampleEvent, AcceptedSample>
            harness() throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new DropDuplicates(MEMORY)),
                SampleEvent::eventId,
                TypeInformation.of(EventId.class));
    }
}
