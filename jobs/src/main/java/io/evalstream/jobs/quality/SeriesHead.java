package io.evalstream.jobs.quality;

import io.evalstream.contract.SampleEvent;

/**
 * What the results of one batch have in common.
 *
 * @param higherIsBetter what the events state, or null
 */
public record SeriesHead(
        String runId,
        String model,
        String modelTag,
        String imageDigest,
        String task,
        String metric,
        String filter,
        Boolean higherIsBetter,
        Comparability comparability) {

    static SeriesHead of(SampleEvent event) {
        return new SeriesHead(
                event.runId(),
                event.model(),
                event.modelTag(),
                event.imageDigest(),
                event.task(),
                event.metric(),
                event.filter(),
                event.higherIsBetter(),
                Comparability.of(event));
    }

    /** The whole series. */
    SeriesKey series() {
        return new SeriesKey(task, metric, filter, "");
    }
}
