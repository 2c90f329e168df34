package io.evalstream.k8s.reconcile;

import io.evalstream.k8s.reconcile.RunnerLauncher.Queueing;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Kueue keeps of Jobs. It alone starts and suspends a Job that is queued; who wants one to
 * wait says so at its Workload.
 */
final class KueueWorkloads {

    /** Where Kueue keeps them. */
    static final ResourceDefinitionContext CONTEXT =
            new ResourceDefinitionContext.Builder()
                    .withGroup("kueue.x-k8s.io")
                    .withVersion("v1beta1")
                    .withKind("Workload")
                    .withPlural("workloads")
                    .withNamespaced(true)
                    .build();

    /** On Workloads that the controller has deactivated, and nobody else. */
    static final String HALTED = "evalstream.io/halted";

    private static final String DEACTIVATE =
            "{\"metadata\":{\"annotations\":{\""
                    + HALTED
                    + "\":\"true\"}},"
                    + "\"spec\":{\"active\":false}}";
    private static final String ACTIVATE =
            "{\"metadata\":{\"annotations\":{\"" + HALTED + "\":null}},\"spec\":{\"active\":true}}";

    private final KubernetesClient client;

    KueueWorkloads(KubernetesClient client) {
        this.client = client;
    }

    /** The Workloads of a namespace, by the id of the Job that each is of. */
    Map<String, GenericKubernetesResource> byJob(String namespace) {
        Map<String, GenericKubernetesResource> workloads = new HashMap<>();
        for (GenericKubernetesResource workload :
                client.genericKubernetesResources(CONTEXT)
                        .inNamespace(namespace)
                        .list()
                        .getItems()) {
            for (OwnerReference owner : workload.getMetadata().getOwnerReferences()) {
                workloads.put(owner.getUid(), workload);
            }
        }
        return workloads;
    }

    /** How a queued Job stands; of a Job that has no Workload yet, that it waits. */
    static Queueing queueing(Job job, GenericKubernetesResource workload) {
        boolean isSuspended = Boolean.TRUE.equals(job.getSpec().getSuspend());
        if (workload != null && !isActive(workload)) {
            return isHalted(workload) ? Queueing.HALTED : Queueing.DEACTIVATED;
        }
        return isSuspended ? Queueing.WAITING : Queueing.ADMITTED;
    }

    private static boolean isActive(GenericKubernetesResource workload) {
        return !Boolean.FALSE.equals(workload.get("spec", "active"));
    }

    private static boolean isHalted(GenericKubernetesResource workload) {
        return workload.getMetadata().getAnnotations() != null
                && workload.getMetadata().getAnnotations().containsKey(HALTED);
    }

    /** What Kueue says of why a Workload was taken out of its queue; empty when it says nothing. */
    static String why(GenericKubernetesResource workload) {
        Object conditions = workload == null ? null : workload.get("status", "conditions");
        if (conditions instanceof List<?> all) {
            for (Object condition : all) {
                if (condition instanceof Map<?, ?> fields
                        && "Evicted".equals(fields.get("type"))
                        && "True".equals(fields.get("status"))) {
                    return String.valueOf(fields.get("message"));
                }
            }
        }
        return "";
    }

    /** Has a queued Job wait, or go on; leaves alone what somebody else has deactivated. */
    void halt(Job job, boolean halted) {
        Optional<GenericKubernetesResource> workload =
                Optional.ofNullable(
                        byJob(job.getMetadata().getNamespace()).get(job.getMetadata().getUid()));
        if (workload.isPresent() && isActive(workload.get()) == halted) {
            if (halted || isHalted(workload.get())) {
                client.genericKubernetesResources(CONTEXT)
                        .inNamespace(job.getMetadata().getNamespace())
                        .withName(workload.get().getMetadata().getName())
                        .patch(
                                PatchContext.of(PatchType.JSON_MERGE),
                                halted ? DEACTIVATE : ACTIVATE);
            }
        }
    }
}
