package io.evalstream.jobs.dedup;

import io.evalstream.jobs.dedup.engine.Block;
import io.evalstream.jobs.dedup.engine.DedupPlan;
import io.evalstream.jobs.dedup.engine.SplitScanner;

import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

import java.io.IOException;

/** Reads splits into columns; one output for each kind of them. */
final class ReadSplits extends BlockOperator implements OneInputStreamOperator<Long, Block> {
    private static final long serialVersionUID = 1L;

    static final OutputTag<Block> DIGESTS = new OutputTag<>("digests", BlockType.INSTANCE);
    static final OutputTag<Block> TEXTS = new OutputTag<>("texts", BlockType.INSTANCE);
    static final OutputTag<Block> NAMES = new OutputTag<>("names", BlockType.INSTANCE);
    static final OutputTag<Block> SHORTS = new OutputTag<>("shorts", BlockType.INSTANCE);
    static final OutputTag<Block> ROWS = new OutputTag<>("rows", BlockType.INSTANCE);

    private final DedupPlan plan;
    private final int partitions;
    private transient SplitScanner scanner;
    private transient LongCounter rows;
    private transient Counter rowsMetric;

    ReadSplits(DedupPlan plan, int partitions) {
        this.plan = plan;
        this.partitions = partitions;
    }

    @Override
    public void open() throws Exception {
        super.open();
        scanner =
                new SplitScanner(
                        plan,
                        partitions,
                        new SplitScanner.Outputs(
                                main(),
                                side(DIGESTS),
                                side(TEXTS),
                                side(NAMES),
                                side(SHORTS),
                                side(ROWS)));
        rows = new LongCounter();
        getRuntimeContext().addAccumulator(DedupCount.ROWS.key(), rows);
        rowsMetric = getMetricGroup().counter(DedupCount.ROWS.metric());
    }

    @Override
    public void processElement(StreamRecord<Long> element) throws IOException {
        int read = scanner.scan(plan.splits().get(element.getValue().intValue()));
        rows.add(read);
        rowsMetric.inc(read);
    }
}
