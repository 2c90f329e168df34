package io.evalstream.k8s.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.k8s.resources.Labels;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Jobs as processes, with a shell script for the runner. */
class ProcessJobsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir private Path directory;
    private final List<ProcessJobs> opened = new ArrayList<>();
    private volatile Duration later = Duration.ZERO;

    @AfterEach
    void closeAll() {
        opened.forEach(ProcessJobs::close);
    }

    @Test
    void eachIndexRunsOnceAndNoMoreAtOnceThanAllowed() throws Exception {
        ProcessJobs jobs =
                open(
                        """
                        echo $JOB_COMPLETION_INDEX >>"$OUT/begun"
                        mkdir "$OUT/alone" || touch "$OUT/together"
                        sleep 0.1; rmdir "$OUT/alone"
                        """);
        jobs.apply(job(3, 1), Optional.empty());
        await(() -> progress(jobs).isFinished());
        assertThat(progress(jobs).succeeded()).isEqualTo(3);
        assertThat(Files.readAllLines(directory.resolve("begun")))
                .containsExactlyInAnyOrder("0", "1", "2");
        assertThat(directory.resolve("together")).doesNotExist();
    }

    @Test
    void aFailureIsRepeatedAsOftenAsAllowedAndUselessRepetitionIsNot() throws Exception {
        ProcessJobs jobs =
                open(
                        """
                        echo x >>"$OUT/tries-$JOB_COMPLETION_INDEX"
                        case $JOB_COMPLETION_INDEX in
                            0) exit 65 ;;
                            1) exit 1 ;;
                            2) [ "$(wc -l <"$OUT/tries-2")" -gt 1 ] ;;
                        esac
                        """);
        later = Duration.ofHours(1);
        jobs.apply(job(3, 3), Optional.empty());
        await(() -> progress(jobs).isFinished());
        assertThat(progress(jobs).failed()).containsExactly(0, 1);
        assertThat(progress(jobs).succeeded()).isEqualTo(1);
        assertThat(Files.readAllLines(directory.resolve("tries-0"))).hasSize(1);
        assertThat(Files.readAllLines(directory.resolve("tries-1"))).hasSize(3);
        assertThat(Files.readAllLines(directory.resolve("tries-2"))).hasSize(2);
        assertThat(jobs.why(jobs.get("job").orElseThrow()))
                .startsWith("0 exited with 65, log " + directory)
                .contains("; 1 exited with 1, log ");
    }

    @Test
    void whoTakesTooLongIsEndedAndCountsAsAFailure() throws Exception {
        ProcessJobs jobs = open("touch \"$OUT/begun\"; sleep 100 & wait");
        jobs.apply(job(1, 1), Optional.empty());
        await(() -> Files.exists(directory.resolve("begun")));
        later = Duration.ofHours(2);
        await(() -> exists("jobs/job/0-1/exit"));
        assertThat(Files.readString(directory.resolve("data/jobs/job/0-1/cause")))
                .isEqualTo("timeout\n");
        jobs.close();
        assertThat(Attempt.found(directory.resolve("data/jobs/job/0-1")).state())
                .isEqualTo(Attempt.State.FAILED);
    }

    @Test
    void whoDoesNotListenIsKilledWithAllItHasStarted() throws Exception {
        ProcessJobs jobs =
                open(
                        """
                        trap '' TERM
                        sleep 100 & echo $! >"$OUT/child"
                        touch "$OUT/begun"
                        while :; do wait; done
                        """);
        jobs.apply(job(1, 1), Optional.empty());
        await(() -> Files.exists(directory.resolve("begun")));
        jobs.end("job");
        await(() -> progress(jobs).isFinished());
        assertThat(Files.readString(directory.resolve("data/jobs/job/0-1/exit")))
                .isEqualTo("137\n");
        long child = Long.parseLong(Files.readString(directory.resolve("child")).strip());
        await(() -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void whatIsSuspendedBeginsAnewWithoutCountingAsAFailure() throws Exception {
        ProcessJobs jobs =
                open("touch \"$OUT/begun\"; [ -e \"$OUT/go\" ] && exit 0; sleep 100 & wait");
        jobs.apply(job(1, 1), Optional.empty());
        await(() -> Files.exists(directory.resolve("begun")));
        Job suspended = new JobBuilder(job(1, 1)).editSpec().withSuspend(true).endSpec().build();
        jobs.apply(suspended, Optional.empty());
        await(() -> exists("jobs/job/0-1/exit"));
        assertThat(progress(jobs).isFinished()).isFalse();
        Files.createFile(directory.resolve("go"));
        jobs.apply(job(1, 1), Optional.empty());
        await(() -> progress(jobs).isFinished());
        assertThat(progress(jobs).succeeded()).isEqualTo(1);
    }

    @Test
    void anotherProgramGoesOnWhereOneWasClosed() throws Exception {
        String script =
                """
                echo $JOB_COMPLETION_INDEX >>"$OUT/begun"
                [ $JOB_COMPLETION_INDEX = 0 ] && exit 0
                [ -e "$OUT/go" ] && exit 0
                sleep 100 & wait
                """;
        ProcessJobs first = open(script);
        first.apply(job(2, 2), Optional.of("{}"));
        await(() -> progress(first).succeeded() == 1 && progress(first).going() == 1);
        await(() -> exists("jobs/job/1-1/pid"));
        first.close();
        assertThat(exists("jobs/job/1-1/exit")).as("nothing outlives it").isTrue();
        Files.createFile(directory.resolve("go"));

        ProcessJobs second = open(script);
        await(() -> progress(second).isFinished());
        assertThat(progress(second).succeeded()).isEqualTo(2);
        assertThat(Files.readAllLines(directory.resolve("begun")))
                .containsExactlyInAnyOrder("0", "1", "1");
    }

    @Test
    void whatWasEndedForGoodStaysSoForAnotherProgram() throws Exception {
        ProcessJobs first = open("echo x >>\"$OUT/begun\"; sleep 100 & wait");
        first.apply(job(1, 1), Optional.empty());
        await(() -> exists("jobs/job/0-1/pid") && Files.exists(directory.resolve("begun")));
        first.end("job");
        await(() -> progress(first).isFinished());
        first.close();
        ProcessJobs second = open("echo x >>\"$OUT/begun\"");
        assertThat(progress(second).isFinished()).isTrue();
        second.close();
        assertThat(Files.readAllLines(directory.resolve("begun"))).hasSize(1);
    }

    @Test
    void aDeletedRunLeavesItsLogsAlone() throws Exception {
        ProcessJobs jobs = open("echo said");
        jobs.apply(job(1, 1), Optional.of("{}"));
        await(() -> progress(jobs).isFinished());
        jobs.forget("run");
        assertThat(directory.resolve("data/jobs/job")).doesNotExist();
        try (Stream<Path> logs = Files.walk(directory.resolve("raw"))) {
            Path log = logs.filter(Files::isRegularFile).findFirst().orElseThrow();
            assertThat(log).hasContent("said");
        }
    }

    private ProcessJobs open(String script) throws IOException {
        Path program = Files.writeString(directory.resolve("program"), "#!/bin/bash\n" + script);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Path data = Files.createDirectories(directory.resolve("data"));
        Machine machine =
                new Machine(
                        data,
                        directory,
                        Map.of("image:1", List.of(program.toString())),
                        Map.of("raw", directory.resolve("raw")),
                        Map.of("OUT", directory.toString()));
        ProcessJobs jobs = new ProcessJobs(machine, new LaterClock(), run -> {});
        opened.add(jobs);
        return jobs;
    }

    /** The time of this machine, and as much later as a test says. */
    private final class LaterClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(later);
        }
    }

    private static Job job(int indexes, int atOnce) {
        return new JobBuilder()
                .withNewMetadata()
                .withName("job")
                .withLabels(Labels.of("run", Labels.Component.RUNNER))
                .endMetadata()
                .withNewSpec()
                .withCompletions(indexes)
                .withParallelism(atOnce)
                .withBackoffLimitPerIndex(2)
                .withNewPodFailurePolicy()
                .addNewRule()
                .withAction("FailIndex")
                .withNewOnExitCodes()
                .withOperator("In")
                .withValues(64, 65)
                .endOnExitCodes()
                .endRule()
                .endPodFailurePolicy()
                .withNewTemplate()
                .withNewSpec()
                .withActiveDeadlineSeconds(3600L)
                .withTerminationGracePeriodSeconds(1L)
                .addNewContainer()
                .withName("runner")
                .withImage("image:1")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    private static ProcessJob.Progress progress(ProcessJobs jobs) {
        return jobs.progress(jobs.get("job").orElseThrow());
    }

    private boolean exists(String file) {
        return Files.exists(directory.resolve("data").resolve(file));
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within " + PATIENCE).isLessThan(end);
            LockSupport.parkNanos(10_000_000);
        }
    }
}
