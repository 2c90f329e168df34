package io.evalstream.k8s.local;

import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.plan.RunnerGroup;
import io.evalstream.k8s.plan.StagePlan;
import io.evalstream.k8s.reconcile.RunnerLauncher;
import io.evalstream.k8s.resources.Labels;
import io.evalstream.k8s.resources.RunnerJobs;
import io.fabric8.kubernetes.api.model.batch.v1.Job;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Runs shards as processes of this machine, with the plans and variables their pods would get. */
final class LocalRunnerLauncher implements RunnerLauncher {

    private final ProcessJobs processes;
    private final RunnerJobs jobs;

    LocalRunnerLauncher(ProcessJobs processes, RunnerJobs jobs) {
        this.processes = processes;
        this.jobs = jobs;
    }

    @Override
    public Map<String, GroupState> observe(EvalRun run) {
        Map<String, GroupState> states = new TreeMap<>();
        for (ProcessJob job : processes.of(run.getMetadata().getName(), Labels.Component.RUNNER)) {
            Map<String, String> labels = job.job().getMetadata().getLabels();
            states.put(
                    RunnerLauncher.key(labels.get(Labels.STAGE), labels.get(Labels.GROUP)),
                    state(job));
        }
        return states;
    }

    private GroupState state(ProcessJob job) {
        ProcessJob.Progress progress = processes.progress(job);
        return new GroupState(
                job.job().getSpec().getParallelism(),
                Boolean.TRUE.equals(job.job().getSpec().getSuspend()),
                progress.succeeded(),
                progress.failed(),
                progress.isFinished(),
                processes.why(job));
    }

    @Override
    public void launch(
            EvalRun run, StagePlan stage, RunnerGroup group, int atOnce, boolean suspended) {
        Job job = jobs.job(run, stage, group, atOnce, suspended);
        processes.apply(job, Optional.of(jobs.plan(run, group).getData().get("plan.json")));
    }

    @Override
    public void end(EvalRun run) {
        for (ProcessJob job : processes.of(run.getMetadata().getName(), Labels.Component.RUNNER)) {
            processes.end(job.job().getMetadata().getName());
        }
    }
}
