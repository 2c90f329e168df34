package io.evalstream.jobs.dedup;

import io.evalstream.jobs.dedup.engine.BandGroups;
import io.evalstream.jobs.dedup.engine.Block;
import io.evalstream.jobs.dedup.engine.DedupParameters;

import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/** Makes pairs of the documents that share a key in one of its bands. */
final class FindPairs extends BlockOperator
        implements OneInputStreamOperator<Block, Block>, BoundedOneInput {
    private static final long serialVersionUID = 1L;

    static final OutputTag<Block> WANTED = new OutputTag<>("wanted", BlockType.INSTANCE);

    private final DedupParameters parameters;
    private final int partitions;
    private transient BandGroups groups;

    FindPairs(DedupParameters parameters, int partitions) {
        this.parameters = parameters;
        this.partitions = partitions;
    }

    @Override
    public void open() throws Exception {
        super.open();
        groups =
                new BandGroups(
                        parameters,
                        getRuntimeContext().getTaskInfo().getIndexOfThisSubtask(),
                        partitions);
    }

    @Override
    public void processElement(StreamRecord<Block> element) {
        if (element.getValue() instanceof Block.Copies copies) {
            groups.add(copies);
        } else {
            groups.add((Block.Bands) element.getValue());
        }
    }

    @Override
    public void endInput() {
        BandGroups.Banded banded = groups.finish(main(), side(WANTED));
        count(DedupCount.CAPPED_BUCKETS, banded.cappedBuckets());
        count(DedupCount.PAIRS_LEFT_OUT, banded.pairsLeftOut());
        groups = null;
    }
}
