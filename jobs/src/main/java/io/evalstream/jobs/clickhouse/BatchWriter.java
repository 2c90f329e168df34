package io.evalstream.jobs.clickhouse;

import org.apache.flink.api.connector.sink2.CommittingSinkWriter;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Collects rows in batches and hands them out at every checkpoint; sends nothing itself.
 *
 * <p>Between two checkpoints it holds all rows that came, encoded.
 */
final class BatchWriter<T> implements CommittingSinkWriter<T, InsertBatch> {

    /** To add the sizes of all columns up costs more than to write a row. */
    private static final int ROWS_BETWEEN_LOOKS = 64;

    private final ClickHouseTable<T> table;
    private final MonthlyBlocks<T> blocks;
    private final BatchLimits limits;
    private final String writerId;
    private final long restoredFrom;
    private List<InsertBatch> closed = new ArrayList<>();
    private long sequence;

    /**
     * @param writerId unlike that of any other writer there ever was
     * @param restoredFrom the checkpoint this process goes on from, or {@link
     *     InsertBatch#NOT_RESTORED}
     */
    BatchWriter(ClickHouseTable<T> table, BatchLimits limits, String writerId, long restoredFrom) {
        this.table = table;
        this.limits = limits;
        this.writerId = writerId;
        this.restoredFrom = restoredFrom;
        this.blocks = new MonthlyBlocks<>(table, this::close);
    }

    @Override
    public void write(T row, Context context) {
        BlockBuilder<T> block = blocks.of(row);
        block.append(row);
        int rows = block.rows();
        if (rows >= limits.rows()
                || (rows % ROWS_BETWEEN_LOOKS == 0 && block.size() >= limits.bytes())) {
            close(block);
        }
    }

    private void close(BlockBuilder<T> block) {
        if (block.rows() == 0) {
            return;
        }
        String token = writerId + "-" + sequence++;
        int rows = block.rows();
        closed.add(
                new InsertBatch(
                        table.name(),
                        table.columnNames(),
                        token,
                        restoredFrom,
                        rows,
                        block.drain(token)));
    }

    /** Rows leave with a checkpoint only. */
    @Override
    public void flush(boolean endOfInput) {}

    @Override
    public Collection<InsertBatch> prepareCommit() {
        blocks.closeAll();
        List<InsertBatch> batches = closed;
        closed = new ArrayList<>();
        return batches;
    }

    @Override
    public void close() {}
}
