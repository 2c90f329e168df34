package io.evalstream.jobs.quality;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.evalstream.contract.EventWriter;
import io.evalstream.contract.RunEvent;
import io.evalstream.contract.SampleEvent;
import io.evalstream.jobs.kafka.Topics;

import org.apache.flink.api.common.JobID;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A job that is killed again and again while it judges releases, against one that is not. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class KilledJobITCase {

    private static final int ITEMS = 400;
    private static final int CHUNKS = 8;
    private static final int PARTITIONS = Topics.PARTITIONS.get(Topics.SAMPLES);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The order in which the candidates end: the healthy one is a baseline of the others. */
    private static final List<String> CANDIDATES = List.of("same", "bad", "slice", "partial");

    /** Runs that others are compared with once they have ended. */
    private static final Set<String> HEALTHY = Set.of("good", "same", "slice");

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(longs = {2, 3})
    void verdictsAreThoseOfAJobThatWasNotKilled(long seed) throws Exception {
        Outcome undisturbed = judge("undisturbed", seed, 1, 0);
        Outcome disturbed = judge("disturbed", seed, 2, 5);
        assertThat(disturbed.ends).isEqualTo(undisturbed.ends).hasSize(CANDIDATES.size() + 1);
        assertThat(disturbed.decision("good")).isEqualTo("NO_BASELINE");
        assertThat(disturbed.decision("same")).isEqualTo("PASS");
        assertThat(disturbed.decision("bad")).isEqualTo("BREACH");
        assertThat(disturbed.decision("slice")).isEqualTo("PASS");
        assertThat(disturbed.decision("partial")).isEqualTo("INCONCLUSIVE");
        assertThat(disturbed.alerts).isEqualTo(undisturbed.alerts);
        assertThat(disturbed.alerts)
                .containsOnly(
                        Map.entry("model/model:bad/bad RAISED", true),
                        Map.entry("model/model:slice/slice/part RAISED", false));
    }

    /**
     * What was said in the end.
     *
     * @param ends final verdicts by run, as they were recorded
     * @param alerts whether a breach was told, by key and notice
     */
    private record Outcome(Map<String, String> ends, Map<String, Boolean> alerts) {

        String decision(String runId) throws Exception {
            return JSON.readTree(ends.get(runId)).path("verdict").asText();
        }
    }

    private Outcome judge(String group, long seed, int parallelism, int kills) throws Exception {
        try (PipelineStack stack = PipelineStack.start(directory.resolve(group))) {
            Killer killer = new Killer(stack, group, parallelism, kills, new Random(seed));
            Map<String, List<SampleEvent>> runs = runs(seed);
            control(stack, RunEvent.Type.RUN_STARTED, "good");
            send(stack, runs.get("good"));
            end(stack, killer, "good", 1);
            List<SampleEvent> mixed = new ArrayList<>();
            for (String run : CANDIDATES) {
                control(stack, RunEvent.Type.RUN_STARTED, run);
                mixed.addAll(runs.get(run));
            }
            // Disorder of a few dozen samples in flight, all runs at the same time.
            Collections.shuffle(mixed, new Random(seed));
            mixed.sort((a, b) -> Integer.compare(a.dispatchIndex() / 25, b.dispatchIndex() / 25));
            for (int chunk = 0; chunk < CHUNKS; chunk++) {
                int from = mixed.size() * chunk / CHUNKS;
                int to = mixed.size() * (chunk + 1) / CHUNKS;
                // A few samples come again, as from a runner that has not heard of their arrival.
                send(stack, mixed.subList(Math.max(0, from - 20), to));
                killer.mayKill(ITEMS + to);
            }
            for (int i = 0; i < CANDIDATES.size(); i++) {
                end(stack, killer, CANDIDATES.get(i), i + 2);
            }
            killer.end();
            return outcome(stack);
        }
    }

    /** Ends the job without a savepoint at random moments and goes on from its checkpoint. */
    private static final class Killer {
        private final PipelineStack stack;
        private final String group;
        private final int parallelism;
        private final Random random;
        private int left;
        private JobID job;

        Killer(PipelineStack stack, String group, int parallelism, int kills, Random random)
                throws Exception {
            this.stack = stack;
            this.group = group;
            this.parallelism = parallelism;
            this.random = random;
            left = kills;
            job = stack.submit(group, parallelism);
        }

        /** Kills at once, after some of the samples that were sent, or after a checkpoint. */
        void mayKill(int sent) throws Exception {
            if (left == 0 || random.nextInt(4) == 0) {
                return;
            }
            left--;
            stack.awaitRunning(job);
            switch (random.nextInt(3)) {
                case 0 -> {}
                case 1 -> {
                    int enough = sent - random.nextInt(ITEMS / 2);
                    stack.await(
                            "samples",
                            () -> stack.number("SELECT count() FROM samples_latest") >= enough);
                }
                default -> {
                    int enough = stack.completedCheckpoints(job) + 1;
                    stack.await("a checkpoint", () -> stack.completedCheckpoints(job) >= enough);
                }
            }
            stack.cancel(job);
            job = stack.submit(group, parallelism);
        }

        /** Returns when the job has a checkpoint that began after now. */
        void awaitCheckpoint() throws Exception {
            stack.awaitRunning(job);
            int enough = stack.completedCheckpoints(job) + 2;
            stack.await("a checkpoint", () -> stack.completedCheckpoints(job) >= enough);
        }

        void end() throws Exception {
            assertThat(left).as("kills that did not happen").isZero();
            stack.cancel(job);
        }
    }

    private static void end(PipelineStack stack, Killer killer, String run, int ended)
            throws Exception {
        control(stack, RunEvent.Type.RUN_FINISHED, run);
        stack.flush();
        // The order of the ends is given: it decides which run is another's baseline.
        stack.await("the verdict on " + run, () -> outcome(stack).ends.size() == ended);
        if (HEALTHY.contains(run)) {
            // A job that is sent back to before this end may take the next one first.
            killer.awaitCheckpoint();
        }
        if (ended > 1) {
            killer.mayKill(0);
        }
    }

    private static Outcome outcome(PipelineStack stack) throws Exception {
        Map<String, String> ends = new TreeMap<>();
        for (byte[] record : stack.records(Topics.VERDICTS)) {
            String text = new String(record, StandardCharsets.UTF_8);
            JsonNode verdict = JSON.readTree(text);
            if (!verdict.path("state").asText().equals("RUNNING")) {
                String before = ends.put(verdict.path("run_id").asText(), text);
                assertThat(before == null || before.equals(text)).as(before + text).isTrue();
            }
        }
        Map<String, Boolean> alerts = new TreeMap<>();
        for (byte[] record : stack.records(Topics.ALERTS)) {
            JsonNode alert = JSON.readTree(record);
            String key = alert.path("alert_key").asText() + " " + alert.path("notice").asText();
            // What is told again before the end has the numbers of its own moment.
            boolean isBreach = alert.path("verdict").asText().equals("BREACH");
            Boolean before = alerts.put(key, isBreach);
            assertThat(before == null || before == isBreach).as(key).isTrue();
        }
        return new Outcome(ends, alerts);
    }

    private static Map<String, List<SampleEvent>> runs(long seed) {
        Map<String, List<SampleEvent>> runs = new HashMap<>();
        runs.put("good", run("good", 0, 0, seed));
        runs.put("same", run("same", 0, 0, seed + 1));
        runs.put("bad", run("bad", 0.4, 0.4, seed + 2));
        runs.put("slice", run("slice", 0.2, 0, seed + 3));
        runs.put("partial", run("partial", 0, 0, seed + 4).subList(0, ITEMS * 3 / 4));
        return runs;
    }

    /** A run in dispatch order, 7 of 10 items right, some of them broken; a fifth is a slice. */
    private static List<SampleEvent> run(
            String runId, double broken, double brokenElsewhere, long seed) {
        Random random = new Random(seed);
        List<Integer> order = new ArrayList<>();
        for (int item = 0; item < ITEMS; item++) {
            order.add(item);
        }
        Collections.shuffle(order, random);
        List<SampleEvent> events = new ArrayList<>();
        for (int index = 0; index < ITEMS; index++) {
            int item = order.get(index);
            boolean isFirst = item % 5 == 0;
            boolean isRight =
                    item % 10 < 7 && random.nextDouble() >= (isFirst ? broken : brokenElsewhere);
            // Of the run that is bad as a whole no slices are known: it is told of in one way.
            String slice = runId.equals("bad") ? "" : isFirst ? "first" : "others";
            events.add(Samples.dispatched(runId, "acc", item, isRight ? 1 : 0, index, slice));
        }
        return events;
    }

    private static void send(PipelineStack stack, List<SampleEvent> events) throws Exception {
        EventWriter writer = new EventWriter();
        for (SampleEvent event : events) {
            int partition = Math.floorMod(event.eventId().hashCode(), PARTITIONS);
            stack.send(Topics.SAMPLES, partition, writer.write(event));
        }
        stack.flush();
    }

    private static void control(PipelineStack stack, RunEvent.Type type, String runId) {
        boolean ends = type == RunEvent.Type.RUN_FINISHED;
        int sent = runId.equals("partial") ? ITEMS * 3 / 4 : ITEMS;
        RunEvent event =
                new RunEvent(
                        type,
                        runId,
                        "model",
                        "model:" + runId,
                        "",
                        0,
                        JudgeHarness.count("acc", ITEMS),
                        -1,
                        -1,
                        ends ? JudgeHarness.count("acc", sent) : List.of(),
                        -1,
                        Map.of());
        stack.send(Topics.RUNS, 0, new EventWriter().write(event));
    }
}
