package io.evalstream.jobs.dedup;

import io.evalstream.jobs.dedup.engine.Block;
import io.evalstream.jobs.dedup.engine.DedupParameters;
import io.evalstream.jobs.dedup.engine.ShortTexts;

import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Takes its share of the comparisons of texts too short for a sketch. */
final class CompareShort extends BlockOperator
        implements OneInputStreamOperator<Block, Block>, BoundedOneInput {
    private static final long serialVersionUID = 1L;

    private final DedupParameters parameters;
    private transient ShortTexts texts;

    CompareShort(DedupParameters parameters) {
        this.parameters = parameters;
    }

    @Override
    public void open() throws Exception {
        super.open();
        texts =
                new ShortTexts(
                        parameters,
                        getRuntimeContext().getTaskInfo().getIndexOfThisSubtask(),
                        getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks());
    }

    @Override
    public void processElement(StreamRecord<Block> element) {
        if (element.getValue() instanceof Block.Copies copies) {
            texts.add(copies);
        } else {
            texts.add((Block.Texts) element.getValue());
        }
    }

    @Override
    public void endInput() {
        count(DedupCount.SHORT_COMPARED, texts.finish(main()));
        texts = null;
    }
}
