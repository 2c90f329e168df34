package io.evalstream.k8s.reconcile;

import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.budget.GpuMeter;
import io.evalstream.k8s.plan.RunSettings;
import io.evalstream.k8s.reconcile.Observation.Progress;
import io.evalstream.k8s.resources.FlinkDeployments;
import io.evalstream.k8s.resources.Labels;
import io.evalstream.k8s.resources.Names;
import io.evalstream.k8s.resources.RunEnvironment;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;

/** Looks at everything that belongs to a run. */
final class Observer {

    private final KubernetesClient client;
    private final RunnerLauncher launcher;
    private final RunEvents events;
    private final RunEnvironment environment;
    private final Clock clock;

    Observer(
            KubernetesClient client,
            RunnerLauncher launcher,
            RunEvents events,
            RunEnvironment environment,
            Clock clock) {
        this.client = client;
        this.launcher = launcher;
        this.events = events;
        this.environment = environment;
        this.clock = clock;
    }

    Observation observe(EvalRun run) {
        String namespace = run.getMetadata().getNamespace();
        String name = run.getMetadata().getName();
        RunSettings settings = new RunSettings(run.getSpec());
        GenericKubernetesResource dataset =
                settings.datasets().isEmpty()
                        ? null
                        : client.genericKubernetesResources(FlinkDeployments.CONTEXT)
                                .inNamespace(namespace)
                                .withName(Names.dataset(name))
                                .get();
        Deployment server =
                client.apps()
                        .deployments()
                        .inNamespace(namespace)
                        .withName(Names.server(name))
                        .get();
        Job warmUp = job(namespace, Names.warmUp(name));
        Map<String, RunnerLauncher.GroupState> groups = launcher.observe(run);
        boolean hasLeftovers = dataset != null || server != null;
        hasLeftovers |= progress(warmUp) == Progress.GOING_ON;
        for (RunnerLauncher.GroupState group : groups.values()) {
            hasLeftovers |= !group.isFinished();
        }
        return new Observation(
                dataset(dataset),
                dataset == null ? "" : text(dataset, "status", "error"),
                server != null,
                ready(server),
                progress(warmUp),
                progress(job(namespace, Names.report(name))),
                groups,
                gpus(run, settings.gpuResource()),
                hasLeftovers,
                gpuSecondsOfOthers(run),
                events);
    }

    private Job job(String namespace, String name) {
        return client.batch().v1().jobs().inNamespace(namespace).withName(name).get();
    }

    private static Progress progress(Job job) {
        if (job == null) {
            return Progress.ABSENT;
        }
        if (JobStates.isFailed(job)) {
            return Progress.FAILED;
        }
        return JobStates.isSucceeded(job) ? Progress.DONE : Progress.GOING_ON;
    }

    private static Progress dataset(GenericKubernetesResource dataset) {
        if (dataset == null) {
            return Progress.ABSENT;
        }
        String state = text(dataset, "status", "jobStatus", "state");
        if (state.equals("FINISHED")) {
            return Progress.DONE;
        }
        boolean isFailed = state.equals("FAILED") || state.equals("CANCELED");
        return isFailed || text(dataset, "status", "lifecycleState").equals("FAILED")
                ? Progress.FAILED
                : Progress.GOING_ON;
    }

    private static String text(GenericKubernetesResource resource, String... path) {
        Object value = resource.get((Object[]) path);
        return value == null ? "" : value.toString();
    }

    private static int ready(Deployment server) {
        return server == null
                        || server.getStatus() == null
                        || server.getStatus().getReadyReplicas() == null
                ? 0
                : server.getStatus().getReadyReplicas();
    }

    /** GPUs belong to a pod from when it has a node until its containers have ended. */
    private int gpus(EvalRun run, String resource) {
        int gpus = 0;
        for (Pod pod :
                client.pods()
                        .inNamespace(run.getMetadata().getNamespace())
                        .withLabel(Labels.RUN, Labels.value(run.getMetadata().getName()))
                        .list()
                        .getItems()) {
            String phase = pod.getStatus() == null ? "" : pod.getStatus().getPhase();
            boolean isOver = "Succeeded".equals(phase) || "Failed".equals(phase);
            if (pod.getSpec().getNodeName() == null || isOver) {
                continue;
            }
            for (Container container : pod.getSpec().getContainers()) {
                Map<String, Quantity> limits =
                        container.getResources() == null
                                ? null
                                : container.getResources().getLimits();
                if (limits != null && limits.containsKey(resource)) {
                    gpus += limits.get(resource).getNumericalAmount().intValue();
                }
            }
        }
        return gpus;
    }

    private long gpuSecondsOfOthers(EvalRun run) {
        if (environment.gpuSecondsPerDay() == Long.MAX_VALUE) {
            return 0;
        }
        Instant now = clock.instant();
        long seconds = 0;
        for (EvalRun other :
                client.resources(EvalRun.class)
                        .inNamespace(run.getMetadata().getNamespace())
                        .list()
                        .getItems()) {
            boolean isSame = other.getMetadata().getName().equals(run.getMetadata().getName());
            if (!isSame && other.getStatus() != null) {
                seconds += GpuMeter.secondsOfDay(other.getStatus().gpuUse(), now);
            }
        }
        return seconds;
    }
}
