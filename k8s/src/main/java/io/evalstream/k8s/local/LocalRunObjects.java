package io.evalstream.k8s.local;

import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.reconcile.Progress;
import io.evalstream.k8s.reconcile.RunObjects;
import io.evalstream.k8s.resources.Names;

import java.util.Optional;

/** What there is for a run on this machine: processes, and no server, as that is there already. */
final class LocalRunObjects implements RunObjects {

    private final ProcessJobs processes;

    LocalRunObjects(ProcessJobs processes) {
        this.processes = processes;
    }

    @Override
    public State of(EvalRun run) {
        String name = run.getMetadata().getName();
        Optional<ProcessJob> dataset = processes.get(Names.dataset(name));
        return new State(
                progress(dataset),
                dataset.map(processes::why).orElse(""),
                false,
                0,
                progress(processes.get(Names.warmUp(name))),
                progress(processes.get(Names.report(name))),
                0);
    }

    private Progress progress(Optional<ProcessJob> job) {
        if (job.isEmpty()) {
            return Progress.ABSENT;
        }
        ProcessJob.Progress progress = processes.progress(job.get());
        if (!progress.isFinished()) {
            return Progress.GOING_ON;
        }
        return progress.succeeded() > 0 ? Progress.DONE : Progress.FAILED;
    }
}
