package io.evalstream.k8s.reconcile;

import io.evalstream.contract.RunEvent;
import io.evalstream.contract.SeriesCount;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The topics of runs and verdicts without a broker. */
final class TopicsInMemory implements RunEvents, RunAnnouncer, RunTopics {

    private final Map<String, RunNews> news = new HashMap<>();
    private final List<RunEvent> announced = new ArrayList<>();
    private boolean isCaughtUp = true;
    private Consumer<String> listener = runId -> {};

    /** These topics, as something that can be connected to. */
    RunTopics.Source source() {
        return telling -> {
            synchronized (this) {
                listener = telling;
            }
            return this;
        };
    }

    @Override
    public RunEvents events() {
        return this;
    }

    @Override
    public RunAnnouncer announcer() {
        return this;
    }

    @Override
    public synchronized void close() {
        listener = runId -> {};
    }

    @Override
    public synchronized RunNews of(String runId) {
        return news.getOrDefault(runId, RunNews.NONE);
    }

    @Override
    public synchronized boolean isCaughtUp() {
        return isCaughtUp;
    }

    synchronized void caughtUp(boolean caughtUp) {
        isCaughtUp = caughtUp;
    }

    @Override
    public synchronized void announce(RunEvent event) {
        announced.add(event);
        add(event);
    }

    synchronized List<String> announced() {
        return announced.stream().map(event -> event.type() + " " + event.runId()).toList();
    }

    synchronized Map<String, RunNews> all() {
        return Map.copyOf(news);
    }

    synchronized void add(RunEvent event) {
        news.put(event.runId(), of(event.runId()).with(event));
        listener.accept(event.runId());
    }

    synchronized void say(RunEvent.Type type, String runId, int shard) {
        List<SeriesCount> sent =
                type == RunEvent.Type.SHARD_FINISHED
                        ? List.of(new SeriesCount("t", "acc", "", "", 10))
                        : List.of();
        add(new RunEvent(type, runId, "m", "m:1", "", 0, List.of(), shard, -1, sent, -1, Map.of()));
    }

    synchronized void verdict(String runId, String decision, boolean isFinal) {
        news.put(
                runId, of(runId).with(new RunNews.Verdict(decision, decision + " it is", isFinal)));
        listener.accept(runId);
    }
}
