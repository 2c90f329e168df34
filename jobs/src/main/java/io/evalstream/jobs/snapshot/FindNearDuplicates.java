package io.evalstream.jobs.snapshot;

import io.evalstream.datasets.ComparedText;
import io.evalstream.jobs.dedup.engine.DataSplit;
import io.evalstream.jobs.dedup.engine.DedupParameters;
import io.evalstream.jobs.dedup.engine.DedupPlan;
import io.evalstream.jobs.dedup.engine.Duplicate;
import io.evalstream.jobs.dedup.engine.ItemReader;
import io.evalstream.jobs.dedup.engine.LocalDedup;
import io.evalstream.jobs.dedup.engine.Suite;
import io.evalstream.udfs.cluster.KeepRule;

import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the positions of queries that are nearly equal to an earlier one that stays. All texts of a
 * day are in the memory of this one task.
 */
final class FindNearDuplicates extends AbstractStreamOperator<Long>
        implements OneInputStreamOperator<QueryText, Long>, BoundedOneInput {
    private static final long serialVersionUID = 1L;

    /** Of all texts in chars, each with what it costs besides. */
    static final long MOST_CHARS = 128L << 20;

    private static final int OVERHEAD = 64;
    private static final String SUITE = "queries";

    private final long mostChars;

    private transient List<QueryText> texts;
    private transient long chars;

    FindNearDuplicates(long mostChars) {
        this.mostChars = mostChars;
    }

    @Override
    public void open() throws Exception {
        super.open();
        texts = new ArrayList<>();
    }

    @Override
    public void processElement(StreamRecord<QueryText> element) throws SnapshotException {
        texts.add(element.getValue());
        chars += element.getValue().text().length() + OVERHEAD;
        if (chars > mostChars) {
            throw new SnapshotException(
                    "more different queries than can be compared in memory ("
                            + texts.size()
                            + "); read a part of them, or set snapshot.near-duplicates to false");
        }
    }

    @Override
    public void endInput() throws IOException, InterruptedException {
        texts.sort((a, b) -> Long.compareUnsigned(a.position(), b.position()));
        long removed = 0;
        for (Duplicate duplicate : new LocalDedup(plan(), 1).run().duplicates()) {
            if (duplicate.isRemoved()) {
                QueryText text = texts.get((int) duplicate.row());
                output.collect(new StreamRecord<>(text.position()));
                removed++;
            }
        }
        Note note = new Note(Note.Kind.NEAR_DUPLICATES, "", removed);
        output.collect(CleanQueries.NOTES, new StreamRecord<>(note));
        texts = null;
    }

    /** One suite in one split, read from memory. */
    private DedupPlan plan() {
        DedupParameters usual = DedupParameters.DEFAULT;
        return new DedupPlan(
                List.of(new Suite(SUITE, List.of(SUITE), Suite.usualPriority(false), false)),
                List.of(new DataSplit(0, 0, SUITE, 0, DataSplit.WHOLE)),
                new InMemory(texts),
                new DedupParameters(
                        usual.mode(),
                        // A chain of rewordings may end at another question.
                        KeepRule.LEADER,
                        usual.numerator(),
                        usual.denominator(),
                        false,
                        false,
                        usual.bucketCap()),
                new int[0]);
    }

    /** The texts of this task, which are sent nowhere. */
    private record InMemory(List<QueryText> texts) implements ItemReader {
        @Override
        public void read(DataSplit split, ItemConsumer items) throws IOException {
            for (QueryText text : texts) {
                items.accept(ComparedText.of(null, text.text(), null));
            }
        }

        @Override
        public void records(Suite suite, RecordConsumer records) throws IOException {
            for (QueryText text : texts) {
                records.accept(text.text().getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
