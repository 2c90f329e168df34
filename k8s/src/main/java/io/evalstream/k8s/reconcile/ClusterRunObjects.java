package io.evalstream.k8s.reconcile;

import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.plan.RunSettings;
import io.evalstream.k8s.resources.FlinkDeployments;
import io.evalstream.k8s.resources.Labels;
import io.evalstream.k8s.resources.Names;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;

import java.util.Map;

/** The objects of a run as the API server has them. */
final class ClusterRunObjects implements RunObjects {

    private final KubernetesClient client;

    ClusterRunObjects(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public State of(EvalRun run) {
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
        return new State(
                dataset(dataset),
                dataset == null ? "" : text(dataset, "status", "error"),
                server != null,
                ready(server),
                progress(job(namespace, Names.warmUp(name))),
                progress(job(namespace, Names.report(name))),
                gpus(run, settings.gpuResource()));
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
}
