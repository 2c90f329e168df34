package io.evalstream.jobs.dedup;

import io.evalstream.jobs.dedup.engine.Block;
import io.evalstream.jobs.dedup.engine.ExactGroups;

import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Finds documents with equal text among the digests of its partition. */
final class FindCopies extends BlockOperator
        implements OneInputStreamOperator<Block, Block>, BoundedOneInput {
    private static final long serialVersionUID = 1L;

    private transient ExactGroups groups;

    @Override
    public void open() throws Exception {
        super.open();
        groups = new ExactGroups();
    }

    @Override
    public void processElement(StreamRecord<Block> element) {
        groups.add((Block.Digests) element.getValue());
    }

    @Override
    public void endInput() {
        count(DedupCount.EXACT, groups.finish(main()));
        groups = null;
    }
}
