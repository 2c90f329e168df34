package io.evalstream.k8s.reconcile;

import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.plan.RunnerGroup;
import io.evalstream.k8s.plan.StagePlan;
import io.evalstream.k8s.resources.Labels;
import io.evalstream.k8s.resources.RunnerJobs;
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

    public JobRunnerLauncher(KubernetesClient client, ResourceApplier applier, RunnerJobs jobs) {
        this.client = client;
        this.applier = applier;
        this.jobs = jobs;
    }

    @Override
    public Map<String, GroupState> observe(EvalRun run) {
        Map<String, GroupState> states = new TreeMap<>();
        for (Job job : jobs(run)) {
            Map<String, String> labels = job.getMetadata().getLabels();
            states.put(
                    RunnerLauncher.key(labels.get(Labels.STAGE), labels.get(Labels.GROUP)),
                    state(job));
        }
        return states;
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
        applier.apply(jobs.job(run, stage, group, atOnce, suspended));
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
