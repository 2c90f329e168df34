package io.evalstream.k8s.resources;

import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.plan.RunSettings;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The vLLM server of a candidate, from the image that was pushed. */
public final class ServerResources {

    private static final int PORT = 8000;
    private static final int STOP_SECONDS = 30;
    private static final int PROBE_SECONDS = 5;
    private static final String PORT_NAME = "http";

    /** Where the server of a run answers, in the cluster or wherever it is already. */
    public static String endpoint(EvalRun run) {
        RunSettings settings = new RunSettings(run.getSpec());
        return settings.deploysServer()
                ? String.format(
                        "http://%s.%s.svc:%d/v1",
                        Names.server(run.getMetadata().getName()),
                        run.getMetadata().getNamespace(),
                        PORT)
                : settings.endpoint();
    }

    /**
     * The Deployment.
     *
     * @param replicas 0 while the run is suspended
     */
    public Deployment deployment(EvalRun run, int replicas) {
        String name = run.getMetadata().getName();
        Map<String, String> labels = Labels.of(name, Labels.Component.SERVER);
        RunSettings settings = new RunSettings(run.getSpec());
        int readySeconds = (int) settings.readyWithin().toSeconds();
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName(Names.server(name))
                .withNamespace(run.getMetadata().getNamespace())
                .withLabels(labels)
                .withOwnerReferences(Pods.owner(run))
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withProgressDeadlineSeconds(readySeconds)
                // Two generations of a server would need twice the GPUs.
                .withNewStrategy()
                .withType("Recreate")
                .endStrategy()
                .withNewSelector()
                .withMatchLabels(selector(name))
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withSpec(pod(run, settings, readySeconds))
                .endTemplate()
                .endSpec()
                .build();
    }

    private PodSpec pod(EvalRun run, RunSettings settings, int readySeconds) {
        List<String> arguments = new ArrayList<>();
        arguments.add("--host=0.0.0.0");
        arguments.add("--port=" + PORT);
        arguments.add("--served-model-name=" + settings.servedModel());
        arguments.addAll(settings.serverArguments());
        String runId = run.getMetadata().getName();
        List<EnvVar> variables = Pods.identity(run, runId, settings.model());
        variables.add(Pods.variable("HF_HOME", Pods.WEIGHTS));
        variables.add(Pods.variable("HOME", "/tmp"));
        variables.add(Pods.variable("VLLM_NO_USAGE_STATS", "1"));
        variables.add(Pods.variable("VLLM_LOGGING_PREFIX", "[" + runId + "] "));
        PodSpecBuilder pod =
                new PodSpecBuilder()
                        .withServiceAccountName(SharedObjects.RUNNER_ACCOUNT)
                        .withAutomountServiceAccountToken(false)
                        .withEnableServiceLinks(false)
                        .withTerminationGracePeriodSeconds((long) STOP_SECONDS)
                        .withSecurityContext(Pods.security())
                        .addNewContainer()
                        .withName("server")
                        .withImage(run.getSpec().image() + "@" + run.getSpec().digest())
                        .withImagePullPolicy("IfNotPresent")
                        .withArgs(arguments)
                        .withEnv(variables)
                        .addNewPort()
                        .withName(PORT_NAME)
                        .withContainerPort(PORT)
                        .endPort()
                        .withResources(Pods.withGpu(Pods.resources("4", "32Gi"), settings))
                        .withSecurityContext(Pods.container(false))
                        .withStartupProbe(probe(readySeconds / PROBE_SECONDS))
                        .withReadinessProbe(probe(3))
                        .withLivenessProbe(probe(12))
                        .withVolumeMounts(
                                Pods.mount("weights", Pods.WEIGHTS),
                                Pods.mount("shm", "/dev/shm"),
                                Pods.mount("tmp", "/tmp"))
                        .endContainer()
                        .withVolumes(
                                Pods.claim("weights", SharedObjects.WEIGHTS_CLAIM),
                                Pods.memory("shm", "8Gi"),
                                Pods.scratch("tmp", "16Gi"));
        return Pods.placedOnGpus(pod, run).build();
    }

    private static Probe probe(int failures) {
        return new ProbeBuilder()
                .withNewHttpGet()
                .withPath("/health")
                .withNewPort(PORT_NAME)
                .endHttpGet()
                .withPeriodSeconds(PROBE_SECONDS)
                .withTimeoutSeconds(PROBE_SECONDS)
                .withFailureThreshold(failures)
                .build();
    }

    /** The Service before it. */
    public Service service(EvalRun run) {
        String name = run.getMetadata().getName();
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(Names.server(name))
                .withNamespace(run.getMetadata().getNamespace())
                .withLabels(Labels.of(name, Labels.Component.SERVER))
                .withOwnerReferences(Pods.owner(run))
                .endMetadata()
                .withNewSpec()
                .withSelector(selector(name))
                .addNewPort()
                .withName(PORT_NAME)
                .withPort(PORT)
                .withNewTargetPort(PORT_NAME)
                .withProtocol("TCP")
                .endPort()
                .endSpec()
                .build();
    }

    private static Map<String, String> selector(String run) {
        return Map.of(
                Labels.RUN, Labels.value(run), Labels.COMPONENT, Labels.Component.SERVER.label());
    }
}
