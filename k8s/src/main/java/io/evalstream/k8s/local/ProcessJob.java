package io.evalstream.k8s.local;

import io.evalstream.k8s.resources.Labels;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRule;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A Job whose pods are processes of this machine: as many at once as it says, each index again
 * after a failure as often as it says, none longer than it says. All it knows is in its folder, so
 * that another program goes on where this one was ended.
 */
final class ProcessJob {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessJob.class);

    private static final Duration LONGEST_GRACE = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final int MOST_DOUBLINGS = 6;
    private static final String ENDED = "ended";

    private final Path directory;
    private final Machine machine;
    private final TreeMap<Integer, List<Attempt>> attempts = new TreeMap<>();
    private Job job;
    private boolean isEnding;

    /**
     * @param directory of the job; what processes of an earlier program left there is taken up
     */
    ProcessJob(Path directory, Machine machine, Job job) {
        this.directory = directory;
        this.machine = machine;
        this.job = job;
        this.isEnding = Files.exists(directory.resolve(ENDED));
        for (int index = 0; index < indexes(); index++) {
            List<Attempt> found = new ArrayList<>();
            for (Path folder = attempt(index, 1);
                    Files.isDirectory(folder);
                    folder = attempt(index, found.size() + 1)) {
                found.add(Attempt.found(folder));
            }
            attempts.put(index, found);
        }
    }

    /**
     * How far it is.
     *
     * @param failed indexes that are not tried again
     * @param going indexes that have a process
     */
    record Progress(int succeeded, List<Integer> failed, int going, boolean isFinished) {}

    Job job() {
        return job;
    }

    /** Changes how many go on at once, and whether any does. */
    void change(Job wanted) {
        job = wanted;
    }

    String run() {
        return job.getMetadata().getLabels().get(Labels.RUN);
    }

    Progress progress() {
        int succeeded = 0;
        int going = 0;
        List<Integer> failed = new ArrayList<>();
        for (int index : attempts.keySet()) {
            if (isSucceeded(index)) {
                succeeded++;
            } else if (isGoing(index)) {
                going++;
            } else if (isGivenUp(index)) {
                failed.add(index);
            }
        }
        boolean isOver = succeeded + failed.size() == indexes();
        return new Progress(succeeded, failed, going, isOver || isEnding && going == 0);
    }

    /** Why indexes failed, in one line; empty when none did. */
    String why() {
        List<String> reasons = new ArrayList<>();
        for (int index : progress().failed()) {
            Attempt last = last(index).orElseThrow();
            reasons.add(
                    index
                            + (last.isTimedOut()
                                    ? " took longer than " + timeout().toSeconds() + " s"
                                    : " exited with " + last.exitCode().orElse(-1))
                            + ", log "
                            + log(index, attempts.get(index).size()));
        }
        return String.join("; ", reasons);
    }

    /** Starts what may start and ends what must end. */
    void tick(Instant now) {
        boolean isHalted = isEnding || Boolean.TRUE.equals(job.getSpec().getSuspend());
        int going = 0;
        for (int index : attempts.keySet()) {
            if (isGoing(index)) {
                going++;
                Attempt attempt = last(index).orElseThrow();
                if (isHalted) {
                    attempt.end(isEnding ? Attempt.Cause.ENDED : Attempt.Cause.SUSPENDED);
                } else if (attempt.startedAt().plus(timeout()).isBefore(now)) {
                    attempt.end(Attempt.Cause.TIMEOUT);
                }
            }
        }
        for (int index : attempts.keySet()) {
            if (isHalted || going >= job.getSpec().getParallelism()) {
                return;
            }
            if (!isGoing(index) && !isSucceeded(index) && !isGivenUp(index) && isDue(index, now)) {
                start(index, now);
                going++;
            }
        }
    }

    /** Begins to end all of it for good. */
    void end() throws IOException {
        if (!isEnding) {
            Files.writeString(directory.resolve(ENDED), "");
            isEnding = true;
        }
    }

    private void start(int index, Instant now) {
        int number = attempts.get(index).size() + 1;
        PodSpec pod = job.getSpec().getTemplate().getSpec();
        ContainerProcess process =
                ContainerProcess.of(pod, Optional.of(directory.resolve("plan")), machine);
        Path log = log(index, number);
        try {
            Files.createDirectories(log.getParent());
            ProcessBuilder builder =
                    new ProcessBuilder(new ArrayList<>(process.command()))
                            .directory(machine.home().toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile());
            builder.environment().putAll(process.variables());
            builder.environment().put("JOB_COMPLETION_INDEX", Integer.toString(index));
            Path folder = attempt(index, number);
            Attempt attempt =
                    Attempt.start(
                            folder, machine.directory().resolve("attend.sh"), grace(pod), builder);
            attempt.writeStart(now);
            attempts.get(index).add(attempt);
            LOG.info(
                    "run={} {}[{}] attempt {} started, log {}",
                    run(),
                    job.getMetadata().getName(),
                    index,
                    number,
                    log);
        } catch (IOException e) {
            throw new UncheckedIOException(job.getMetadata().getName() + ": cannot be started", e);
        }
    }

    /** Ends every process because this program ends; what they were doing is done again. */
    List<Attempt> abandon() {
        List<Attempt> ended = new ArrayList<>();
        for (int index : attempts.keySet()) {
            if (isGoing(index)) {
                Attempt attempt = last(index).orElseThrow();
                attempt.end(Attempt.Cause.ABANDONED);
                ended.add(attempt);
            }
        }
        return ended;
    }

    private int indexes() {
        return job.getSpec().getCompletions();
    }

    private Path attempt(int index, int number) {
        return directory.resolve(index + "-" + number);
    }

    private Path log(int index, int number) {
        return machine.volumes()
                .get("raw")
                .resolve(run())
                .resolve(job.getMetadata().getName())
                .resolve("shard-" + index + "-attempt-" + number + ".log");
    }

    private Optional<Attempt> last(int index) {
        List<Attempt> all = attempts.get(index);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    private boolean isGoing(int index) {
        return last(index).filter(last -> last.state() == Attempt.State.GOING_ON).isPresent();
    }

    private boolean isSucceeded(int index) {
        return last(index).filter(last -> last.state() == Attempt.State.SUCCEEDED).isPresent();
    }

    private boolean isGivenUp(int index) {
        Optional<Attempt> last = last(index);
        if (last.isEmpty() || last.get().state() != Attempt.State.FAILED) {
            return false;
        }
        return failures(index) > retries()
                || !last.get().isTimedOut() && isUselessToRepeat(last.get().exitCode().orElse(-1));
    }

    private int failures(int index) {
        int failures = 0;
        for (Attempt attempt : attempts.get(index)) {
            failures += attempt.state() == Attempt.State.FAILED ? 1 : 0;
        }
        return failures;
    }

    private boolean isDue(int index, Instant now) {
        int failures = failures(index);
        if (failures == 0) {
            return true;
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        return !last(index).orElseThrow().endedAt().plus(pause).isAfter(now);
    }

    private int retries() {
        Integer each = job.getSpec().getBackoffLimitPerIndex();
        return each == null ? job.getSpec().getBackoffLimit() : each;
    }

    private boolean isUselessToRepeat(int code) {
        if (job.getSpec().getPodFailurePolicy() == null) {
            return false;
        }
        for (PodFailurePolicyRule rule : job.getSpec().getPodFailurePolicy().getRules()) {
            if (rule.getAction().equals("FailIndex")
                    && rule.getOnExitCodes().getValues().contains(code)) {
                return true;
            }
        }
        return false;
    }

    /** Of one process: what its pod may take, or else the Job. */
    private Duration timeout() {
        Long pod = job.getSpec().getTemplate().getSpec().getActiveDeadlineSeconds();
        return Duration.ofSeconds(pod == null ? job.getSpec().getActiveDeadlineSeconds() : pod);
    }

    /** Somebody waits for this program to end: less than in a cluster. */
    private static Duration grace(PodSpec pod) {
        Long seconds = pod.getTerminationGracePeriodSeconds();
        Duration asked = Duration.ofSeconds(seconds == null ? 30 : seconds);
        return asked.compareTo(LONGEST_GRACE) < 0 ? asked : LONGEST_GRACE;
    }
}
