package io.evalstream.k8s.reconcile;

import io.evalstream.contract.RunEvent;
import io.evalstream.k8s.api.EvalRunStatus.Phase;
import io.evalstream.k8s.api.EvalRunStatus.StageStatus;
import io.evalstream.k8s.budget.PlannedRest;
import io.evalstream.k8s.plan.RunSettings;
import io.evalstream.k8s.plan.RunnerGroup;
import io.evalstream.k8s.plan.Slots;
import io.evalstream.k8s.plan.StagePlan;
import io.evalstream.k8s.reconcile.RunnerLauncher.GroupState;
import io.evalstream.k8s.reconcile.RunnerLauncher.Queueing;
import io.evalstream.k8s.resources.RunEnvironment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides about the shards of one stage and its verdict. */
final class StageDecider {

    private final RunEnvironment environment;
    private final ServerDecider server;

    StageDecider(RunEnvironment environment, ServerDecider server) {
        this.environment = environment;
        this.server = server;
    }

    static String judging(StagePlan stage) {
        return "judge-" + stage.name();
    }

    private static String running(StagePlan stage) {
        return "run-" + stage.name();
    }

    static boolean isBreach(StatusDraft draft) {
        return draft.verdict().isPresent() && draft.verdict().get().decision().equals("BREACH");
    }

    /** The stage that has no verdict, or the last one. */
    StagePlan open(RunContext context) {
        List<StagePlan> all = context.plan.stages();
        for (StagePlan stage : all) {
            if (!context.draft.isFinished(judging(stage))) {
                return stage;
            }
        }
        return all.get(all.size() - 1);
    }

    Decision decide(RunContext context, StagePlan stage) {
        Tally tally = tally(context, stage);
        context.draft.stage(
                new StageStatus(
                        stage.name(),
                        stage.shards(),
                        tally.succeeded(),
                        tally.failed().size(),
                        context.news(stage).samples()));
        return tally.isFinished() ? judge(context, stage, tally) : run(context, stage);
    }

    /** What the shards of a stage have come to, together. */
    private record Tally(boolean isFinished, int succeeded, List<String> failed) {}

    private static Tally tally(RunContext context, StagePlan stage) {
        boolean isFinished = true;
        int succeeded = 0;
        List<String> failed = new ArrayList<>();
        for (RunnerGroup group : stage.groups()) {
            GroupState state = context.state(stage, group.key());
            isFinished &= state != null && state.isFinished();
            if (state != null) {
                succeeded += state.succeeded();
                for (int index : state.failed()) {
                    failed.add(group.key() + "[" + index + "]");
                }
                int lost = group.shards() - state.succeeded() - state.failed().size();
                if (state.isFinished() && lost > 0) {
                    failed.add(group.key() + " (" + state.why() + ")");
                }
            }
        }
        return new Tally(isFinished, succeeded, failed);
    }

    private Decision run(RunContext context, StagePlan stage) {
        boolean isReady = server.isReady(context);
        if (context.draft.ending().isPresent()) {
            return context.next();
        }
        if (!isReady && !hasBegun(context, stage)) {
            return context.waiting();
        }
        context.draft.begin(running(stage));
        if (isReady) {
            String waiting = isWaiting(context, stage) ? " waits in the queue " : "";
            context.draft.phase(
                    Phase.RUNNING,
                    "stage "
                            + stage.name()
                            + waiting
                            + (waiting.isEmpty() ? "" : context.settings.queue()));
        }
        if (!context.news(stage).isStarted()) {
            context.announce(RunEvent.Type.RUN_STARTED, stage);
        }
        context.news(stage).verdict().ifPresent(context.draft::verdict);
        launch(context, stage, isReady);
        return context.waiting();
    }

    private static boolean isWaiting(RunContext context, StagePlan stage) {
        boolean isWaiting = false;
        for (RunnerGroup group : stage.groups()) {
            GroupState state = context.state(stage, group.key());
            if (state != null && state.queueing() == Queueing.ADMITTED && !state.isFinished()) {
                return false;
            }
            isWaiting |= state != null && state.queueing() == Queueing.WAITING;
        }
        return isWaiting;
    }

    /** The first group of a stage that somebody else took out of its queue, with why. */
    static Optional<String> deactivated(RunContext context, StagePlan stage) {
        for (RunnerGroup group : stage.groups()) {
            GroupState state = context.state(stage, group.key());
            if (state != null && state.queueing() == Queueing.DEACTIVATED && !state.isFinished()) {
                String why = state.why().isEmpty() ? "" : " (" + state.why() + ")";
                return Optional.of(
                        "the shards of "
                                + group.key()
                                + " were taken out of the queue "
                                + context.settings.queue()
                                + why
                                + "; set spec.active of their Workload to true, or spec.cancel");
            }
        }
        return Optional.empty();
    }

