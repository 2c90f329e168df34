package io.evalstream.jobs.quality;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.evalstream.contract.EventWriter;
import io.evalstream.contract.RunEvent;
import io.evalstream.contract.SampleEvent;
import io.evalstream.jobs.kafka.Topics;

import org.apache.flink.api.common.JobID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** A job that is cut off in the middle of a run, against one that sees the same records at once. */
@Timeout(400)
class PipelineRestoreITCase {

    private static final int PARTITIONS = Topics.PARTITIONS.get(Topics.SAMPLES);
    private static final String DISTURBED = "disturbed";

    private final PipelineRun good = PipelineRun.of("good", 1_760_000_040_000L, 160);
    private final PipelineRun bad = PipelineRun.of("bad", 1_760_010_000_000L, 130);

    @TempDir private Path directory;

    @Test
    void aJobThatGoesOnFromItsCheckpointGivesTheSameVerdicts() throws Exception {
        try (PipelineStack stack = PipelineStack.start(directory)) {
            List<SampleEvent> events = shuffledWinners();
            int third = events.size() / 3;
            for (PipelineRun run : List.of(good, bad)) {
                stack.send(Topics.RUNS, 0, run.control(RunEvent.Type.RUN_STARTED));
            }
            JobID job = stack.submit(DISTURBED, 2);
            send(stack, events.subList(0, third));
            awaitSamples(stack, third);
            awaitCheckpoint(stack, job);
            send(stack, events.subList(third, 2 * third));
            awaitSamples(stack, 2 * third);
            stack.cancel(job);
            assertThat(stack.latestCheckpoint(DISTURBED)).isPresent();
            assertThat(stack.records(Topics.VERDICTS)).isEmpty();

            // Some of what comes now repeats what was there before the end.
            send(stack, events.subList(third / 2, events.size()));
            JobID restored = stack.submit(DISTURBED, 2);
            awaitSamples(stack, events.size());
            finish(stack, good, 1);
            finish(stack, bad, 2);
            assertThat(stack.number("SELECT sum(samples) FROM runs_latest")).isEqualTo(800);
            stack.cancel(restored);
            List<byte[]> disturbed = stack.records(Topics.VERDICTS);
            assertThat(disturbed).hasSize(2);

            assertThat(decisions(disturbed)).containsExactly("NO_BASELINE", "BREACH");
            assertThat(stack.number("SELECT count() FROM runs_latest")).isEqualTo(2);
            assertThat(stack.number("SELECT count() FROM samples_latest")).isEqualTo(events.size());
            assertThat(texts(disturbed)).isEqualTo(texts(undisturbed(events))).hasSize(2);
        }
    }

    /** The verdicts of a stack of its own on which nothing happens but the runs. */
    private List<byte[]> undisturbed(List<SampleEvent> events) throws Exception {
        try (PipelineStack stack = PipelineStack.start(directory.resolve("undisturbed"))) {
            for (PipelineRun run : List.of(good, bad)) {
                stack.send(Topics.RUNS, 0, run.control(RunEvent.Type.RUN_STARTED));
            }
            send(stack, events);
            JobID job = stack.submit("undisturbed", 1);
            awaitSamples(stack, events.size());
            // One after the other: which of two runs is the other's baseline is their order.
            finish(stack, good, 1);
            finish(stack, bad, 2);
            stack.cancel(job);
            return stack.records(Topics.VERDICTS);
        }
    }

    private List<SampleEvent> shuffledWinners() {
        List<SampleEvent> events = new ArrayList<>(good.winners());
        events.addAll(bad.winners());
        Collections.shuffle(events, new Random(11));
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

    private static void awaitSamples(PipelineStack stack, int count) throws Exception {
        stack.await(
                count + " samples",
                () -> stack.number("SELECT count() FROM samples_latest") == count);
    }

    private static void awaitCheckpoint(PipelineStack stack, JobID job) throws Exception {
        // The one after next has certainly begun after now.
        int enough = stack.completedCheckpoints(job) + 2;
        stack.await("a checkpoint", () -> stack.completedCheckpoints(job) >= enough);
    }

    private static void finish(PipelineStack stack, PipelineRun run, int verdicts)
            throws Exception {
        stack.send(Topics.RUNS, 0, run.control(RunEvent.Type.RUN_FINISHED));
        stack.flush();
        stack.await(
                "the verdict on " + run.id,
                () ->
                        stack.records(Topics.VERDICTS).size() >= verdicts
                                && stack.number("SELECT count() FROM runs_latest") == verdicts);
    }

    private static Set<String> texts(List<byte[]> records) {
        Set<String> texts = new HashSet<>();
        records.forEach(bytes -> texts.add(new String(bytes, StandardCharsets.UTF_8)));
        return texts;
    }

    private static List<String> decisions(List<byte[]> verdicts) throws Exception {
        List<String> decisions = new ArrayList<>();
        for (byte[] verdict : verdicts) {
            decisions.add(new ObjectMapper().readTree(verdict).path("verdict").asText());
        }
        return decisions;
    }
}
