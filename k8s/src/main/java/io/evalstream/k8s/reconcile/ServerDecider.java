package io.evalstream.k8s.reconcile;

import io.evalstream.k8s.api.EvalRunStatus.Phase;
import io.evalstream.k8s.resources.RunEnvironment;
import io.evalstream.k8s.resources.ServerResources;
import io.evalstream.k8s.resources.ShortJobs;

/** Decides about the server of the candidate: from its first pod until no shard needs it. */
final class ServerDecider {

    private static final String SERVE = "serve";
    private static final String WARM_UP = "warm-up";
    private static final String SERVING = "Serving";

    private final ServerResources resources;
    private final ShortJobs jobs;

    ServerDecider(RunEnvironment environment) {
        this.resources = new ServerResources();
        this.jobs = new ShortJobs(environment);
    }

    /** Brings the server up; returns whether it answers, and is warm. */
    boolean isReady(RunContext context) {
        return answers(context) && isWarm(context);
    }

    private boolean answers(RunContext context) {
        if (!context.settings.deploysServer()) {
            return true;
        }
        StatusDraft draft = context.draft;
        int replicas = context.settings.replicas();
        context.actions.add(new Action.Apply(resources.deployment(context.run, replicas)));
        context.actions.add(new Action.Apply(resources.service(context.run)));
        if (context.seen.serversReady() >= replicas) {
            draft.finish(SERVE, "");
            draft.condition(SERVING, true, "Ready", replicas + " pods answer");
            return true;
        }
        if (draft.isTrue(SERVING)) {
            draft.condition(SERVING, false, "NotReady", "pods were lost");
        }
        draft.begin(SERVE);
        if (draft.since(SERVE).compareTo(context.settings.readyWithin()) > 0) {
            RunDecider.fail(
                    context,
                    String.format(
                            "the server was not ready within %d minutes (%d of %d pods): see the"
                                    + " log of its pods, or raise spec.serving.readyMinutes",
                            context.settings.readyWithin().toMinutes(),
                            context.seen.serversReady(),
                            replicas));
            return false;
        }
        draft.phase(
                Phase.SERVING,
                String.format("%d of %d pods answer", context.seen.serversReady(), replicas));
        return false;
    }

    private boolean isWarm(RunContext context) {
        StatusDraft draft = context.draft;
        if (context.settings.warmUpRequests() == 0 || draft.isFinished(WARM_UP)) {
            return true;
        }
        draft.begin(WARM_UP);
        Progress progress = context.seen.warmUp();
        if (progress == Progress.DONE) {
            draft.finish(WARM_UP, "");
            return true;
        }
        if (progress == Progress.FAILED) {
            RunDecider.fail(
                    context,
                    "the server did not answer the requests that warm it up: see the log of the"
                            + " warm-up Job");
            return false;
        }
        context.actions.add(new Action.Apply(jobs.warmUp(context.run)));
        draft.phase(Phase.SERVING, "warming up");
        return false;
    }

    /** Gives its GPUs back for a while. */
    void halt(RunContext context) {
        if (context.seen.hasServer()) {
            context.actions.add(new Action.Apply(resources.deployment(context.run, 0)));
        }
        context.draft.finish(SERVE, "suspended");
    }

    /** Gives its GPUs back for good. */
    void remove(RunContext context) {
        if (context.seen.hasServer()) {
            context.actions.add(new Action.Delete(resources.service(context.run)));
            context.actions.add(new Action.Delete(resources.deployment(context.run, 0)));
        }
        if (context.seen.warmUp() == Progress.GOING_ON) {
            context.actions.add(new Action.Delete(jobs.warmUp(context.run)));
        }
    }
}