    private static boolean hasBegun(RunContext context, StagePlan stage) {
        for (RunnerGroup group : stage.groups()) {
            if (context.state(stage, group.key()) != null) {
                return true;
            }
        }
        return false;
    }

    private static void launch(RunContext context, StagePlan stage, boolean isReady) {
        // A queue decides when a group begins, and counts with the pods it was created with.
        boolean isQueued = !context.settings.queue().isEmpty();
        List<Integer> left = new ArrayList<>();
        for (RunnerGroup group : stage.groups()) {
            GroupState state = context.state(stage, group.key());
            left.add(state == null ? group.shards() : state.left(group.shards()));
        }
        int[] shares = Slots.share(left, context.settings.parallelism());
        for (int i = 0; i < shares.length; i++) {
            RunnerGroup group = stage.groups().get(i);
            GroupState state = context.state(stage, group.key());
            if (isQueued) {
                if (state == null || state.queueing() == Queueing.HALTED && isReady) {
                    int atOnce = Math.min(group.shards(), context.settings.parallelism());
                    context.actions.add(new Action.Launch(stage, group, atOnce, false));
                }
            } else if (state == null ? shares[i] > 0 : !state.isFinished()) {
                boolean staysSuspended = !isReady && state != null && state.isSuspended();
                context.actions.add(new Action.Launch(stage, group, shares[i], staysSuspended));
            }
        }
    }

    private Decision judge(RunContext context, StagePlan stage, Tally tally) {
        StatusDraft draft = context.draft;
        if (stage.isLast()) {
            server.remove(context);
        }
        draft.finish(running(stage), "");
        draft.begin(judging(stage));
        RunNews news = context.news(stage);
        boolean isReported = news.shards().size() >= stage.shards();
        boolean isLate = draft.since(judging(stage)).compareTo(environment.reportWithin()) > 0;
        if (news.finalVerdict().isPresent()) {
            return judged(context, stage, tally, news.finalVerdict().get());
        }
        if (isLate) {
            RunDecider.fail(
                    context,
                    isReported
                            ? "no verdict of " + context.runId(stage) + ": see the quality job"
                            : String.format(
                                    "%d of %d shards of %s reported their end: see the log of the"
                                            + " others",
                                    news.shards().size(), stage.shards(), context.runId(stage)));
            return context.next();
        }
        // What failed will never report: what is there can be judged now.
        if ((isReported || !tally.failed().isEmpty()) && !news.isFinished()) {
            context.announce(RunEvent.Type.RUN_FINISHED, stage);
        }
        draft.phase(
                Phase.JUDGING,
                String.format(
                        "stage %s: %d of %d shards reported",
                        stage.name(), news.shards().size(), stage.shards()));
        return context.waiting();
    }

    private Decision judged(
            RunContext context, StagePlan stage, Tally tally, RunNews.Verdict verdict) {
        StatusDraft draft = context.draft;
        // Once more: a run that is seen for the first time after its verdict was never judged.
        draft.phase(Phase.JUDGING, "stage " + stage.name() + ": " + verdict.decision());
        draft.verdict(verdict);
        draft.finish(judging(stage), verdict.decision());
        if (!tally.failed().isEmpty()) {
            RunDecider.fail(
                    context,
                    String.format(
                            "%d shards of %s failed: %s; see their logs",
                            tally.failed().size(),
                            context.runId(stage),
                            String.join(", ", tally.failed())));
            return context.next();
        }
        if (isBreach(draft) && !stage.isLast()) {
            save(context, open(context));
        }
        if (stage.isLast()) {
            draft.condition("Complete", true, "Judged", verdict.decision());
        }
        return context.next();
    }

    /** Reckons what is saved when nothing more of a stage and of those after it is asked. */
    void save(RunContext context, StagePlan from) {
        PlannedRest rest = new PlannedRest();
        boolean isAhead = false;
        for (StagePlan stage : context.plan.stages()) {
            isAhead |= stage == from;
            if (isAhead) {
                for (RunnerGroup group : stage.groups()) {
                    GroupState state = context.state(stage, group.key());
                    int left = state == null ? group.shards() : state.left(group.shards());
                    boolean usesGpu = RunSettings.usesGpu(group.suite());
                    double seconds = group.plan().seconds() * left / group.shards();
                    rest.add(seconds, usesGpu ? context.settings.gpus() : 0);
                }
            }
        }
        int serverGpus =
                context.settings.deploysServer()
                        ? context.settings.replicas() * context.settings.gpus()
                        : 0;
        context.draft.saved(rest.gpuSeconds(context.settings.parallelism(), serverGpus));
    }

    /** Ends the pods of all shards that go on; what they finished stays finished. */
    void halt(RunContext context) {
        for (StagePlan stage : context.plan.stages()) {
            for (RunnerGroup group : stage.groups()) {
                GroupState state = context.state(stage, group.key());
                if (state != null && !state.isFinished()) {
                    context.actions.add(new Action.Launch(stage, group, state.atOnce(), true));
                }
            }
        }
    }
}
