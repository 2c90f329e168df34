package io.evalstream.jobs.quality;

import io.evalstream.contract.EventId;
import io.evalstream.contract.Outcome;
import io.evalstream.contract.SampleEvent;

/** Makes sample events for tests: everything absent but what a test is about. */
final class Samples {

    private Samples() {}

    static SampleEvent sample(String runId, String metric, int item, double value) {
        return sample(runId, metric, item, value, 0, 1_000L + item);
    }

    static SampleEvent sample(
            String runId, String metric, int item, double value, int attempt, long tsMillis) {
        return sample(runId, metric, item, value, attempt, tsMillis, Outcome.SCORED, "", "");
    }

    static SampleEvent sample(
            String runId,
            String metric,
            int item,
            double value,
            int attempt,
            long tsMillis,
            Outcome outcome,
            String slice,
            String chatTemplate) {
        return sample(
                runId,
                metric,
                item,
                value,
                attempt,
                tsMillis,
                outcome,
                slice,
                chatTemplate,
                -1,
                Double.NaN);
    }

    /** An answer that took some time. */
    static SampleEvent timed(String runId, String metric, int item, double value, double latency) {
        return sample(runId, metric, item, value, 0, 1, Outcome.SCORED, "", "", -1, latency);
    }

    /** A sample that the runner handed out as number {@code dispatchIndex}. */
    static SampleEvent dispatched(
            String runId, String metric, int item, double value, int dispatchIndex) {
        return dispatched(runId, metric, item, value, dispatchIndex, "");
    }

    static SampleEvent dispatched(
            String runId, String metric, int item, double value, int dispatchIndex, String slice) {
        return sample(
                runId,
                metric,
                item,
                value,
                0,
                1_000L + item,
                Outcome.SCORED,
                slice,
                "",
                dispatchIndex,
                Double.NaN);
    }

    /** A later attempt at a dispatched sample, handed out again as number {@code dispatchIndex}. */
    static SampleEvent retried(
            SampleEvent before, int item, double value, Outcome outcome, int dispatchIndex) {
        return sample(
                before.runId(),
                before.metric(),
                item,
                value,
                before.attempt() + 1,
                before.tsMillis(),
                outcome,
                before.slice(),
                "",
                dispatchIndex,
                Double.NaN);
    }

    /** The same under another id. */
    static SampleEvent withId(SampleEvent event, EventId id) {
        return with(event, id, event.model());
    }

    /** The same of another model. */
    static SampleEvent ofModel(String model, SampleEvent event) {
        return with(event, event.eventId(), model);
    }

    private static SampleEvent with(SampleEvent event, EventId id, String model) {
        return new SampleEvent(
                id,
                event.runId(),
                model,
                event.modelTag(),
                event.imageDigest(),
                event.tsMillis(),
                event.harness(),
                event.harnessVersion(),
                event.suite(),
                event.task(),
                event.taskVersion(),
                event.metric(),
                event.filter(),
                event.datasetDigest(),
                event.itemKey(),
                event.dispatchIndex(),
                event.repeat(),
                event.shard(),
                event.attempt(),
                event.outcome(),
                event.value(),
                event.higherIsBetter(),
                event.slice(),
                event.cluster(),
                event.promptHash(),
                event.generationHash(),
                event.chatTemplateHash(),
                event.judgeModel(),
                event.engine(),
                event.latencyMs(),
                event.ttftMs(),
                event.inputTokens(),
                event.outputTokens(),
                event.costUsd(),
                event.input(),
                event.output(),
                event.expected(),
                event.reason());
    }

    private static SampleEvent sample(
            String runId,
            String metric,
            int item,
            double value,
            int attempt,
            long tsMillis,
            Outcome outcome,
            String slice,
            String chatTemplate,
            int dispatchIndex,
            double latencyMs) {
        return new SampleEvent(
                new EventId((runId + "/" + metric).hashCode(), item),
                runId,
                "model",
                "model:" + runId,
                "",
                tsMillis,
                "",
                "",
                "",
                "task",
                "1",
                metric,
                "",
                "",
                "item-" + item,
                dispatchIndex,
                0,
                0,
                attempt,
                outcome,
                value,
                null,
                slice,
                "",
                "",
                "",
                chatTemplate,
                "",
                "",
                latencyMs,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                "",
                "",
                "",
                "");
    }
}
