package io.evalstream.k8s.reconcile;

import io.evalstream.contract.RunEvent;
import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.plan.RunPlan;
import io.evalstream.k8s.plan.RunSettings;
import io.evalstream.k8s.plan.StagePlan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Everything a decision about one run rests on, and what was decided so far. */
final class RunContext {

    final EvalRun run;
    final RunPlan plan;
    final RunSettings settings;
    final Observation seen;
    final StatusDraft draft;
    final List<Action> actions = new ArrayList<>();

    RunContext(EvalRun run, RunPlan plan, Observation seen, StatusDraft draft) {
        this.run = run;
        this.plan = plan;
        this.settings = new RunSettings(run.getSpec());
        this.seen = seen;
        this.draft = draft;
    }

    String name() {
        return run.getMetadata().getName();
    }

    String runId(StagePlan stage) {
        return stage.runId(name());
    }

    RunNews news(StagePlan stage) {
        return seen.events().of(runId(stage));
    }

    /** State of a group; null when it was not launched. */
    RunnerLauncher.GroupState state(StagePlan stage, String group) {
        return seen.groups().get(RunnerLauncher.key(stage.name(), group));
    }

    void announce(RunEvent.Type type, StagePlan stage) {
        actions.add(
                new Action.Announce(
                        new RunEvent(
                                type,
                                runId(stage),
                                stage.model(settings.model()),
                                settings.modelTag(),
                                run.getSpec().digest(),
                                draft.now().toEpochMilli(),
                                List.of(),
                                -1,
                                stage.shards(),
                                List.of(),
                                -1,
                                Map.of("evalrun", name(), "stage", stage.name()))));
    }

    void tell(String reason, String message) {
        actions.add(
                new Action.Tell(new Notifier.Notice(name(), settings.modelTag(), reason, message)));
    }

    Decision waiting() {
        return Decision.again(actions, Decision.WHILE_WAITING);
    }

    /** For what is there at once when the status is written. */
    Decision next() {
        return Decision.again(actions, Decision.SOON);
    }
}
