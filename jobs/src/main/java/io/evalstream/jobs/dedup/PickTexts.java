package io.evalstream.jobs.dedup;

import io.evalstream.jobs.dedup.engine.Block;
import io.evalstream.jobs.dedup.engine.TextPicker;

import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.InputSelectable;
import org.apache.flink.streaming.api.operators.InputSelection;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Passes on the texts somebody has asked for: reads everything that is asked first, then the texts,
 * which wait in the files of the shuffle until then.
 */
final class PickTexts extends BlockOperator
        implements TwoInputStreamOperator<Block, Block, Block>, InputSelectable, BoundedMultiInput {
    private static final long serialVersionUID = 1L;

    private final int partitions;
    private transient TextPicker picker;
    private transient boolean allAsked;

    PickTexts(int partitions) {
        this.partitions = partitions;
    }

    @Override
    public void open() throws Exception {
        super.open();
        picker = new TextPicker(partitions);
        allAsked = false;
    }

    @Override
    public InputSelection nextSelection() {
        return allAsked ? InputSelection.SECOND : InputSelection.FIRST;
    }

    @Override
    public void processElement1(StreamRecord<Block> asked) {
        picker.want((Block.Wanted) asked.getValue());
    }

    @Override
    public void processElement2(StreamRecord<Block> texts) {
        picker.pick((Block.Texts) texts.getValue(), main());
    }

    @Override
    public void endInput(int input) {
        if (input == 1) {
            allAsked = true;
        } else {
            picker = null;
        }
    }
}
