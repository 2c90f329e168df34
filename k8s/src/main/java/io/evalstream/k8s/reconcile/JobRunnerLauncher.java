package io.evalstream.k8s.reconcile;

import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.plan.RunSettings;
import io.evalstream.k8s.plan.RunnerGroup;
import io.evalstream.k8s.plan.StagePlan;
import io.evalstream.k8s.resources.Labels;
import io.evalstream.k8s.resources.RunnerJobs;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs shards as Indexed Jobs. */
public final class JobRunnerLauncher implements RunnerLauncher {

    private final KubernetesClient client;
    private final ResourceApplier applier;
    private final RunnerJobs jobs;
    private final KueueWorkloads queue;

    public JobRunnerLauncher(KubernetesClient client, ResourceApplier applier, RunnerJobs jobs) {
        this.client = client;
        this.applier = applier;
        this.jobs = jobs;
        this.queue = new KueueWorkloads(client);
    }

    @Override
    public Map<String, GroupState> observe(EvalRun run) {
        Map<String, GroupState> states = new TreeMap<>();
        List<Job> all = jobs(run);
        Map<String, GenericKubernetesResource> workloads =
                isQueued(run) && !all.isEmpty()
                        ? queue.byJob(run.getMetadata().getNamespace())
                        : Map.of();
        for (Job job : all) {
            Map<String, String> labels = job.getMetadata().getLabels();
            GroupState state = state(job);
            states.put(
                    RunnerLauncher.key(labels.get(Labels.STAGE), labels.get(Labels.GROUP)),
                    isQueued(run)
                            ? queued(job, state, workloads.get(job.getMetadata().getUid()))
                            : state);
        }
        return states;
    }

    private static boolean isQueued(EvalRun run) {
        return !new RunSettings(run.getSpec()).queue().isEmpty();
    }

    private static GroupState queued(
            Job job, GroupState state, GenericKubernetesResource workload) {
        Queueing queueing = KueueWorkloads.queueing(job, workload);
        return new GroupState(
                state.atOnce(),
                queueing == Queueing.HALTED,
                state.succeeded(),
                state.failed(),
                state.isFinished(),
                queueing == Queueing.DEACTIVATED ? KueueWorkloads.why(workload) : state.why(),
                queueing);
    }

    private static GroupState state(Job job) {
        boolean hasStatus = job.getStatus() != null;
        int succeeded =
                hasStatus ? JobStates.indexes(job.getStatus().getCompletedIndexes()).size() : 0;
        return new GroupState(
                job.getSpec().getParallelism(),
                Boolean.TRUE.equals(job.getSpec().getSuspend()),
                succeeded,
                JobStates.indexes(hasStatus ? job.getStatus().getFailedIndexes() : ""),
                JobStates.isSucceeded(job) || JobStates.isFailed(job),
                JobStates.why(job));
    }

    @Override
    public void launch(
            EvalRun run, StagePlan stage, RunnerGroup group, int atOnce, boolean suspended) {
        // First: a pod without its plan does not start.
        applier.apply(jobs.plan(run, group));
        if (!isQueued(run)) {
            applier.apply(jobs.job(run, stage, group, atOnce, suspended));
            return;
        }
        // Kueue counts with the pods that a Job was created with, and starts it itself.
        Job job = jobs.job(run, stage, group, atOnce, true);
        Job current = client.resource(job).get();
        if (current == null) {
            applier.apply(job);
        } else {
            queue.halt(current, suspended);
        }
    }

    @Override
    public void end(EvalRun run) {
        for (Job job : jobs(run)) {
            if (!JobStates.isSucceeded(job)
                    && !JobStates.isFailed(job)
                    && job.getMetadata().getDeletionTimestamp() == null) {
                applier.delete(job);
            }
        }
    }

    private List<Job> jobs(EvalRun run) {
        return client.batch()
                .v1()
                .jobs()
                .inNamespace(run.getMetadata().getNamespace())
                .withLabel(Labels.RUN, Labels.value(run.getMetadata().getName()))
                .withLabel(Labels.COMPONENT, Labels.Component.RUNNER.label())
                .list()
                .getItems();
    }
}
