package io.evalstream.jobs.dedup;

import io.evalstream.jobs.dedup.engine.Block;
import io.evalstream.jobs.dedup.engine.DedupPlan;
import io.evalstream.jobs.dedup.engine.Suite;

import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

import java.io.IOException;

/**
 * Writes what is kept of a suite: reads its files again, in their order, and leaves out the rows
 * that go. To carry all records through the job instead would double what it moves.
 */
final class WriteKept extends AbstractStreamOperator<Void>
        implements OneInputStreamOperator<Block, Void> {
    private static final long serialVersionUID = 1L;

    private final DedupPlan plan;
    private final KeptOutput output;

    WriteKept(DedupPlan plan, KeptOutput output) {
        this.plan = plan;
        this.output = output;
    }

    @Override
    public void processElement(StreamRecord<Block> element) throws IOException {
        Block.Removals removals = (Block.Removals) element.getValue();
        Suite suite = plan.suites().get(removals.suite());
        try (KeptOutput.Records records = output.begin(suite)) {
            Pass pass = new Pass(removals.rows(), records);
            plan.reader().records(suite, pass::accept);
            if (pass.row != removals.rowsOfSuite()) {
                throw new IOException(
                        String.join(", ", suite.files())
                                + ": has changed while it was read, from "
                                + removals.rowsOfSuite()
                                + " to "
                                + pass.row
                                + " items; let nobody write to it and start again");
            }
            records.finish();
        }
    }

    /** Goes through the rows of a suite. */
    private static final class Pass {

        private final long[] removed;
        private final KeptOutput.Records records;
        private long row;
        private int next;

        Pass(long[] removed, KeptOutput.Records records) {
            this.removed = removed;
            this.records = records;
        }

        void accept(byte[] record) throws IOException {
            if (next < removed.length && removed[next] == row) {
                next++;
            } else {
                records.add(record);
            }
            row++;
        }
    }
}
