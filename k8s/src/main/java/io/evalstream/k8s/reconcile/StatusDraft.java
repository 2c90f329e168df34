package io.evalstream.k8s.reconcile;

import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.api.EvalRunStatus;
import io.evalstream.k8s.api.EvalRunStatus.Ending;
import io.evalstream.k8s.api.EvalRunStatus.GpuUse;
import io.evalstream.k8s.api.EvalRunStatus.Phase;
import io.evalstream.k8s.api.EvalRunStatus.StageStatus;
import io.evalstream.k8s.api.EvalRunStatus.StepStatus;
import io.evalstream.k8s.api.EvalRunStatus.VerdictStatus;
import io.evalstream.k8s.budget.GpuMeter;
import io.evalstream.k8s.plan.Phases;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A status while it is written: begins as the one that was, and is not seen until it is whole. */
final class StatusDraft {

    private final Instant now;
    private final String runId;
    private final Long generation;
    private final String startedAt;
    private final List<StepStatus> steps;
    private final List<StageStatus> stages;
    private final Map<String, String> links;
    private final List<Condition> conditions;
    private Phase phase;
    private String message;
    private String stage;
    private String progress;
    private String finishedAt;
    private VerdictStatus verdict;
    private Long gpuSecondsSaved;
    private Ending ending;
    private GpuUse gpuUse;

    StatusDraft(EvalRun run, Instant now) {
        EvalRunStatus before = run.getStatus();
        boolean isNew = before == null || before.phase() == null;
        this.now = now;
        this.runId = run.getMetadata().getName();
        this.generation = run.getMetadata().getGeneration();
        this.startedAt = isNew ? now.toString() : before.startedAt();
        this.steps = new ArrayList<>(isNew ? List.of() : orEmpty(before.steps()));
        this.stages = new ArrayList<>(isNew ? List.of() : orEmpty(before.stages()));
        this.links =
                new LinkedHashMap<>(isNew || before.links() == null ? Map.of() : before.links());
        this.conditions = new ArrayList<>(isNew ? List.of() : orEmpty(before.conditions()));
        this.phase = isNew ? Phase.PENDING : before.phase();
        this.message = isNew ? "" : before.message();
        if (!isNew) {
            this.stage = before.stage();
            this.progress = before.progress();
            this.finishedAt = before.finishedAt();
            this.verdict = before.verdict();
            this.gpuSecondsSaved = before.gpuSecondsSaved();
            this.ending = before.ending();
            this.gpuUse = before.gpuUse();
        }
    }

    private static <T> List<T> orEmpty(List<T> list) {
        return list == null ? List.of() : list;
    }

    Instant now() {
        return now;
    }

    Phase phase() {
        return phase;
    }

    Optional<Ending> ending() {
        return Optional.ofNullable(ending);
    }

    Optional<VerdictStatus> verdict() {
        return Optional.ofNullable(verdict);
    }

    String stage() {
        return stage == null ? "" : stage;
    }

    void meter(int gpus) {
        gpuUse = GpuMeter.advance(gpuUse, now, gpus);
    }

    long gpuSecondsUsed() {
        return gpuUse == null ? 0 : gpuUse.millis() / 1000;
    }

    long gpuSecondsToday() {
        return GpuMeter.secondsOfDay(gpuUse, now);
    }

    void saved(long gpuSeconds) {
        gpuSecondsSaved = gpuSeconds;
    }

    /**
     * Says what is being done.
     *
     * @throws IllegalStateException when that cannot come after what was being done
     */
    void phase(Phase next, String line) {
        if (!Phases.mayFollow(phase, next)) {
            throw new IllegalStateException(runId + ": " + next + " after " + phase);
        }
        phase = next;
        message = line;
    }

    /** Decides that the run is over; nothing is torn down before this is written. */
    void end(Phase last, String line) {
        ending = new Ending(last, now.toString());
        phase(Phase.TEARING_DOWN, line);
        for (StepStatus step : List.copyOf(steps)) {
            finish(step.name(), "");
        }
    }

    void finished() {
        phase(ending.phase(), message);
        finishedAt = now.toString();
        condition("Ready", false, ending.phase().name(), message);
    }

    /** Begins a step that has not begun; a step that was finished begins anew as another one. */
    void begin(String name) {
        if (open(name) < 0) {
            steps.add(new StepStatus(name, now.toString(), null, null));
        }
    }

    /** Finishes a step that goes on; nothing when none does. */
    void finish(String name, String line) {
        int at = open(name);
        if (at >= 0) {
            StepStatus step = steps.get(at);
            String said = line.isEmpty() ? null : line;
            steps.set(at, new StepStatus(name, step.startedAt(), now.toString(), said));
        }
    }

    boolean isFinished(String name) {
        for (StepStatus step : steps) {
            if (step.name().equals(name) && step.finishedAt() != null) {
                return true;
            }
        }
        return false;
    }

    /** How long a step has gone on; zero when it does not. */
    Duration since(String name) {
        int at = open(name);
        return at < 0
                ? Duration.ZERO
                : Duration.between(Instant.parse(steps.get(at).startedAt()), now);
    }

    private int open(String name) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).name().equals(name) && steps.get(i).finishedAt() == null) {
                return i;
            }
        }
        return -1;
    }

    /** Time since the start, without what the run was suspended for. */
    Duration active(String suspension) {
        Duration active = Duration.between(Instant.parse(startedAt), now);
        for (StepStatus step : steps) {
            if (step.name().equals(suspension)) {
                Instant end = step.finishedAt() == null ? now : Instant.parse(step.finishedAt());
                active = active.minus(Duration.between(Instant.parse(step.startedAt()), end));
            }
        }
        return active;
    }

    void stage(StageStatus status) {
        stage = status.name();
        progress = status.shardsDone() + "/" + status.shards();
        stages.removeIf(old -> old.name().equals(status.name()));
        stages.add(status);
    }

    void verdict(RunNews.Verdict said) {
        boolean isSame =
                verdict != null
                        && verdict.decision().equals(said.decision())
                        && verdict.why().equals(said.why());
        if (!isSame) {
            verdict = new VerdictStatus(said.decision(), said.why(), now.toString());
        }
    }

    void link(String name, String address) {
        links.put(name, address);
    }

    /** Returns whether this is news. */
    boolean condition(String type, boolean isTrue, String reason, String line) {
        String status = isTrue ? "True" : "False";
        for (Condition old : conditions) {
            if (old.getType().equals(type)
                    && old.getStatus().equals(status)
                    && old.getReason().equals(reason)) {
                return false;
            }
        }
        conditions.removeIf(old -> old.getType().equals(type));
        conditions.add(
                new ConditionBuilder()
                        .withType(type)
                        .withStatus(status)
                        .withReason(reason)
                        .withMessage(line)
                        .withLastTransitionTime(now.toString())
                        .withObservedGeneration(generation)
                        .build());
        return true;
    }

    boolean isTrue(String type) {
        for (Condition condition : conditions) {
            if (condition.getType().equals(type)) {
                return condition.getStatus().equals("True");
            }
        }
        return false;
    }

    EvalRunStatus status() {
        return new EvalRunStatus(
                phase,
                message,
                stage,
                progress,
                runId,
                generation,
                startedAt,
                finishedAt,
                List.copyOf(steps),
                List.copyOf(stages),
                verdict,
                gpuSecondsUsed(),
                gpuSecondsSaved,
                Map.copyOf(links),
                List.copyOf(conditions),
                ending,
                gpuUse);
    }
}
