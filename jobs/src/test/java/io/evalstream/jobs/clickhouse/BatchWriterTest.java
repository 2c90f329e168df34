package io.evalstream.jobs.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

class BatchWriterTest {

    private static final ClickHouseTable<Integer> BLOBS =
            ClickHouseTable.<Integer>named("blobs").bytes("blob", byte[]::new).build();

    private static <T> BatchWriter<T> writer(ClickHouseTable<T> table, int rows, long bytes) {
        return new BatchWriter<>(table, new BatchLimits(rows, bytes), "writer", 5);
    }

    private static List<Long> numbers(InsertBatch batch) throws IOException {
        DecodedBlock block = DecodedBlock.of(batch);
        List<Long> numbers = new ArrayList<>();
        for (int row = 0; row < batch.rows(); row++) {
            numbers.add(new ObjectMapper().readTree(block.json(row)).path("number").asLong());
        }
        return numbers;
    }

    @Test
    void withoutRowsThereIsNoBatch() {
        BatchWriter<Numbered> writer = writer(Numbered.TABLE, 10, 1 << 20);
        assertThat(writer.prepareCommit()).isEmpty();
        writer.write(Numbered.of(0), null);
        assertThat(writer.prepareCommit()).hasSize(1);
        assertThat(writer.prepareCommit()).isEmpty();
    }

    @Test
    void batchesHoldAllRowsInTheirOrderAndHaveTokensOfTheirOwn() throws Exception {
        BatchWriter<Numbered> writer = writer(Numbered.TABLE, 4, 1 << 20);
        for (int i = 0; i < 10; i++) {
            writer.write(Numbered.of(3L * i), null);
        }
        List<InsertBatch> batches = List.copyOf(writer.prepareCommit());
        assertThat(batches).extracting(InsertBatch::rows).containsExactly(4, 4, 2);
        assertThat(batches)
                .extracting(InsertBatch::token)
                .containsExactly("writer-0", "writer-1", "writer-2");
        assertThat(batches).extracting(InsertBatch::restoredFrom).containsOnly(5L);
        assertThat(numbers(batches.get(1))).containsExactly(12L, 15L, 18L, 21L);
        writer.write(Numbered.of(0), null);
        assertThat(writer.prepareCommit())
                .extracting(InsertBatch::token)
                .containsExactly("writer-3");
    }

    @Test
    void aBatchOfLargeRowsIsClosedBeforeItIsFarTooLarge() throws Exception {
        BatchWriter<Integer> writer = writer(BLOBS, 1_000_000, 1 << 20);
        for (int i = 0; i < 1_000; i++) {
            writer.write(10_000, null);
        }
        Collection<InsertBatch> batches = writer.prepareCommit();
        assertThat(batches).hasSizeGreaterThan(5);
        for (InsertBatch batch : batches) {
            assertThat(Lz4Frame.unpack(batch.block()).length).isLessThan(2 << 20);
        }
        assertThat(batches.stream().mapToInt(InsertBatch::rows).sum()).isEqualTo(1_000);
    }

    @Test
    void eachBatchIsOfOneMonth() throws Exception {
        BatchWriter<Numbered> writer = writer(Numbered.TABLE, 100, 1 << 20);
        for (int i = 0; i < 90; i++) {
            writer.write(Numbered.of(i), null);
        }
        List<InsertBatch> batches = List.copyOf(writer.prepareCommit());
        assertThat(batches).hasSize(3);
        for (InsertBatch batch : batches) {
            Set<Long> months = new HashSet<>();
            numbers(batch).forEach(number -> months.add(number % 3));
            assertThat(months).hasSize(1);
            assertThat(batch.rows()).isEqualTo(30);
        }
    }

    @Test
    void rowsOfVeryManyMonthsAreNotLost() throws Exception {
        BatchWriter<Numbered> writer = writer(Numbered.TABLE, 100, 1 << 20);
        for (int i = 0; i < 1_000; i++) {
            writer.write(new Numbered(i, i * 2_678_400_000L), null);
        }
        Set<Long> numbers = new HashSet<>();
        for (InsertBatch batch : writer.prepareCommit()) {
            numbers.addAll(numbers(batch));
        }
        assertThat(numbers).hasSize(1_000);
    }

    @Test
    void aBatchIsTheSameAfterACheckpoint() throws Exception {
        BatchWriter<Numbered> writer = writer(Numbered.TABLE, 100, 1 << 20);
        writer.write(Numbered.of(42), null);
        InsertBatch batch = writer.prepareCommit().iterator().next();
        InsertBatchSerializer serializer = new InsertBatchSerializer();
        InsertBatch read =
                serializer.deserialize(serializer.getVersion(), serializer.serialize(batch));
        assertThat(read).usingRecursiveComparison().isEqualTo(batch);
        assertThat(serializer.getVersion()).isEqualTo(2);
        assertThatThrownBy(() -> serializer.deserialize(3, new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 3");
    }

    @Test
    void aBatchOfTheFirstVersionWasNotCompressed() throws Exception {
        BatchWriter<Numbered> writer = writer(Numbered.TABLE, 100, 1 << 20);
        writer.write(Numbered.of(42), null);
        InsertBatch batch = writer.prepareCommit().iterator().next();
        InsertBatch plain =
                new InsertBatch(
                        batch.table(),
                        batch.columns(),
                        batch.token(),
                        batch.restoredFrom(),
                        batch.rows(),
                        Lz4Frame.unpack(batch.block()));
        InsertBatchSerializer serializer = new InsertBatchSerializer();
        InsertBatch read = serializer.deserialize(1, serializer.serialize(plain));
        assertThat(read).usingRecursiveComparison().isEqualTo(batch);
    }
}
