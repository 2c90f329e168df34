package io.evalstream.jobs.dedup;

import io.evalstream.jobs.dedup.engine.Block;
import io.evalstream.jobs.dedup.engine.DedupParameters;
import io.evalstream.jobs.dedup.engine.PairVerifier;

import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.InputSelectable;
import org.apache.flink.streaming.api.operators.InputSelection;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Decides which of the pairs of its partition are near, or measures them: takes the texts first, by
 * which the pairs are then held in few bytes.
 */
final class VerifyPairs extends BlockOperator
        implements TwoInputStreamOperator<Block, Block, Block>, InputSelectable, BoundedMultiInput {
    private static final long serialVersionUID = 1L;

    private final DedupParameters parameters;
    private final boolean isMeasuring;
    private transient PairVerifier verifier;
    private transient boolean hasTexts;

    private VerifyPairs(DedupParameters parameters, boolean isMeasuring) {
        this.parameters = parameters;
        this.isMeasuring = isMeasuring;
    }

    static VerifyPairs verifying(DedupParameters parameters) {
        return new VerifyPairs(parameters, false);
    }

    static VerifyPairs measuring(DedupParameters parameters) {
        return new VerifyPairs(parameters, true);
    }

    @Override
    public void open() throws Exception {
        super.open();
        verifier =
                isMeasuring
                        ? PairVerifier.measuring(parameters)
                        : PairVerifier.verifying(parameters);
    }

    @Override
    public InputSelection nextSelection() {
        return hasTexts ? InputSelection.SECOND : InputSelection.FIRST;
    }

    @Override
    public void processElement1(StreamRecord<Block> texts) {
        verifier.add((Block.Texts) texts.getValue());
    }

    @Override
    public void processElement2(StreamRecord<Block> pairs) {
        verifier.add((Block.Pairs) pairs.getValue());
    }

    @Override
    public void endInput(int input) {
        if (input == 1) {
            hasTexts = true;
            return;
        }
        PairVerifier.Counts counts = verifier.finish(main());
        if (!isMeasuring) {
            count(DedupCount.CANDIDATES, counts.candidates());
            count(DedupCount.VERIFIED, counts.verified());
        }
        verifier = null;
    }
}
