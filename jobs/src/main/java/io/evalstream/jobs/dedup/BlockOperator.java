package io.evalstream.jobs.dedup;

import io.evalstream.jobs.dedup.engine.Block;
import io.evalstream.jobs.dedup.engine.BlockOutput;

import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/** What the steps have in common: they hand on blocks, and count. */
abstract class BlockOperator extends AbstractStreamOperator<Block> {
    private static final long serialVersionUID = 1L;

    /** Where the main output takes blocks. */
    BlockOutput main() {
        return block -> output.collect(new StreamRecord<>(block));
    }

    /** Where a side output takes blocks. */
    BlockOutput side(OutputTag<Block> tag) {
        return block -> output.collect(tag, new StreamRecord<>(block));
    }

    /** Adds to a count of the job, which is a metric of this step as well. */
    void count(DedupCount count, long more) {
        LongCounter total = new LongCounter(more);
        getRuntimeContext().addAccumulator(count.key(), total);
        getMetricGroup().counter(count.metric()).inc(more);
    }
}
