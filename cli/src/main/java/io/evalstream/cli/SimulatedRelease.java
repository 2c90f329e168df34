package io.evalstream.cli;

import io.evalstream.contract.EventIds;
import io.evalstream.contract.EventWriter;
import io.evalstream.contract.Outcome;
import io.evalstream.contract.RunEvent;
import io.evalstream.contract.SampleEvent;
import io.evalstream.contract.SeriesCount;
import io.evalstream.udfs.verdict.simulation.SimulatedRun;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A simulated candidate and its healthy runs as events of a model of their own, so that no two
 * candidates share a baseline.
 */
final class SimulatedRelease {

    private static final String TASK = "simulated";
    private static final String METRIC = "acc";

    /** Any time will do; a millisecond lies between two results. */
    private static final long START_MILLIS = 1_767_225_600_000L;

    private final String model;
    private final SimulatedRun run;
    private final EventWriter writer = new EventWriter();

    /**
     * @param run its first metric is sent
     */
    SimulatedRelease(String model, SimulatedRun run) {
        this.model = model;
        this.run = run;
    }

    SimulatedRun run() {
        return run;
    }

    /** Id of the candidate's run. */
    String runId() {
        return model + "-candidate";
    }

    /** How many runs there are before the candidate. */
    int healthyRuns() {
        return run.healthy().length;
    }

    /** Id of a healthy run, from 0. */
    String healthyRunId(int number) {
        return model + "-healthy-" + number;
    }

    /** Sends the healthy runs, which have no dispatch order and so are judged at their end only. */
    void sendHealthy(EventProducer producer) {
        for (int r = 0; r < healthyRuns(); r++) {
            producer.send(control(RunEvent.Type.RUN_STARTED, healthyRunId(r), run.samples()));
            for (int sample = 0; sample < run.samples(); sample++) {
                double score = run.healthy()[r][0][sample];
                send(producer, event(healthyRunId(r), sample, -1, sample, score));
            }
        }
    }

    /**
     * Ends the healthy runs; the candidate is announced before the last one ends, so that whoever
     * knows of that end knows of the candidate.
     */
    void endHealthy(EventProducer producer) {
        producer.send(control(RunEvent.Type.RUN_STARTED, runId(), run.samples()));
        for (int r = 0; r < healthyRuns(); r++) {
            producer.send(control(RunEvent.Type.RUN_FINISHED, healthyRunId(r), run.samples()));
        }
    }

    /** Sends the candidate's results as they arrive: in disorder, some again, some never. */
    void sendCandidate(EventProducer producer) {
        for (int place = 0; place < run.arrivals().length; place++) {
            int sample = run.arrivals()[place];
            send(producer, event(runId(), sample, sample, place, run.scores()[0][sample]));
        }
    }

    /** Ends the candidate; what never arrives was never sent. */
    void endCandidate(EventProducer producer) {
        long sent = Arrays.stream(run.arrivals()).distinct().count();
        producer.send(control(RunEvent.Type.RUN_FINISHED, runId(), sent));
    }

    /** How many results are sent in all. */
    long events() {
        return (long) healthyRuns() * run.samples() + run.arrivals().length;
    }

    /** The results of a run share a partition and thereby keep their order. */
    private void send(EventProducer producer, SampleEvent event) {
        producer.sendSampleBytes(event.runId(), writer.write(event));
    }

    private SampleEvent event(
            String runId, int sample, int dispatchIndex, int millis, double score) {
        String item = "item-" + sample;
        return new SampleEvent(
                EventIds.of(runId, "", "", TASK, item, METRIC, "", 0),
                runId,
                model,
                model + ":" + runId,
                "",
                START_MILLIS + millis,
                "",
                "",
                "",
                TASK,
                "1",
                METRIC,
                "",
                "",
                item,
                dispatchIndex,
                0,
                0,
                0,
                Outcome.SCORED,
                score,
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
                "");
    }

    private RunEvent control(RunEvent.Type type, String runId, long sent) {
        List<SeriesCount> expected = List.of(new SeriesCount(TASK, METRIC, "", "", run.samples()));
        return new RunEvent(
                type,
                runId,
                model,
                model + ":" + runId,
                "",
                START_MILLIS,
                expected,
                -1,
                -1,
                type == RunEvent.Type.RUN_FINISHED
                        ? List.of(new SeriesCount(TASK, METRIC, "", "", sent))
                        : List.of(),
                -1,
                Map.of());
    }
}
