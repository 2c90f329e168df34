package io.evalstream.k8s.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.evalstream.contract.RejectedEventException;
import io.evalstream.contract.RunEventReader;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The latest runs of the topics, in bounded memory: the run heard of least recently goes first. */
final class RunNewsView {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MAX_WHY = 1000;

    private final RunEventReader reader = new RunEventReader();
    private final Map<String, RunNews> runs;

    /**
     * @param most runs that are remembered
     */
    RunNewsView(int most) {
        this.runs =
                new LinkedHashMap<>(16, 0.75f, true) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<String, RunNews> eldest) {
                        return size() > most;
                    }
                };
    }

    synchronized RunNews of(String runId) {
        return runs.getOrDefault(runId, RunNews.NONE);
    }

    /**
     * Takes a record of the topic of control events.
     *
     * @return the run it is about; empty when it cannot be read, which the quality job tells of
     */
    synchronized Optional<String> control(byte[] value) {
        try {
            var event = reader.read(value);
            runs.put(event.runId(), of(event.runId()).with(event));
            return Optional.of(event.runId());
        } catch (RejectedEventException e) {
            return Optional.empty();
        }
    }

    /**
     * Takes a record of the topic of verdicts.
     *
     * @return the run it is about; empty when it is no verdict
     */
    synchronized Optional<String> verdict(byte[] value) {
        try {
            JsonNode root = MAPPER.readTree(value);
            String runId = root.path("run_id").asText();
            String decision = root.path("verdict").asText();
            if (runId.isEmpty() || decision.isEmpty()) {
                return Optional.empty();
            }
            String why = root.path("why").asText();
            boolean isFinal = !root.path("state").asText().equals("RUNNING");
            String cut = why.length() > MAX_WHY ? why.substring(0, MAX_WHY) : why;
            runs.put(runId, of(runId).with(new RunNews.Verdict(decision, cut, isFinal)));
            return Optional.of(runId);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
