package io.evalstream.jobs.snapshot;

import io.evalstream.datasets.version.VersionManifest;
import io.evalstream.datasets.version.VersionWriter;

import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Chooses the sample when all candidates and notes are there, and makes a version of it. */
final class ChooseSample extends AbstractStreamOperator<SnapshotVersion>
        implements TwoInputStreamOperator<Candidate, Note, SnapshotVersion>, BoundedMultiInput {
    private static final long serialVersionUID = 1L;

    private static final int INPUTS = 2;

    private final SnapshotPlan plan;

    private transient Sample sample;
    private transient Manifest.Notes notes;
    private transient int ended;

    ChooseSample(SnapshotPlan plan) {
        this.plan = plan;
    }

    @Override
    public void open() throws Exception {
        super.open();
        sample = new Sample(plan.size());
        notes = new Manifest.Notes();
    }

    @Override
    public void processElement1(StreamRecord<Candidate> candidate) throws TooManyStrataException {
        sample.add(candidate.getValue());
    }

    @Override
    public void processElement2(StreamRecord<Note> note) {
        notes.add(note.getValue());
    }

    @Override
    public void endInput(int input) throws IOException {
        if (++ended < INPUTS) {
            return;
        }
        if (sample.queries().isEmpty()) {
            throw noQueries();
        }
        Map<String, Integer> items = Allocation.of(sample.queries(), plan.size());
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        VersionManifest version = write(data, items);
        byte[] manifest = Manifest.write(plan, version, notes, sample.queries(), items);
        output.collect(
                new StreamRecord<>(
                        new SnapshotVersion(plan.folder(), data.toByteArray(), manifest)));
    }

    private VersionManifest write(ByteArrayOutputStream data, Map<String, Integer> items)
            throws IOException {
        try (VersionWriter writer = new VersionWriter(plan.header(), data)) {
            for (CleanQuery query : sample.choose(items)) {
                writer.add(query.line().getBytes(StandardCharsets.UTF_8));
            }
            return writer.finish();
        }
    }

    private SnapshotException noQueries() {
        long read = notes.count(Note.Kind.READ);
        if (read == 0) {
            return new SnapshotException(
                    "there are no queries of "
                            + plan.date()
                            + "; check the date and where they are read from");
        }
        Note first = notes.examples().get(0);
        return new SnapshotException(
                "none of the "
                        + read
                        + " records of "
                        + plan.date()
                        + " is a query, the first of them "
                        + first.name()
                        + "; a query is a JSON object with question, prompt, query, input or"
                        + " messages");
    }
}
