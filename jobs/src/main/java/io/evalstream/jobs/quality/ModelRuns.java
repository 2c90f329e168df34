package io.evalstream.jobs.quality;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The runs of one model in memory, and whether the state lacks something of them. */
final class ModelRuns {

    private final String name;
    private final TextPool texts = new TextPool();
    private final Map<String, ArchivedRun> runs = new HashMap<>();
    private boolean isSaved = true;

    ModelRuns(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Item keys, slices and clusters. */
    TextPool texts() {
        return texts;
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    Collection<ArchivedRun> all() {
        return runs.values();
    }

    /** A run there is something of, or null. */
    ArchivedRun run(String runId) {
        return runs.get(runId);
    }

    ArchivedRun runOrNew(String runId) {
        return runs.computeIfAbsent(runId, ArchivedRun::new);
    }

    void remove(String runId) {
        runs.remove(runId);
    }

    boolean isSaved() {
        return isSaved;
    }

    /** Notes that something changes. */
    void change() {
        isSaved = false;
    }

    /** Notes that the state lacks nothing any more. */
    void saved() {
        isSaved = true;
    }
}
