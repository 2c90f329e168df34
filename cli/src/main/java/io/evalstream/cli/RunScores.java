package io.evalstream.cli;

import io.evalstream.contract.SampleEvent;
import io.evalstream.jobs.quality.SeriesKey;
import io.evalstream.udfs.verdict.MetricCatalogue;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The scores of one run as they count, series by series and item by item. */
final class RunScores {

    private static final String MIXED = "mixed within the run";

    private final String name;
    private final MetricCatalogue catalogue;
    private final SortedMap<SeriesKey, Series> series = new TreeMap<>();

    /** The scores of one metric, and how the run was set up for them. */
    static final class Series {
        private final Map<String, Attempt> byItem = new HashMap<>();
        private final Map<String, String> settings = new TreeMap<>();
        private Boolean stated;

        /** Scores by item; absent where an item has none. */
        Map<String, Double> scores() {
            Map<String, Double> scores = new HashMap<>();
            byItem.forEach(
                    (item, attempt) -> {
                        if (!Double.isNaN(attempt.score())) {
                            scores.put(item, attempt.score());
                        }
                    });
            return scores;
        }

        /** What must be equal in runs that are compared, by what it is. */
        Map<String, String> settings() {
            return settings;
        }

        /** The direction the results state, or null. */
        Boolean stated() {
            return stated;
        }
    }

    private record Attempt(int number, double score) {}

    /**
     * @param name what people call the run
     */
    RunScores(String name, MetricCatalogue catalogue) {
        this.name = name;
        this.catalogue = catalogue;
    }

    /**
     * Takes a result in; one without an item cannot be compared. Of attempts the highest counts.
     */
    void add(SampleEvent event) {
        if (event.itemKey().isEmpty()) {
            return;
        }
        SeriesKey key = new SeriesKey(event.task(), event.metric(), event.filter(), "");
        Series of = series.computeIfAbsent(key, unknown -> new Series());
        double score =
                catalogue.score(
                        event.task(),
                        event.metric(),
                        event.outcome(),
                        event.value(),
                        event.higherIsBetter());
        // Repeats of an item within a run are answers of their own.
        String item = event.repeat() > 0 ? event.itemKey() + "#" + event.repeat() : event.itemKey();
        of.byItem.merge(
                item,
                new Attempt(event.attempt(), score),
                (before, now) -> now.number() >= before.number() ? now : before);
        of.stated = of.stated == null ? event.higherIsBetter() : of.stated;
        note(of, "task version", event.taskVersion());
        note(of, "data", event.datasetDigest());
        note(of, "prompt", event.promptHash());
        note(of, "generation settings", event.generationHash());
        note(of, "chat template", event.chatTemplateHash());
        note(of, "judge", event.judgeModel());
        note(of, "engine", event.engine());
    }

    private static void note(Series series, String what, String value) {
        series.settings.merge(what, value, (before, now) -> before.equals(now) ? before : MIXED);
    }

    String name() {
        return name;
    }

    SortedMap<SeriesKey, Series> series() {
        return series;
    }
}
