package io.evalstream.jobs.dedup;

import io.evalstream.jobs.dedup.engine.Block;
import io.evalstream.jobs.dedup.engine.Decider;
import io.evalstream.jobs.dedup.engine.DedupPlan;

import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/** Labels what is connected and decides what stays. */
final class DecideFates extends BlockOperator
        implements OneInputStreamOperator<Block, Block>, BoundedOneInput {
    private static final long serialVersionUID = 1L;

    static final OutputTag<Block> PAIRS = new OutputTag<>("unmeasured", BlockType.INSTANCE);
    static final OutputTag<Block> TEXTS = new OutputTag<>("wanted-texts", BlockType.INSTANCE);
    static final OutputTag<Block> NAMES = new OutputTag<>("wanted-names", BlockType.INSTANCE);

    private final DedupPlan plan;
    private final int partitions;
    private transient Decider decider;

    DecideFates(DedupPlan plan, int partitions) {
        this.plan = plan;
        this.partitions = partitions;
    }

    @Override
    public void open() throws Exception {
        super.open();
        decider = new Decider(plan.parameters(), plan.protectedSplits());
    }

    @Override
    public void processElement(StreamRecord<Block> element) {
        if (element.getValue() instanceof Block.Copies copies) {
            decider.add(copies);
        } else {
            decider.add((Block.Edges) element.getValue());
        }
    }

    @Override
    public void endInput() {
        decider.finish(main(), side(PAIRS), side(TEXTS), side(NAMES), partitions);
        decider = null;
    }
}
