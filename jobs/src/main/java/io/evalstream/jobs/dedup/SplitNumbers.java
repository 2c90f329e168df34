package io.evalstream.jobs.dedup;

import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceEnumerator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The numbers of the splits to read, each given to the reader that asks for one next, so that
 * readers end at about the same time.
 */
final class SplitNumbers extends NumberSequenceSource {
    private static final long serialVersionUID = 1L;

    private final int count;

    /**
     * @param count at least 1
     */
    SplitNumbers(int count) {
        super(0, count - 1);
        this.count = count;
    }

    @Override
    public SplitEnumerator<NumberSequenceSplit, Collection<NumberSequenceSplit>> createEnumerator(
            SplitEnumeratorContext<NumberSequenceSplit> context) {
        List<NumberSequenceSplit> splits = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            splits.add(new NumberSequenceSplit(Integer.toString(i), i, i));
        }
        return new IteratorSourceEnumerator<>(context, splits);
    }
}
