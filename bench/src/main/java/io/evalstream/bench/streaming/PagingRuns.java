package io.evalstream.bench.streaming;

import io.evalstream.contract.EventIds;
import io.evalstream.contract.EventWriter;
import io.evalstream.contract.Outcome;
import io.evalstream.contract.RunEvent;
import io.evalstream.contract.SampleEvent;
import io.evalstream.contract.SeriesCount;

import java.util.List;
import java.util.Map;

/**
 * Models with one healthy run and one that fails every item. Results have no dispatch order, so
 * that a run is judged when its last result is there and not before: that one is what pages people.
 */
final class PagingRuns {
    static final String MODEL_PREFIX = "page-";
    static final int ITEMS = 40;

    private static final String TASK = "paging";
    private static final String METRIC = "acc";

    private final EventWriter writer = new EventWriter();

    /** The run of a model. */
    static String run(int model, boolean healthy) {
        return MODEL_PREFIX + model + (healthy ? "-healthy" : "-broken");
    }

    /** Begin or end of a run. */
    byte[] control(RunEvent.Type type, int model, boolean healthy, long tsMillis) {
        List<SeriesCount> all = List.of(new SeriesCount(TASK, METRIC, "", "", ITEMS));
        return writer.write(
                new RunEvent(
                        type,
                        run(model, healthy),
                        MODEL_PREFIX + model,
                        MODEL_PREFIX + model + (healthy ? ":1" : ":2"),
                        "",
                        tsMillis,
                        all,
                        -1,
                        -1,
                        type == RunEvent.Type.RUN_FINISHED ? all : List.of(),
                        -1,
                        Map.of()));
    }

    /** One result, from item 0 to {@link #ITEMS} - 1. */
    byte[] sample(int model, boolean healthy, int item, long tsMillis) {
        return sample(
                run(model, healthy),
                MODEL_PREFIX + model + (healthy ? ":1" : ":2"),
                TASK,
                -1,
                item,
                healthy ? 1 : 0,
                tsMillis);
    }

    /** A result of a run that is never judged, to be looked for. */
    byte[] marker(int number, long tsMillis) {
        return sample(
                VisibilityProbe.RUN,
                VisibilityProbe.RUN,
                VisibilityProbe.RUN,
                number,
                number,
                1,
                tsMillis);
    }

    private byte[] sample(
            String run,
            String tag,
            String task,
            int dispatchIndex,
            int item,
            double value,
            long tsMillis) {
        String key = "item-" + item;
        return writer.write(
                new SampleEvent(
                        EventIds.of(run, "", "", task, key, METRIC, "", 0),
                        run,
                        "",
                        tag,
                        "",
                        tsMillis,
                        "",
                        "",
                        "",
                        task,
                        "",
                        METRIC,
                        "",
                        "",
                        key,
                        dispatchIndex,
                        0,
                        0,
                        0,
                        Outcome.SCORED,
                        value,
                        null,
                        "",
                        "",
                        "",
                        "",
                        "",
                        "",
                        "",
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        "",
                        "",
                        "",
                        ""));
    }
}
