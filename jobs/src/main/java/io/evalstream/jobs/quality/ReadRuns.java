package io.evalstream.jobs.quality;

import io.evalstream.contract.RejectReason;
import io.evalstream.contract.RejectedEventException;
import io.evalstream.contract.RunEvent;
import io.evalstream.contract.RunEventReader;
import io.evalstream.jobs.audit.AuditRecord;
import io.evalstream.jobs.kafka.KafkaRecord;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Reads control events; what is not one goes to the dead letters with the reason. */
final class ReadRuns extends ProcessFunction<KafkaRecord, RunEvent> {
    private static final long serialVersionUID = 1L;

    static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-runs", TypeInformation.of(DeadLetter.class));

    /** What is read, as it came. */
    static final OutputTag<AuditRecord> AUDIT =
            new OutputTag<>("audited-runs", TypeInformation.of(AuditRecord.class));

    private transient RunEventReader reader;

    @Override
    public void open(OpenContext context) {
        reader = new RunEventReader();
    }

    @Override
    public void processElement(KafkaRecord bytes, Context context, Collector<RunEvent> out) {
        try {
            RunEvent event = reader.read(bytes.value());
            if (event.model().isEmpty()) {
                throw new RejectedEventException(
                        RejectReason.MISSING_FIELD,
                        "model_tag",
                        "model_tag is required unless model is given: it says whose run this is");
            }
            context.output(
                    AUDIT, AuditRecord.event(AuditRecord.Kind.CONTROL, event.runId(), bytes));
            out.collect(event);
        } catch (RejectedEventException e) {
            context.output(DEAD_LETTERS, DeadLetters.of(bytes, e));
        }
    }
}
