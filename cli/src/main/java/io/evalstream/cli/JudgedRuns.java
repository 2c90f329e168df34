package io.evalstream.cli;

import com.fasterxml.jackson.databind.JsonNode;

import io.evalstream.jobs.kafka.Topics;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The runs that were judged last. Of each it keeps a line and where the verdict is: a verdict may
 * take a megabyte.
 */
final class JudgedRuns implements AutoCloseable {

    /** Records read for one run that is listed: there may be some from while it ran. */
    private static final int RECORDS_PER_RUN = 8;

    private final TopicReader verdicts;
    private final int most;
    private final Map<String, Line> byRun = new LinkedHashMap<>();
    private boolean isCut;

    /**
     * What a list says of a run.
     *
     * @param measured when its last sample was; the epoch when it had none
     * @param offset where its verdict is
     */
    record Line(
            String runId,
            String model,
            String modelTag,
            String verdict,
            String why,
            Instant measured,
            long offset) {}

    /**
     * @param most how many runs are kept
     */
    JudgedRuns(String bootstrapServers, int most) {
        this.verdicts = new TopicReader(bootstrapServers, Topics.VERDICTS);
        this.most = most;
    }

    /** Takes in what was judged since the last time. */
    void refresh() throws IOException {
        if (verdicts.skipAllBut((long) RECORDS_PER_RUN * most)) {
            isCut = true;
        }
        verdicts.toEnd(this::add);
    }

    private void add(TopicReader.Said said) {
        JsonNode verdict = said.json();
        Line line =
                new Line(
                        verdict.path("run_id").asText(),
                        verdict.path("model").asText(),
                        verdict.path("model_tag").asText(),
                        verdict.path("verdict").asText(),
                        verdict.path("why").asText(),
                        Instant.ofEpochMilli(verdict.path("last_ts").asLong()),
                        said.offset());
        byRun.remove(line.runId());
        byRun.put(line.runId(), line);
        if (byRun.size() > most) {
            Iterator<Line> oldestFirst = byRun.values().iterator();
            oldestFirst.next();
            oldestFirst.remove();
            isCut = true;
        }
    }

    /** The runs, newest verdict first. */
    List<Line> newestFirst() {
        List<Line> lines = new ArrayList<>(byRun.values());
        Collections.reverse(lines);
        return lines;
    }

    /** Whether there were runs before those that are listed. */
    boolean isCut() {
        return isCut;
    }

    /**
     * The verdict on a run, last, after those on runs of the same model before it; empty when the
     * run is not among the listed ones.
     *
     * @param before most runs before it
     */
    List<JsonNode> history(String runId, int before) throws IOException {
        Line run = byRun.get(runId);
        if (run == null) {
            return List.of();
        }
        List<Line> lines = new ArrayList<>();
        for (Line line : byRun.values()) {
            if (line.model().equals(run.model()) && line.offset() <= run.offset()) {
                lines.add(line);
            }
        }
        List<JsonNode> history = new ArrayList<>();
        for (Line line : lines.subList(Math.max(0, lines.size() - before - 1), lines.size())) {
            verdicts.at(line.offset()).ifPresent(history::add);
        }
        boolean isThere = !history.isEmpty() && isOf(history.get(history.size() - 1), runId);
        return isThere ? history : List.of();
    }

    private static boolean isOf(JsonNode verdict, String runId) {
        return verdict.path("run_id").asText().equals(runId);
    }

    @Override
    public void close() {
        verdicts.close();
    }
}
