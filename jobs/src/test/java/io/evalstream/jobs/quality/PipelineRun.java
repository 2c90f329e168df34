package io.evalstream.jobs.quality;

import io.evalstream.contract.EventId;
import io.evalstream.contract.EventWriter;
import io.evalstream.contract.Outcome;
import io.evalstream.contract.RunEvent;
import io.evalstream.contract.SampleEvent;
import io.evalstream.contract.SeriesCount;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** A made-up run: its events, and what must come out of them, computed the slow way. */
final class PipelineRun {

    static final int ITEMS = 200;
    static final long SLIDE = 60_000;
    static final long WINDOW = 10 * SLIDE;

    /** What a run achieved on one series. */
    record Series(String task, String metric, String slice) {}

    /** Mean and number of scores. */
    record Mean(double mean, long n) {}

    final String id;
    final List<SampleEvent> events = new ArrayList<>();
    private final long startMillis;
    private final Map<EventId, SampleEvent> winners = new LinkedHashMap<>();

    private PipelineRun(String id, long startMillis) {
        this.id = id;
        this.startMillis = startMillis;
    }

    /**
     * Two tasks with two slices, every tenth item tried twice, one answer the model failed to give.
     *
     * @param hits how many of the items of {@code math} are right
     */
    static PipelineRun of(String id, long startMillis, int hits) {
        PipelineRun run = new PipelineRun(id, startMillis);
        for (int item = 0; item < ITEMS; item++) {
            double right = (item * 37) % ITEMS < hits ? 1 : 0;
            boolean isTriedTwice = item % 10 == 3;
            if (isTriedTwice) {
                run.add("math", "acc", item, 0, 1 - right, Outcome.SCORED);
            }
            run.add("math", "acc", item, isTriedTwice ? 1 : 0, right, Outcome.SCORED);
            if (item % 25 == 7) {
                run.add("qa", "f1", item, 0, Double.NaN, Outcome.INFRA_ERROR);
                run.add("qa", "f1", item, 1, item / 400.0, Outcome.SCORED);
            } else if (item == 100) {
                run.add("qa", "f1", item, 0, Double.NaN, Outcome.MODEL_ERROR);
            } else {
                run.add("qa", "f1", item, 0, 0.3 + item / 400.0, Outcome.SCORED);
            }
        }
        return run;
    }

    private void add(
            String task, String metric, int item, int attempt, double value, Outcome outcome) {
        EventId key = new EventId((id + "/" + task).hashCode(), item);
        // A second attempt stays in the slide of the first, and is a little later.
        long ts = startMillis + (item % 30) * SLIDE / 2 + attempt;
        SampleEvent event =
                new SampleEvent(
                        key,
                        id,
                        "acme/llm",
                        "acme/llm:release-" + id,
                        "",
                        ts,
                        "lm-eval",
                        "",
                        "",
                        task,
                        "1",
                        metric,
                        "",
                        "",
                        "item-" + item,
                        item,
                        0,
                        0,
                        attempt,
                        outcome,
                        value,
                        null,
                        item % 4 == 0 ? "ko" : "en",
                        "",
                        "",
                        "",
                        "",
                        "",
                        "",
                        12.5,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        "질문 " + item,
                        "",
                        "",
                        "");
        events.add(event);
        winners.merge(key, event, (a, b) -> b.attempt() > a.attempt() ? b : a);
    }

    List<SampleEvent> winners() {
        return List.copyOf(winners.values());
    }

    byte[] control(RunEvent.Type type) {
        List<SeriesCount> counts =
                List.of(
                        new SeriesCount("math", "acc", "", "", ITEMS),
                        new SeriesCount("qa", "f1", "", "", ITEMS));
        return new EventWriter()
                .write(
                        new RunEvent(
                                type,
                                id,
                                "acme/llm",
                                "acme/llm:release-" + id,
                                "",
                                startMillis,
                                counts,
                                -1,
                                -1,
                                type == RunEvent.Type.RUN_FINISHED ? counts : List.of(),
                                -1,
                                Map.of()));
    }

    /** Winners of a task that the model failed to answer. */
    long failures(String task) {
        return winners().stream()
                .filter(event -> event.task().equals(task))
                .filter(event -> event.outcome() != Outcome.SCORED)
                .count();
    }

    /** Score a winner counts with: both metrics lie in [0, 1], and a failed answer is a 0. */
    private static double score(SampleEvent event) {
        return Double.isNaN(event.value()) ? 0 : event.value();
    }

    Map<Series, Mean> means() {
        Map<Series, Mean> means = new LinkedHashMap<>();
        for (String slice : List.of("", "en", "ko")) {
            for (String task : List.of("math", "qa")) {
                List<SampleEvent> members =
                        winners().stream()
                                .filter(e -> e.task().equals(task))
                                .filter(e -> slice.isEmpty() || e.slice().equals(slice))
                                .toList();
                means.put(
                        new Series(task, task.equals("math") ? "acc" : "f1", slice),
                        mean(members, PipelineRun::score));
            }
        }
        return means;
    }

    /** All windows of a series that hold a score, by their start. */
    Map<Long, Mean> windows(Series series) {
        List<SampleEvent> members =
                winners().stream()
                        .filter(e -> e.task().equals(series.task()))
                        .filter(e -> series.slice().isEmpty() || e.slice().equals(series.slice()))
                        .toList();
        TreeSet<Long> starts = new TreeSet<>();
        for (SampleEvent event : members) {
            long slide = event.tsMillis() / SLIDE * SLIDE;
            for (long start = slide - WINDOW + SLIDE; start <= slide; start += SLIDE) {
                starts.add(start);
            }
        }
        Map<Long, Mean> windows = new TreeMap<>();
        for (long start : starts) {
            windows.put(
                    start,
                    mean(
                            members.stream()
                                    .filter(e -> start <= e.tsMillis())
                                    .filter(e -> e.tsMillis() < start + WINDOW)
                                    .toList(),
                            PipelineRun::score));
        }
        return windows;
    }

    private static Mean mean(List<SampleEvent> events, ToDoubleFunction<SampleEvent> score) {
        return new Mean(events.stream().mapToDouble(score).average().orElseThrow(), events.size());
    }
}
