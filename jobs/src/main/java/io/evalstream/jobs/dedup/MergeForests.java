package io.evalstream.jobs.dedup;

import io.evalstream.jobs.dedup.engine.Block;
import io.evalstream.jobs.dedup.engine.DedupParameters;
import io.evalstream.jobs.dedup.engine.ForestMerge;

import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Makes one forest of those of several partitions. */
final class MergeForests extends BlockOperator
        implements OneInputStreamOperator<Block, Block>, BoundedOneInput {
    private static final long serialVersionUID = 1L;

    private final DedupParameters parameters;
    private transient ForestMerge merge;

    MergeForests(DedupParameters parameters) {
        this.parameters = parameters;
    }

    @Override
    public void open() throws Exception {
        super.open();
        merge = new ForestMerge(parameters);
    }

    @Override
    public void processElement(StreamRecord<Block> element) {
        merge.add((Block.Edges) element.getValue(), main());
    }

    @Override
    public void endInput() {
        merge.finish(main());
        merge = null;
    }
}
