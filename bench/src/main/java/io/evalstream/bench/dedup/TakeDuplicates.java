package io.evalstream.bench.dedup;

import io.evalstream.jobs.dedup.engine.Duplicate;

import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The end of a job in this process: puts what it is given where the program finds it. */
final class TakeDuplicates extends AbstractStreamOperator<Void>
        implements OneInputStreamOperator<Duplicate, Void>, BoundedOneInput {
    private static final long serialVersionUID = 1L;

    private static final Map<String, List<Duplicate>> TAKEN = new ConcurrentHashMap<>();

    private final String run;
    private transient List<Duplicate> duplicates;

    /**
     * @param run under which it is found
     */
    TakeDuplicates(String run) {
        this.run = run;
    }

    /** What a run that has ended was given; it is not there a second time. */
    static List<Duplicate> taken(String run) {
        return TAKEN.remove(run);
    }

    @Override
    public void open() throws Exception {
        super.open();
        duplicates = new ArrayList<>();
    }

    @Override
    public void processElement(StreamRecord<Duplicate> element) {
        duplicates.add(element.getValue());
    }

    @Override
    public void endInput() {
        TAKEN.put(run, duplicates);
        duplicates = null;
    }
}
