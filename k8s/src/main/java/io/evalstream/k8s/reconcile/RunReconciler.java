package io.evalstream.k8s.reconcile;

import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.api.EvalRunStatus;
import io.evalstream.k8s.api.EvalRunStatus.Phase;
import io.evalstream.k8s.plan.IllegalPlanException;
import io.evalstream.k8s.plan.RunPlan;
import io.evalstream.k8s.resources.RunEnvironment;
import io.evalstream.k8s.runs.RunStore;
import io.fabric8.kubernetes.client.KubernetesClient;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Takes a run one step further: observe, decide, apply, write the status. */
public final class RunReconciler {

    private static final Logger LOG = LoggerFactory.getLogger(RunReconciler.class);

    private final RunStore runs;
    private final Clock clock;
    private final Observer observer;
    private final RunDecider decider;
    private final Actions actions;

    /** One whose world is a cluster. */
    public RunReconciler(
            KubernetesClient client,
            RunEnvironment environment,
            Clock clock,
            Collaborators collaborators) {
        this(World.cluster(client, clock), environment, clock, collaborators);
    }

    public RunReconciler(
            World world, RunEnvironment environment, Clock clock, Collaborators collaborators) {
        this.runs = world.runs();
        this.clock = clock;
        this.observer =
                new Observer(
                        world,
                        collaborators.launcher(),
                        collaborators.events(),
                        environment,
                        clock);
        this.decider = new RunDecider(environment);
        this.actions = new Actions(world.notices(), collaborators);
    }

    /** What a reconciler works with. */
    public record Collaborators(
            ResourceApplier applier,
            RunnerLauncher launcher,
            RunEvents events,
            RunAnnouncer announcer,
            Notifier notifier) {}

    /**
     * Takes a run one step further. Reads it anew: an older copy may not know what was done.
     *
     * @return after what time to look again; empty when nothing more happens
     */
    public Optional<Duration> reconcile(String namespace, String name) {
        EvalRun run = runs.get(namespace, name).orElse(null);
        if (run == null || run.getMetadata().getDeletionTimestamp() != null) {
            return Optional.empty();
        }
        StatusDraft draft = new StatusDraft(run, clock.instant());
        if (draft.phase().isFinal()) {
            return Optional.empty();
        }
        Decision decision = decide(run, draft);
        for (Action action : decision.actions()) {
            actions.perform(run, action);
        }
        write(run, draft.status());
        return draft.phase().isFinal() ? Optional.empty() : decision.lookAgain();
    }

    private Decision decide(EvalRun run, StatusDraft draft) {
        RunPlan plan;
        try {
            plan = RunPlan.of(run.getSpec());
        } catch (IllegalPlanException e) {
            draft.end(Phase.FAILED, e.getMessage());
            draft.finished();
            return Decision.done();
        }
        return decider.decide(new RunContext(run, plan, observer.observe(run), draft));
    }

    /** Fails when somebody else has written meanwhile: then all is looked at again. */
    private void write(EvalRun run, EvalRunStatus status) {
        EvalRunStatus before = run.getStatus();
        if (status.equals(before)) {
            return;
        }
        if (before == null || before.phase() != status.phase()) {
            LOG.info("run={} phase={} {}", status.runId(), status.phase(), status.message());
        }
        run.setStatus(status);
        runs.writeStatus(run);
    }

    /**
     * Ends everything of a run that is being deleted.
     *
     * @return whether nothing of it goes on any more
     */
    public boolean cleanUp(EvalRun run) {
        RunPlan plan;
        try {
            plan = RunPlan.of(run.getSpec());
        } catch (IllegalPlanException e) {
            LOG.info(
                    "run={} had no plan, nothing to end: {}",
                    run.getMetadata().getName(),
                    e.getMessage());
            return true;
        }
        Observation seen = observer.observe(run);
        StatusDraft draft = new StatusDraft(run, clock.instant());
        Decision decision = decider.delete(new RunContext(run, plan, seen, draft));
        for (Action action : decision.actions()) {
            actions.perform(run, action);
        }
        return !seen.hasLeftovers();
    }
}
