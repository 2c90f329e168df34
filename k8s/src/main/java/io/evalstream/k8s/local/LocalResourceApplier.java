package io.evalstream.k8s.local;

import io.evalstream.k8s.reconcile.ResourceApplier;
import io.evalstream.k8s.resources.Labels;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes processes of the objects of a run that are Jobs, or the Flink job of its data sets. */
final class LocalResourceApplier implements ResourceApplier {

    private static final long LONGEST_SECONDS = 3600;

    /** Where the job of data sets finds its options that are secrets. */
    private static final String OPTIONS = "/etc/evalstream/options";

    private final ProcessJobs processes;

    LocalResourceApplier(ProcessJobs processes) {
        this.processes = processes;
    }

    @Override
    public void apply(HasMetadata desired) {
        if (desired instanceof Job job) {
            processes.apply(job, Optional.empty());
        } else if (desired instanceof GenericKubernetesResource flink) {
            processes.apply(job(flink), Optional.empty());
        } else {
            // Runs without an endpoint are refused before.
            throw new IllegalStateException(
                    desired.getKind()
                            + " "
                            + desired.getMetadata().getName()
                            + ": not on a machine");
        }
    }

    @Override
    public void delete(HasMetadata object) {
        processes.end(object.getMetadata().getName());
    }

    /** The program of a FlinkDeployment, which runs its job on a cluster within itself. */
    private static Job job(GenericKubernetesResource flink) {
        List<String> arguments = strings(flink.get("spec", "job", "args"));
        Map<String, String> labels = flink.getMetadata().getLabels();
        return new JobBuilder()
                .withNewMetadata()
                .withName(flink.getMetadata().getName())
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withCompletions(1)
                .withParallelism(1)
                .withBackoffLimit(1)
                .withActiveDeadlineSeconds(LONGEST_SECONDS)
                .withNewTemplate()
                .withNewSpec()
                .addNewContainer()
                .withName(Labels.Component.DATASET.label())
                .withImage(flink.get("spec", "image"))
                .withArgs(arguments)
                .addNewEnv()
                .withName("EVALSTREAM_RUN_ID")
                .withValue(labels.get(Labels.RUN))
                .endEnv()
                .addNewVolumeMount()
                .withName("options")
                .withMountPath(OPTIONS)
                .endVolumeMount()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    private static List<String> strings(Object value) {
        return ((List<?>) value).stream().map(Object::toString).toList();
    }
}
