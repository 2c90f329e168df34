package io.evalstream.jobs.quality;

import io.evalstream.contract.SampleEvent;

/** What a rolling mean is taken over. */
public record RollingKey(
        String model, String modelTag, String task, String metric, String filter, String slice) {

    static RollingKey of(SampleEvent event, String slice) {
        return new RollingKey(
                event.model(),
                event.modelTag(),
                event.task(),
                event.metric(),
                event.filter(),
                slice);
    }
}
