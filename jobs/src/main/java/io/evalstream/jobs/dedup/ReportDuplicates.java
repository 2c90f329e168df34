package io.evalstream.jobs.dedup;

import io.evalstream.jobs.dedup.engine.Block;
import io.evalstream.jobs.dedup.engine.DedupPlan;
import io.evalstream.jobs.dedup.engine.Duplicate;
import io.evalstream.jobs.dedup.engine.Report;

import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/** Says by name and row what is a duplicate of what, and which rows of each suite go. */
final class ReportDuplicates extends AbstractStreamOperator<Duplicate>
        implements OneInputStreamOperator<Block, Duplicate>, BoundedOneInput {
    private static final long serialVersionUID = 1L;

    static final OutputTag<Block> REMOVALS = new OutputTag<>("removals", BlockType.INSTANCE);

    private final DedupPlan plan;
    private final int partitions;
    private transient Report report;

    ReportDuplicates(DedupPlan plan, int partitions) {
        this.plan = plan;
        this.partitions = partitions;
    }

    @Override
    public void open() throws Exception {
        super.open();
        report = new Report(plan);
    }

    @Override
    public void processElement(StreamRecord<Block> element) {
        report.add(element.getValue());
    }

    @Override
    public void endInput() {
        for (Duplicate duplicate : report.finish()) {
            output.collect(new StreamRecord<>(duplicate));
        }
        report.removals(partitions, block -> output.collect(REMOVALS, new StreamRecord<>(block)));
        report = null;
    }
}
