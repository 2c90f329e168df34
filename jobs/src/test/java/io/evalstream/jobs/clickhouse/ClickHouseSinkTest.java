package io.evalstream.jobs.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.runtime.operators.sink.SinkWriterOperatorFactory;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class ClickHouseSinkTest {

    private static final long MAX_AGE = 500;
    private static final ClickHouseTable<Long> TABLE =
            new ClickHouseTable<>(
                    "numbers", List.of("number"), (row, buffer) -> buffer.putInt64(row));
    private static final ClickHouseTable<Integer> BLOBS =
            new ClickHouseTable<>(
                    "blobs", List.of("blob"), (size, buffer) -> buffer.putBytes(new byte[size]));

    /** Keeps batches; refuses them while it is told to. */
    private static final class TestingGateway implements InsertGateway {
        final List<InsertBatch> batches = new ArrayList<>();
        boolean refusing;
        boolean closed;

        @Override
        public void insert(InsertBatch batch) throws IOException {
            if (refusing) {
                throw new IOException("no room");
            }
            batches.add(batch);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** Not a field of a test: the operator is serialized with what its lambdas hold. */
    private static TestingGateway gateway;

    private OneInputStreamOperatorTestHarness<Object, ?> writer;

    @BeforeEach
    void reset() {
        gateway = new TestingGateway();
    }

    @AfterEach
    void close() throws Exception {
        gateway.refusing = false;
        if (writer != null) {
            writer.close();
        }
    }

    @Test
    void rowsWaitForOthersUntilTheyAreOld() throws Exception {
        open(TABLE);
        writer.processElement(1L, 0);
        writer.processElement(2L, 0);
        writer.setProcessingTime(MAX_AGE - 1);
        assertThat(gateway.batches).isEmpty();
        writer.setProcessingTime(MAX_AGE);
        InsertBatch batch = gateway.batches.get(0);
        assertThat(batch.table()).isEqualTo("numbers");
        assertThat(batch.columns()).containsExactly("number");
        assertThat(batch.rows()).isEqualTo(2);
        assertThat(numbers(batch)).containsExactly(1L, 2L);

        writer.processElement(3L, 0);
        writer.setProcessingTime(2 * MAX_AGE);
        assertThat(numbers(gateway.batches.get(1))).containsExactly(3L);
    }

    @Test
    void withoutRowsNothingIsSent() throws Exception {
        open(TABLE);
        writer.setProcessingTime(10 * MAX_AGE);
        writer.prepareSnapshotPreBarrier(1);
        writer.endInput();
        assertThat(gateway.batches).isEmpty();
    }

    @Test
    void aFullBatchLeavesAtOnce() throws Exception {
        open(TABLE);
        for (long row = 0; row < ClickHouseSink.MAX_ROWS - 1; row++) {
            writer.processElement(row, 0);
        }
        assertThat(gateway.batches).isEmpty();
        writer.processElement(-1L, 0);
        assertThat(gateway.batches)
                .extracting(InsertBatch::rows)
                .containsExactly(ClickHouseSink.MAX_ROWS);
        writer.processElement(-2L, 0);
        writer.prepareSnapshotPreBarrier(1);
        assertThat(numbers(gateway.batches.get(1))).containsExactly(-2L);
    }

    @Test
    void aBatchOfLargeRowsLeavesBeforeItIsTooLarge() throws Exception {
        open(BLOBS);
        int megabyte = 1 << 20;
        for (int row = 0; row < 8; row++) {
            writer.processElement(megabyte, 0);
        }
        assertThat(gateway.batches).extracting(InsertBatch::rows).containsExactly(8);
    }

    @Test
    void everyRowIsSentBeforeACheckpoint() throws Exception {
        open(TABLE);
        writer.processElement(1L, 0);
        writer.prepareSnapshotPreBarrier(1);
        assertThat(numbers(gateway.batches.get(0))).containsExactly(1L);
        writer.processElement(2L, 0);
        writer.endInput();
        assertThat(numbers(gateway.batches.get(1))).containsExactly(2L);
    }

    @Test
    void aRefusedBatchFailsTheCheckpointSoThatItsRowsAreReadAgain() throws Exception {
        open(TABLE);
        writer.processElement(1L, 0);
        gateway.refusing = true;
        assertThatThrownBy(() -> writer.prepareSnapshotPreBarrier(1))
                .isInstanceOf(IOException.class)
                .hasMessage("no room");
    }

    @Test
    void aRefusedBatchFailsTheTimerThatSentIt() throws Exception {
        open(TABLE);
        writer.processElement(1L, 0);
        gateway.refusing = true;
        assertThatThrownBy(() -> writer.setProcessingTime(MAX_AGE))
                .hasStackTraceContaining("no room");
    }

    @Test
    void aRefusedFullBatchFailsTheWrite() throws Exception {
        open(BLOBS);
        gateway.refusing = true;
        assertThatThrownBy(() -> writer.processElement(ClickHouseSink.MAX_BYTES, 0))
                .isInstanceOf(IOException.class);
    }

    @Test
    void closingClosesTheGateway() throws Exception {
        open(TABLE);
        writer.close();
        assertThat(gateway.closed).isTrue();
    }

    @SuppressWarnings("unchecked")
    private <T> void open(ClickHouseTable<T> table) throws Exception {
        ClickHouseSink<T> sink =
                new ClickHouseSink<>(table, () -> gateway, Duration.ofMillis(MAX_AGE));
        OneInputStreamOperatorTestHarness<T, CommittableMessage<Object>> harness =
                new OneInputStreamOperatorTestHarness<>(
                        new SinkWriterOperatorFactory<T, Object>(sink));
        harness.open();
        writer =
                (OneInputStreamOperatorTestHarness<Object, ?>)
                        (OneInputStreamOperatorTestHarness<?, ?>) harness;
    }

    private static List<Long> numbers(InsertBatch batch) {
        ByteBuffer bytes = ByteBuffer.wrap(batch.rowBinary()).order(ByteOrder.LITTLE_ENDIAN);
        List<Long> numbers = new ArrayList<>();
        while (bytes.hasRemaining()) {
            numbers.add(bytes.getLong());
        }
        return numbers;
    }
}
