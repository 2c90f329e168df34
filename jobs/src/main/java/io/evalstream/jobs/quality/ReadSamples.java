package io.evalstream.jobs.quality;

import io.evalstream.contract.RejectedEventException;
import io.evalstream.contract.SampleEvent;
import io.evalstream.contract.SampleEventReader;
import io.evalstream.jobs.audit.AuditRecord;
import io.evalstream.jobs.kafka.KafkaRecord;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Reads sample events; what is not one goes to the dead letters with the reason. Most copies of an
 * event that has just passed end here; telling every one of them is the judge's business.
 */
final class ReadSamples extends ProcessFunction<KafkaRecord, SampleEvent> {
    private static final long serialVersionUID = 1L;

    static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-samples", TypeInformation.of(DeadLetter.class));

    /** What is read, as it came. */
    static final OutputTag<AuditRecord> AUDIT =
            new OutputTag<>("audited-samples", TypeInformation.of(AuditRecord.class));

    private final boolean audited;
    private transient SampleEventReader reader;
    private transient RecentCopies copies;
    private transient Counter duplicates;

    ReadSamples() {
        this(false);
    }

    /**
     * @param audited whether somebody wants the records as they came
     */
    ReadSamples(boolean audited) {
        this.audited = audited;
    }

    @Override
    public void open(OpenContext context) {
        reader = new SampleEventReader();
        copies = new RecentCopies();
        duplicates = getRuntimeContext().getMetricGroup().counter("duplicates");
    }

    @Override
    public void processElement(KafkaRecord bytes, Context context, Collector<SampleEvent> out) {
        try {
            SampleEvent event = reader.read(bytes.value());
            if (audited) {
                context.output(
                        AUDIT, AuditRecord.event(AuditRecord.Kind.SAMPLE, event.runId(), bytes));
            }
            if (copies.isCopy(event.eventId(), bytes.value())) {
                duplicates.inc();
            } else {
                out.collect(event);
            }
        } catch (RejectedEventException e) {
            context.output(DEAD_LETTERS, DeadLetters.of(bytes, e));
        }
    }
}
