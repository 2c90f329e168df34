package io.evalstream.jobs.snapshot;

import io.evalstream.udfs.anonymize.Anonymizer;
import io.evalstream.udfs.anonymize.DataKind;
import io.evalstream.udfs.anonymize.NameList;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Reads and anonymises records where they arise: nothing of what they hold leaves the task. What is
 * no query is counted and named by its place.
 */
final class CleanQueries extends AbstractStreamOperator<CleanQuery>
        implements OneInputStreamOperator<QueryRecord, CleanQuery>, BoundedOneInput {
    private static final long serialVersionUID = 1L;

    static final OutputTag<Note> NOTES = new OutputTag<>("notes", TypeInformation.of(Note.class));

    /** As many malformed records are named, those with the lowest positions. */
    static final int EXAMPLES = 20;

    private final List<String> strata;
    private final List<String> names;
    private final int longest;
    private final long seed;

    private transient QueryReader reader;
    private transient QueryCleaner cleaner;
    private transient long read;
    private transient Map<QueryFault, Long> malformed;
    private transient PriorityQueue<Note> examples;
    private transient Map<DataKind, Long> replaced;

    CleanQueries(List<String> strata, List<String> names, int longest, long seed) {
        this.strata = new ArrayList<>(strata);
        this.names = new ArrayList<>(names);
        this.longest = longest;
        this.seed = seed;
    }

    @Override
    public void open() throws Exception {
        super.open();
        reader = new QueryReader(strata, longest);
        cleaner = new QueryCleaner(new Anonymizer(new NameList(names)), strata, seed);
        malformed = new EnumMap<>(QueryFault.class);
        replaced = new EnumMap<>(DataKind.class);
        examples =
                new PriorityQueue<>(
                        Collections.reverseOrder(
                                (a, b) -> Long.compareUnsigned(a.number(), b.number())));
    }

    @Override
    public void processElement(StreamRecord<QueryRecord> element) {
        QueryRecord record = element.getValue();
        read++;
        try {
            QueryCleaner.Cleaned cleaned =
                    cleaner.clean(record.position(), reader.read(record.json()));
            cleaned.replaced().forEach((kind, n) -> replaced.merge(kind, (long) n, Long::sum));
            output.collect(new StreamRecord<>(cleaned.query()));
        } catch (BadQueryException e) {
            malformed.merge(e.fault(), 1L, Long::sum);
            String example = record.place() + ": " + e.fault();
            examples.add(new Note(Note.Kind.EXAMPLE, example, record.position()));
            if (examples.size() > EXAMPLES) {
                examples.remove();
            }
        }
    }

    @Override
    public void endInput() {
        note(new Note(Note.Kind.READ, "", read));
        malformed.forEach((fault, n) -> note(new Note(Note.Kind.MALFORMED, fault.name(), n)));
        replaced.forEach((kind, n) -> note(new Note(Note.Kind.REPLACED, kind.name(), n)));
        examples.forEach(this::note);
    }

    private void note(Note note) {
        output.collect(NOTES, new StreamRecord<>(note));
    }
}
