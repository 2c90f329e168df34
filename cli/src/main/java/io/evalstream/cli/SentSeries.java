package io.evalstream.cli;

import io.evalstream.contract.EventId;
import io.evalstream.contract.SampleEvent;
import io.evalstream.contract.SeriesCount;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts what was sent per series; the same result sent again counts once. */
final class SentSeries {

    private final Map<SeriesCount, Set<EventId>> sent = new HashMap<>();

    void add(SampleEvent event) {
        sent.computeIfAbsent(
                        new SeriesCount(event.task(), event.metric(), event.filter(), "", 0),
                        key -> new HashSet<>())
                .add(event.eventId());
    }

    List<SeriesCount> counts() {
        List<SeriesCount> counts = new ArrayList<>();
        sent.forEach(
                (series, ids) ->
                        counts.add(
                                new SeriesCount(
                                        series.task(),
                                        series.metric(),
                                        series.filter(),
                                        "",
                                        ids.size())));
        return counts;
    }
}
