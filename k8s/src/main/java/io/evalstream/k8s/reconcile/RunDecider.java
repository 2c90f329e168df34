package io.evalstream.k8s.reconcile;

import io.evalstream.contract.RunEvent;
import io.evalstream.k8s.api.EvalRunStatus.Phase;
import io.evalstream.k8s.budget.Budget;
import io.evalstream.k8s.plan.StagePlan;
import io.evalstream.k8s.resources.FlinkDeployments;
import io.evalstream.k8s.resources.RunEnvironment;
import io.evalstream.k8s.resources.ShortJobs;

import java.time.Duration;
import java.util.Optional;

/** Decides what is next for a run: a function of what is seen, kept and of the time. */
final class RunDecider {

    static final String SUSPENSION = "suspended";
    private static final String BUDGET_EXCEEDED = "BudgetExceeded";
    private static final String DEACTIVATED = "Deactivated";

    /** How long a run that was called off waits for what can be said of it. */
    private static final Duration LAST_WORD = Duration.ofMinutes(2);

    private final RunEnvironment environment;
    private final FlinkDeployments flink;
    private final ShortJobs jobs;
    private final ServerDecider server;
    private final StageDecider stages;

    RunDecider(RunEnvironment environment) {
        this.environment = environment;
        this.flink = new FlinkDeployments(environment);
        this.jobs = new ShortJobs(environment);
        this.server = new ServerDecider(environment);
        this.stages = new StageDecider(environment, server);
    }

    Decision decide(RunContext context) {
        StatusDraft draft = context.draft;
        if (draft.phase().isFinal()) {
            return Decision.done();
        }
        draft.meter(context.seen.gpus());
        if (draft.ending().isPresent()) {
            return tearDown(context);
        }
        if (!context.seen.events().isCaughtUp()) {
            draft.phase(draft.phase(), "reading the topics");
            return Decision.again(context.actions, Decision.WHILE_ENDING);
        }
        if (isEnded(context)) {
            return context.next();
        }
        Optional<String> halt = halt(context);
        if (halt.isPresent()) {
            return suspend(context, halt.get());
        }
        draft.finish(SUSPENSION, "");
        if (!isPrepared(context)) {
            return draft.ending().isPresent() ? context.next() : context.waiting();
        }
        for (StagePlan stage : context.plan.stages()) {
            if (!draft.isFinished(StageDecider.judging(stage))) {
                return stages.decide(context, stage);
            }
            if (StageDecider.isBreach(draft) && draft.stage().equals(stage.name())) {
                return report(context, stage);
            }
        }
        return report(context, context.plan.stages().get(context.plan.stages().size() - 1));
    }

    /** Whether it was called off or has taken too long; nothing is done before that is written. */
    private boolean isEnded(RunContext context) {
        StatusDraft draft = context.draft;
        StagePlan open = stages.open(context);
        if (draft.phase() == Phase.REPORTING || draft.isFinished(StageDecider.judging(open))) {
            return false;
        }
        boolean isRequested = context.news(open).isCancelRequested();
        if (context.settings.isCancelled() || isRequested) {
            stages.save(context, open);
            context.news(open).verdict().ifPresent(draft::verdict);
            draft.end(
                    Phase.CANCELLED,
                    isRequested
                            ? "called off: the verdict is certain"
                            : "called off: spec.cancel is set");
            return true;
        }
        Duration active = draft.active(SUSPENSION);
        if (active.compareTo(context.settings.deadline()) > 0) {
            fail(
                    context,
                    String.format(
                            "not done within %s, was %s; raise spec.deadline or ask less",
                            context.settings.deadline(), draft.phase()));
            return true;
        }
        return false;
    }

    static void fail(RunContext context, String why) {
        context.draft.end(Phase.FAILED, why);
    }

    private Optional<String> halt(RunContext context) {
        StatusDraft draft = context.draft;
        if (draft.phase() == Phase.REPORTING) {
            return Optional.empty();
        }
        Budget budget = new Budget(context.settings.gpuSeconds(), environment.gpuSecondsPerDay());
        Optional<String> exceeded =
                budget.exceeded(
                        draft.gpuSecondsUsed(),
                        draft.gpuSecondsToday() + context.seen.gpuSecondsOfOthers());
        if (exceeded.isPresent()) {
            if (draft.condition(BUDGET_EXCEEDED, true, BUDGET_EXCEEDED, exceeded.get())) {
                context.tell(BUDGET_EXCEEDED, exceeded.get());
            }
            return exceeded;
        }
        if (draft.isTrue(BUDGET_EXCEEDED)) {
            draft.condition(BUDGET_EXCEEDED, false, "WithinBudget", "goes on");
        }
        if (context.settings.isSuspended()) {
            return Optional.of("spec.suspend is set");
        }
        Optional<String> deactivated = StageDecider.deactivated(context, stages.open(context));
        if (deactivated.isPresent()) {
            if (draft.condition(DEACTIVATED, true, DEACTIVATED, deactivated.get())) {
                context.tell(DEACTIVATED, deactivated.get());
            }
        } else if (draft.isTrue(DEACTIVATED)) {
            draft.condition(DEACTIVATED, false, "Reactivated", "goes on");
        }
        return deactivated;
    }

