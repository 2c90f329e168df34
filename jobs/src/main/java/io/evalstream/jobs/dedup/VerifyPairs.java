package io.evalstream.jobs.dedup;

import io.evalstream.jobs.dedup.engine.Block;
import io.evalstream.jobs.dedup.engine.DedupParameters;
import io.evalstream.jobs.dedup.engine.PairVerifier;

import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Decides which of the pairs of its partition are near, or measures them. */
final class VerifyPairs extends BlockOperator
        implements OneInputStreamOperator<Block, Block>, BoundedOneInput {
    private static final long serialVersionUID = 1L;

    private final DedupParameters parameters;
    private final boolean isMeasuring;
    private transient PairVerifier verifier;

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
    public void processElement(StreamRecord<Block> element) {
        if (element.getValue() instanceof Block.Pairs pairs) {
            verifier.add(pairs);
        } else {
            verifier.add((Block.Texts) element.getValue());
        }
    }

    @Override
    public void endInput() {
        PairVerifier.Counts counts = verifier.finish(main());
        if (!isMeasuring) {
            count(DedupCount.CANDIDATES, counts.candidates());
            count(DedupCount.VERIFIED, counts.verified());
        }
        verifier = null;
    }
}
