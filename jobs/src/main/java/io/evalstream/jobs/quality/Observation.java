package io.evalstream.jobs.quality;

import io.evalstream.contract.EventId;
import io.evalstream.contract.Outcome;
import io.evalstream.contract.SampleEvent;
import io.evalstream.udfs.verdict.MetricCatalogue;

/**
 * What the judge needs of a sample.
 *
 * @param score what the sample counts with; NaN when it is missing
 * @param latencyMs of the answer; NaN when unknown
 * @param higherIsBetter what the event states, or null
 */
public record Observation(
        EventId id,
        String runId,
        String model,
        String modelTag,
        String imageDigest,
        String task,
        String metric,
        String filter,
        String slice,
        String itemKey,
        String cluster,
        int dispatchIndex,
        long tsMillis,
        Outcome outcome,
        double score,
        double latencyMs,
        Boolean higherIsBetter,
        Comparability comparability) {

    static Observation of(SampleEvent event, MetricCatalogue catalogue) {
        return new Observation(
                event.eventId(),
                event.runId(),
                event.model(),
                event.modelTag(),
                event.imageDigest(),
                event.task(),
                event.metric(),
                event.filter(),
                event.slice(),
                event.itemKey(),
                event.cluster(),
                event.dispatchIndex(),
                event.tsMillis(),
                event.outcome(),
                catalogue.score(
                        event.task(),
                        event.metric(),
                        event.outcome(),
                        event.value(),
                        event.higherIsBetter()),
                event.latencyMs(),
                event.higherIsBetter(),
                Comparability.of(event));
    }
}
