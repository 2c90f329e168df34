package io.evalstream.jobs.quality;

import java.util.ArrayList;
import java.util.List;

/**
 * A run that breached, as it is told to people: one alert a run, however many series are hit and
 * however early; a second one only if the first turns out to be wrong.
 *
 * @param key stays the same however often the alert is sent
 */
public record Alert(String key, RunVerdict run) {

    static Alert of(RunVerdict run) {
        return new Alert(run.model() + "/" + run.modelTag() + "/" + run.runId(), run);
    }

    /** The series to be told: all breaches of deciding metrics and slices. */
    public List<SeriesResult> breaches() {
        List<SeriesResult> breaches = new ArrayList<>();
        for (SeriesResult result : run.series()) {
            if (result.isBreach() && result.tier() <= 2) {
                breaches.add(result);
            }
        }
        return breaches;
    }
}
