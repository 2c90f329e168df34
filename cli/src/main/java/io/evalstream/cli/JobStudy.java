package io.evalstream.cli;

import com.fasterxml.jackson.databind.JsonNode;

import io.evalstream.embedded.ServiceUnavailableException;
import io.evalstream.udfs.verdict.simulation.Scenario;
import io.evalstream.udfs.verdict.simulation.Simulation;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sends simulated candidates through the real job, each after its own healthy runs, and gathers
 * what is said of them on the topics of verdicts and alerts.
 */
final class JobStudy {

    /** Candidates on their way at once: enough to keep the job busy. */
    private static final int BATCH = 20;

    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Pipeline pipeline;
    private final double threshold;
    private final double alpha;
    private final Map<String, JobTrial> candidates = new LinkedHashMap<>();
    private final Map<String, JobTrial> healthy = new LinkedHashMap<>();
    private long events;

    /**
     * @param pipeline a job with the same threshold and α
     */
    JobStudy(Pipeline pipeline, double threshold, double alpha) {
        this.pipeline = pipeline;
        this.threshold = threshold;
        this.alpha = alpha;
    }

    /**
     * Sends candidates and waits until the job has judged them all.
     *
     * @param name no other study of the pipeline has it; becomes part of the names of the models
     * @return by number
     * @throws ServiceUnavailableException when a service goes away or a verdict does not come
     */
    List<JobTrial> run(String name, Scenario scenario, long seed, int runs) throws IOException {
        Simulation simulation = new Simulation(scenario, seed);
        List<JobTrial> trials = new ArrayList<>();
        List<SimulatedRelease> waiting = List.of();
        for (int number = 0; number < runs || !waiting.isEmpty(); number += BATCH) {
            List<SimulatedRelease> batch = new ArrayList<>();
            for (int n = number; n < Math.min(runs, number + BATCH); n++) {
                SimulatedRelease release = new SimulatedRelease(name + "-" + n, simulation.draw(n));
                batch.add(release);
                trials.add(register(release));
            }
            send(waiting, batch);
            waiting = batch;
        }
        await(() -> trials.stream().allMatch(JobTrial::hasEnded));
        return trials;
    }

    private JobTrial register(SimulatedRelease release) {
        JobTrial trial = new JobTrial(release.run(), threshold, alpha);
        candidates.put(release.runId(), trial);
        for (int r = 0; r < release.healthyRuns(); r++) {
            healthy.put(release.healthyRunId(r), trial);
        }
        events += release.events();
        return trial;
    }

    /** Sends candidates whose healthy runs have been judged, and the healthy runs of the next. */
    private void send(List<SimulatedRelease> ready, List<SimulatedRelease> next)
            throws IOException {
        EventProducer producer = pipeline.producer();
        ready.forEach(release -> release.sendCandidate(producer));
        next.forEach(release -> release.sendHealthy(producer));
        // The end must not overtake the samples.
        producer.flush();
        ready.forEach(release -> release.endCandidate(producer));
        next.forEach(release -> release.endHealthy(producer));
        producer.flush();
        await(
                () -> {
                    for (SimulatedRelease release : next) {
                        JobTrial trial = candidates.get(release.runId());
                        if (trial.healthyEnded() < release.healthyRuns()) {
                            return false;
                        }
                    }
                    return true;
                });
    }

    private interface Condition {
        boolean holds();
    }

    private void await(Condition condition) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            for (JsonNode verdict : pipeline.said(POLL)) {
                take(verdict);
            }
            if (System.nanoTime() > end) {
                throw new ServiceUnavailableException(
                        "not all verdicts have come within " + PATIENCE.toMinutes() + " minutes");
            }
        }
    }

    private void take(JsonNode verdict) {
        String runId = verdict.path("run_id").asText();
        JobTrial candidate = candidates.get(runId);
        if (candidate != null) {
            candidate.said(verdict);
        } else if (!verdict.path("state").asText().equals("RUNNING")) {
            healthy.get(runId).healthyEnded(verdict);
        }
    }

    /**
     * What people were told.
     *
     * @param alerts how many alerts there are in all
     * @param raisedOnHealthy breaches among those on the healthy runs before the candidates
     * @param othersOnHealthy others on these runs: real drops below the threshold
     */
    record Told(int alerts, int raisedOnHealthy, int othersOnHealthy) {}

    /** Hands out the alerts; to be called once, when the job is drained. */
    Told takeAlerts() throws IOException {
        int all = 0;
        int raised = 0;
        int others = 0;
        for (JsonNode alert : pipeline.alerts()) {
            all++;
            JobTrial candidate = candidates.get(alert.path("run_id").asText());
            if (candidate != null) {
                candidate.alerted(alert);
            } else if (alert.path("notice").asText().equals("RAISED")) {
                raised++;
            } else {
                others++;
            }
        }
        return new Told(all, raised, others);
    }

    /** How many results have been sent. */
    long events() {
        return events;
    }
}
