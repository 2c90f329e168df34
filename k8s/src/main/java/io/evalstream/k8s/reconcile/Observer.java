package io.evalstream.k8s.reconcile;

import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.budget.GpuMeter;
import io.evalstream.k8s.resources.RunEnvironment;
import io.evalstream.k8s.runs.RunStore;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;

/** Looks at everything that belongs to a run. */
final class Observer {

    private final RunStore runs;
    private final RunObjects objects;
    private final RunnerLauncher launcher;
    private final RunEvents events;
    private final RunEnvironment environment;
    private final Clock clock;

    Observer(
            World world,
            RunnerLauncher launcher,
            RunEvents events,
            RunEnvironment environment,
            Clock clock) {
        this.runs = world.runs();
        this.objects = world.objects();
        this.launcher = launcher;
        this.events = events;
        this.environment = environment;
        this.clock = clock;
    }

    Observation observe(EvalRun run) {
        RunObjects.State state = objects.of(run);
        Map<String, RunnerLauncher.GroupState> groups = launcher.observe(run);
        boolean hasLeftovers = state.dataset() != Progress.ABSENT || state.hasServer();
        hasLeftovers |= state.warmUp() == Progress.GOING_ON;
        for (RunnerLauncher.GroupState group : groups.values()) {
            hasLeftovers |= !group.isFinished();
        }
        return new Observation(
                state.dataset(),
                state.datasetWhy(),
                state.hasServer(),
                state.serversReady(),
                state.warmUp(),
                state.report(),
                groups,
                state.gpus(),
                hasLeftovers,
                gpuSecondsOfOthers(run),
                events);
    }

    private long gpuSecondsOfOthers(EvalRun run) {
        if (environment.gpuSecondsPerDay() == Long.MAX_VALUE) {
            return 0;
        }
        Instant now = clock.instant();
        long seconds = 0;
        for (EvalRun other : runs.all(run.getMetadata().getNamespace())) {
            boolean isSame = other.getMetadata().getName().equals(run.getMetadata().getName());
            if (!isSame && other.getStatus() != null) {
                seconds += GpuMeter.secondsOfDay(other.getStatus().gpuUse(), now);
            }
        }
        return seconds;
    }
}
