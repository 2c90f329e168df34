package io.evalstream.jobs.quality;

import io.evalstream.contract.EventId;
import io.evalstream.contract.RunEvent;
import io.evalstream.jobs.audit.AuditRecord;
import io.evalstream.udfs.verdict.MetricCatalogue;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A final verdict with what it rests on and the events of the run do not say.
 *
 * @param ended how the run ended as far as control events and clocks say
 * @param certain series of which people were told before the end that they breach for certain
 * @param incidents drops that were not undone before this run
 */
public record Judgement(
        RunVerdict verdict,
        RunVerdict.State ended,
        List<SeriesKey> certain,
        List<OpenIncident> incidents) {

    /** A drop of an earlier run that people were told of. */
    public record OpenIncident(SeriesKey series, String runId, String modelTag) {}

    /** As the audit log keeps it. */
    AuditRecord record(ModelPolicies policies, MetricCatalogue catalogue) {
        return AuditRecord.own(
                AuditRecord.Kind.VERDICT,
                verdict.runId(),
                JudgementJson.write(this, policies.of(verdict.model()), catalogue));
    }

    /** The name of the id of a sample in the line that says it came late. */
    static final String EVENT_ID = "event_id";

    /** Says of a sample that it came after the verdict. */
    static AuditRecord late(String runId, EventId sample) {
        return late(runId, EVENT_ID, sample.toString());
    }

    /** Says of a control event that it came after the verdict. */
    static AuditRecord late(RunEvent event) {
        return late(event.runId(), "control", event.type().name());
    }

    private static AuditRecord late(String runId, String field, String value) {
        // Neither needs to be escaped.
        String json = "{\"" + field + "\":\"" + value + "\"}";
        return AuditRecord.own(AuditRecord.Kind.LATE, runId, json.getBytes(StandardCharsets.UTF_8));
    }
}
