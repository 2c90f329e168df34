package io.evalstream.k8s.resources;

import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.plan.RunSettings;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;

import java.util.List;
import java.util.Map;

/** The Jobs of one pod: requests that warm the server up, and the report. */
public final class ShortJobs {

    private static final long LONGEST_SECONDS = 900;
    private static final int RETRIES = 3;
    private static final int KEPT_SECONDS = 7 * 24 * 3600;
    private static final String SECRETS = "/etc/evalstream/clickhouse";

    private final RunEnvironment environment;

    public ShortJobs(RunEnvironment environment) {
        this.environment = environment;
    }

    /** Sends the first requests, whose answers nobody measures. */
    public Job warmUp(EvalRun run) {
        RunSettings settings = new RunSettings(run.getSpec());
        String name = run.getMetadata().getName();
        List<EnvVar> variables = Pods.identity(run, name, settings.model());
        variables.add(Pods.variable("EVALSTREAM_ENDPOINT", ServerResources.endpoint(run)));
        variables.add(Pods.variable("EVALSTREAM_SERVED_MODEL", settings.servedModel()));
        variables.add(Pods.variable("HOME", "/tmp"));
        PodSpec pod =
                pod(
                        new ContainerBuilder()
                                .withName(Labels.Component.WARM_UP.label())
                                .withImage(environment.images().runner())
                                .withArgs("warm-up", "--requests", "" + settings.warmUpRequests())
                                .withEnv(variables)
                                .addNewEnvFrom()
                                .withNewSecretRef(SharedObjects.RUNNER_SECRET, true)
                                .endEnvFrom()
                                .withResources(Pods.resources("1", "2Gi"))
                                .withVolumeMounts(Pods.mount("tmp", "/tmp")),
                        List.of());
        return job(run, Names.warmUp(name), Labels.Component.WARM_UP, pod);
    }

    /**
     * Writes the report.
     *
     * @param runId of the stage whose verdict is that of the run
     */
    public Job report(EvalRun run, String runId, String model) {
        String name = run.getMetadata().getName();
        RunEnvironment.Services services = environment.services();
        List<EnvVar> variables = Pods.identity(run, runId, model);
        variables.add(Pods.variable("HOME", "/tmp"));
        PodSpec pod =
                pod(
                        new ContainerBuilder()
                                .withName(Labels.Component.REPORT.label())
                                .withImage(environment.images().report())
                                .withArgs(
                                        "report",
                                        "--run-id=" + runId,
                                        "--bootstrap=" + services.kafkaBootstrap(),
                                        "--clickhouse-url=" + services.clickhouseUrl(),
                                        "--clickhouse-user=" + services.clickhouseUser(),
                                        "--clickhouse-password-file=" + SECRETS + "/password",
                                        "--out=" + Pods.RAW + "/" + name + "/report.html")
                                .withEnv(variables)
                                // Java alone may take 2 GB for its heap.
                                .withResources(Pods.resources("1", "3Gi"))
                                .withVolumeMounts(
                                        Pods.mount("raw", Pods.RAW),
                                        Pods.mount("clickhouse", SECRETS),
                                        Pods.mount("tmp", "/tmp")),
                        List.of(
                                Pods.claim("raw", SharedObjects.RAW_CLAIM),
                                Pods.secret("clickhouse", SharedObjects.CLICKHOUSE_SECRET)));
        return job(run, Names.report(name), Labels.Component.REPORT, pod);
    }

    private static PodSpec pod(ContainerBuilder container, List<Volume> volumes) {
        return new PodSpecBuilder()
                .withRestartPolicy("Never")
                .withServiceAccountName(SharedObjects.RUNNER_ACCOUNT)
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withSecurityContext(Pods.security())
                .withContainers(
                        container
                                .withImagePullPolicy("IfNotPresent")
                                .withSecurityContext(Pods.container(true))
                                .build())
                .withVolumes(volumes)
                .addToVolumes(Pods.scratch("tmp", "1Gi"))
                .build();
    }

    private static Job job(EvalRun run, String name, Labels.Component component, PodSpec pod) {
        Map<String, String> labels = Labels.of(run.getMetadata().getName(), component);
        return new JobBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(run.getMetadata().getNamespace())
                .withLabels(labels)
                .withOwnerReferences(Pods.owner(run))
                .endMetadata()
                .withNewSpec()
                .withCompletions(1)
                .withParallelism(1)
                .withBackoffLimit(RETRIES)
                .withActiveDeadlineSeconds(LONGEST_SECONDS)
                .withTtlSecondsAfterFinished(KEPT_SECONDS)
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withSpec(pod)
                .endTemplate()
                .endSpec()
                .build();
    }
}
