package io.evalstream.k8s.resources;

import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.plan.RunSettings;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;

import java.util.ArrayList;
import java.util.List;

/** What the pods of a run have in common: Pod Security {@code restricted}, owner, run id. */
final class Pods {

    static final String WEIGHTS = "/var/cache/huggingface";
    static final String RAW = "/var/log/evalstream";

    /** Numeric, so that Kubernetes can see that it is not root. */
    private static final long USER = 10001;

    private Pods() {}

    static PodSecurityContext security() {
        return new PodSecurityContextBuilder()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withRunAsGroup(USER)
                .withFsGroup(USER)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .build();
    }

    /**
     * @param isReadOnly whether the image's own files stay as they are
     */
    static SecurityContext container(boolean isReadOnly) {
        return new SecurityContextBuilder()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(isReadOnly)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .build();
    }

    static ResourceRequirements resources(String cpu, String memory) {
        return new ResourceRequirementsBuilder()
                .addToRequests("cpu", new Quantity(cpu))
                .addToRequests("memory", new Quantity(memory))
                .addToLimits("cpu", new Quantity(cpu))
                .addToLimits("memory", new Quantity(memory))
                .build();
    }

    static ResourceRequirements withGpu(ResourceRequirements base, RunSettings settings) {
        Quantity gpus = new Quantity(Integer.toString(settings.gpus()));
        return new ResourceRequirementsBuilder(base)
                .addToRequests(settings.gpuResource(), gpus)
                .addToLimits(settings.gpuResource(), gpus)
                .build();
    }

    static PodSpecBuilder placedOnGpus(PodSpecBuilder pod, EvalRun run) {
        pod.withPriorityClassName(SharedObjects.PRIORITY_CLASS);
        if (run.getSpec().gpu() != null) {
            if (run.getSpec().gpu().nodeSelector() != null) {
                pod.addToNodeSelector(run.getSpec().gpu().nodeSelector());
            }
            if (run.getSpec().gpu().tolerations() != null) {
                pod.addAllToTolerations(run.getSpec().gpu().tolerations());
            }
        }
        return pod;
    }

    static List<EnvVar> identity(EvalRun run, String runId, String model) {
        RunSettings settings = new RunSettings(run.getSpec());
        List<EnvVar> variables = new ArrayList<>();
        variables.add(variable("EVALSTREAM_RUN_ID", runId));
        variables.add(variable("EVALSTREAM_MODEL", model));
        variables.add(variable("EVALSTREAM_MODEL_TAG", settings.modelTag()));
        variables.add(variable("EVALSTREAM_IMAGE_DIGEST", run.getSpec().digest()));
        return variables;
    }

    static EnvVar variable(String name, String value) {
        return new EnvVarBuilder().withName(name).withValue(value).build();
    }

    static VolumeMount mount(String name, String path) {
        return new VolumeMountBuilder().withName(name).withMountPath(path).build();
    }

    static Volume claim(String name, String claim) {
        return new VolumeBuilder()
                .withName(name)
                .withNewPersistentVolumeClaim()
                .withClaimName(claim)
                .endPersistentVolumeClaim()
                .build();
    }

    /** Files that the pod alone reads, by its group. */
    static Volume secret(String name, String secret) {
        return new VolumeBuilder()
                .withName(name)
                .withNewSecret()
                .withSecretName(secret)
                .withDefaultMode(0440)
                .endSecret()
                .build();
    }

    static Volume scratch(String name, String size) {
        return new VolumeBuilder()
                .withName(name)
                .withNewEmptyDir()
                .withSizeLimit(new Quantity(size))
                .endEmptyDir()
                .build();
    }

    static Volume memory(String name, String size) {
        return new VolumeBuilder()
                .withName(name)
                .withNewEmptyDir()
                .withMedium("Memory")
                .withSizeLimit(new Quantity(size))
                .endEmptyDir()
                .build();
    }

    static OwnerReference owner(EvalRun run) {
        return new OwnerReferenceBuilder()
                .withApiVersion(run.getApiVersion())
                .withKind(run.getKind())
                .withName(run.getMetadata().getName())
                .withUid(run.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }
}
