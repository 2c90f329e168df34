package io.evalstream.jobs.clickhouse;

import org.apache.flink.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Delivers a batch without the rows that ClickHouse refuses: finds them by halving the batch and
 * sets them aside in the table of dead letters, so that all others arrive.
 *
 * <p>The parts and their tokens follow from the batch and from what is refused alone: whoever
 * repeats this repeats the same inserts.
 */
final class RefusedRows {

    private static final Logger LOG = LoggerFactory.getLogger(RefusedRows.class);

    /** So many refused before one is taken are no accident: the table is not what we think. */
    private static final int TOO_MANY = 16;

    private final BatchDelivery delivery;
    private final Counter counter;
    private final InsertBatch batch;
    private final boolean mayBeOld;
    private final List<RefusedRow> refused = new ArrayList<>();
    private DecodedBlock block;
    private boolean anyStored;

    /**
     * @param counter of rows that are set aside
     * @param mayBeOld whether an earlier process may have sent the batch, who knows when
     */
    RefusedRows(BatchDelivery delivery, Counter counter, InsertBatch batch, boolean mayBeOld) {
        this.delivery = delivery;
        this.counter = counter;
        this.batch = batch;
        this.mayBeOld = mayBeOld;
    }

    /**
     * Returns when every row is stored, in its own table or among the dead letters.
     *
     * @throws IOException when that cannot be without somebody's help; one line that says which
     */
    void deliver() throws IOException, InterruptedException {
        Optional<InsertException> refusal = sendTwice(batch);
        if (refusal.isEmpty()) {
            return;
        }
        block = DecodedBlock.of(batch);
        divide(0, batch.rows(), refusal.get());
        if (!refused.isEmpty()) {
            setAside();
        }
    }

    /**
     * Bytes can be damaged on the way: what is refused is sent once more as it is. Otherwise a part
     * would be divided that arrives as a whole when this is repeated.
     */
    private Optional<InsertException> sendTwice(InsertBatch rows)
            throws IOException, InterruptedException {
        Optional<InsertException> refusal = delivery.send(rows, mayBeOld);
        return refusal.isPresent() ? delivery.send(rows, mayBeOld) : refusal;
    }

    /** Delivers rows from {@code from} to before {@code to}, which were refused together. */
    private void divide(int from, int to, InsertException reason)
            throws IOException, InterruptedException {
        if (to - from == 1) {
            refuse(from, reason);
            return;
        }
        int middle = (from + to) >>> 1;
        part(from, middle);
        part(middle, to);
    }

    private void part(int from, int to) throws IOException, InterruptedException {
        Optional<InsertException> refusal = sendTwice(block.part(from, to));
        if (refusal.isPresent()) {
            divide(from, to, refusal.get());
        } else {
            anyStored = true;
        }
    }

    private void refuse(int row, InsertException reason) throws IOException {
        refused.add(RefusedRow.of(batch, row, reason, block.json(row)));
        if (!anyStored && refused.size() == TOO_MANY) {
            throw new IOException(
                    reason.getMessage()
                            + "; the first "
                            + TOO_MANY
                            + " rows were all refused: compare the table with sql/clickhouse");
        }
    }

    private void setAside() throws IOException, InterruptedException {
        BlockBuilder<RefusedRow> letters = new BlockBuilder<>(ClickHouseTables.REFUSED_ROWS);
        refused.forEach(letters::append);
        String token = batch.token() + ":refused";
        InsertBatch letter =
                new InsertBatch(
                        ClickHouseTables.REFUSED_ROWS.name(),
                        ClickHouseTables.REFUSED_ROWS.columnNames(),
                        token,
                        batch.restoredFrom(),
                        refused.size(),
                        letters.drain(token));
        Optional<InsertException> refusal = sendTwice(letter);
        if (refusal.isPresent()) {
            throw new IOException(
                    refusal.get().getMessage()
                            + "; refused rows of "
                            + batch
                            + " cannot be set aside: compare the table with sql/clickhouse",
                    refusal.get());
        }
        counter.inc(refused.size());
        LOG.error(
                "{} of {} were refused and are in the table {}, the first because of: {}",
                refused.size(),
                batch,
                letter.table(),
                refused.get(0).message());
    }
}