    private Decision suspend(RunContext context, String why) {
        context.draft.begin(SUSPENSION);
        context.draft.phase(Phase.SUSPENDED, why);
        server.halt(context);
        stages.halt(context);
        return context.waiting();
    }

    private boolean isPrepared(RunContext context) {
        StatusDraft draft = context.draft;
        if (context.settings.datasets().isEmpty() || draft.isFinished("prepare-dataset")) {
            return true;
        }
        draft.begin("prepare-dataset");
        switch (context.seen.dataset()) {
            case DONE -> {
                draft.finish("prepare-dataset", "");
                draft.condition("DatasetPrepared", true, "Finished", "the job has finished");
                return true;
            }
            case FAILED ->
                    fail(
                            context,
                            "preparing the data sets failed: "
                                    + context.seen.datasetWhy()
                                    + "; see the log of the FlinkDeployment");
            case ABSENT, GOING_ON -> {
                context.actions.add(new Action.Apply(flink.dataset(context.run)));
                draft.phase(Phase.PREPARING, "data sets " + context.settings.datasets());
            }
        }
        return false;
    }

    private Decision report(RunContext context, StagePlan stage) {
        StatusDraft draft = context.draft;
        server.remove(context);
        draft.begin("report");
        draft.phase(Phase.REPORTING, "verdict " + decision(draft));
        String runId = context.runId(stage);
        Progress report = context.seen.report();
        if (report == Progress.ABSENT || report == Progress.GOING_ON) {
            context.actions.add(
                    new Action.Apply(
                            jobs.report(
                                    context.run, runId, stage.model(context.settings.model()))));
            return context.waiting();
        }
        environment
                .links()
                .forEach(
                        (name, link) ->
                                draft.link(
                                        name,
                                        link.replace("{run_id}", runId)
                                                .replace("{run}", context.name())));
        draft.finish("report", report == Progress.DONE ? "" : "the report could not be written");
        if (report == Progress.FAILED) {
            context.tell("ReportFailed", "the report of " + runId + " could not be written");
        }
        draft.end(Phase.SUCCEEDED, decision(draft) + " in stage " + stage.name());
        return context.next();
    }

    private static String decision(StatusDraft draft) {
        return draft.verdict().map(verdict -> verdict.decision()).orElse("none");
    }

    private Decision tearDown(RunContext context) {
        StatusDraft draft = context.draft;
        var ending = draft.ending().orElseThrow();
        draft.begin("tear-down");
        StagePlan open = stages.open(context);
        RunNews news = context.news(open);
        boolean isCutOff =
                ending.phase() != Phase.SUCCEEDED
                        && news.isStarted()
                        && news.finalVerdict().isEmpty();
        if (isCutOff && !news.isCancelled()) {
            context.announce(RunEvent.Type.RUN_CANCELLED, open);
        }
        if (context.seen.hasLeftovers()) {
            clear(context);
            return Decision.again(context.actions, Decision.WHILE_ENDING);
        }
        Duration waited = draft.since("tear-down");
        if (ending.phase() == Phase.CANCELLED && isCutOff && waited.compareTo(LAST_WORD) < 0) {
            return context.waiting();
        }
        if (news.isStarted()) {
            news.verdict().ifPresent(draft::verdict);
        }
        if (ending.phase() == Phase.FAILED) {
            context.tell("Failed", context.run.getStatus().message());
        }
        draft.finish("tear-down", "");
        draft.finished();
        return Decision.again(context.actions, Decision.WHILE_WAITING);
    }

    private void clear(RunContext context) {
        context.actions.add(new Action.EndShards());
        server.remove(context);
        if (context.seen.dataset() != Progress.ABSENT) {
            context.actions.add(new Action.Delete(flink.dataset(context.run)));
        }
    }

    /** What is done for a run that is being deleted, besides what its owner references do. */
    Decision delete(RunContext context) {
        StagePlan open = stages.open(context);
        RunNews news = context.news(open);
        boolean isOpen = news.isStarted() && news.finalVerdict().isEmpty();
        if (isOpen && !news.isCancelled()) {
            context.announce(RunEvent.Type.RUN_CANCELLED, open);
        }
        if (context.seen.hasLeftovers()) {
            clear(context);
        }
        return context.next();
    }
}
