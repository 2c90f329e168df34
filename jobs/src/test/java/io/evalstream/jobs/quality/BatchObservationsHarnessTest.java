package io.evalstream.jobs.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.contract.SampleEvent;

import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Every result arrives at the judge as it was, with others of its series. */
class BatchObservationsHarnessTest {

    private OneInputStreamOperatorTestHarness<SampleEvent, ObservationBatch> harness;

    @BeforeEach
    void open() throws Exception {
        harness =
                new OneInputStreamOperatorTestHarness<>(
                        new BatchObservations(JudgeHarness.CATALOGUE));
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void resultsOfASeriesWaitForOthersAndNotForLong() throws Exception {
        send(Samples.sample("r", "acc", 1, 1));
        harness.setProcessingTime(BatchObservations.PATIENCE_MILLIS - 1);
        send(Samples.sample("r", "acc", 2, 0));
        assertThat(batches()).isEmpty();
        harness.setProcessingTime(BatchObservations.PATIENCE_MILLIS);
        assertThat(batches()).extracting(ObservationBatch::rows).containsExactly(2);
        send(Samples.sample("r", "acc", 3, 0));
        harness.setProcessingTime(2 * BatchObservations.PATIENCE_MILLIS);
        assertThat(batches()).extracting(ObservationBatch::rows).containsExactly(2, 1);
    }

    @Test
    void nothingWaitsThroughACheckpointOrAfterTheEnd() throws Exception {
        send(Samples.sample("r", "acc", 1, 1));
        harness.prepareSnapshotPreBarrier(1);
        assertThat(batches()).hasSize(1);
        send(Samples.sample("r", "acc", 2, 1));
        harness.endInput();
        assertThat(batches()).hasSize(2);
    }

    @Test
    void aRowSaysWhatItsEventSays() throws Exception {
        SampleEvent event = Samples.dispatched("런", "acc", 7, 0.25, 3, "한국어");
        send(event);
        harness.endInput();
        ObservationBatch batch = batches().get(0);
        assertThat(batch.head()).isEqualTo(SeriesHead.of(event));
        Observation sample = new Observation(batch);
        assertThat(sample.next()).isTrue();
        assertThat(sample.idHigh()).isEqualTo(event.eventId().high());
        assertThat(sample.idLow()).isEqualTo(event.eventId().low());
        assertThat(sample.tsMillis()).isEqualTo(event.tsMillis());
        assertThat(sample.attempt()).isEqualTo(event.attempt());
        assertThat(sample.outcome()).isEqualTo(event.outcome());
        assertThat(sample.score()).isEqualTo(0.25);
        assertThat(sample.latencyMs()).isNaN();
        assertThat(sample.dispatchIndex()).isEqualTo(3);
        assertThat(sample.slice()).isEqualTo("한국어");
        assertThat(sample.text(sample.clusterNumber())).isEmpty();
        assertThat(sample.itemKey()).isEqualTo("item-7");
        assertThat(sample.next()).isFalse();
    }

    @Test
    void manySeriesAndFullBuffersLoseNothing() throws Exception {
        Set<String> sent = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            // More runs than are kept at a time, and one series that fills its buffer.
            String run = i % 2 == 0 ? "busy" : "run-" + i % 3_001;
            send(Samples.dispatched(run, "acc", i, 1, i, "slice-" + i % 100));
            sent.add(run + " item-" + i + " slice-" + i % 100);
        }
        harness.endInput();
        List<String> received = new ArrayList<>();
        for (ObservationBatch batch : batches()) {
            int rows = 0;
            Observation sample = new Observation(passed(batch));
            while (sample.next()) {
                received.add(batch.head().runId() + " " + sample.itemKey() + " " + sample.slice());
                rows++;
            }
            assertThat(rows).isEqualTo(batch.rows());
        }
        assertThat(received).hasSize(20_000);
        assertThat(new HashSet<>(received)).isEqualTo(sent);
    }

    private static ObservationBatch passed(ObservationBatch batch) throws Exception {
        DataOutputSerializer out = new DataOutputSerializer(64);
        ObservationBatchSerializer.INSTANCE.serialize(batch, out);
        DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
        ObservationBatch passed = ObservationBatchSerializer.INSTANCE.deserialize(in);
        assertThat(in.available()).isZero();
        assertThat(passed.head()).isEqualTo(batch.head());
        return passed;
    }

    private void send(SampleEvent event) throws Exception {
        harness.processElement(event, 0);
    }

    private List<ObservationBatch> batches() {
        return harness.extractOutputValues();
    }
}
