package io.evalstream.k8s.resources;

import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.plan.RunSettings;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;

import java.util.List;
import java.util.Map;

/** The Jobs of one pod: requests that warm the server up, and the report. */
public final class ShortJobs {

    private static final long LONGEST_SECONDS = 900;
    private static final int RETRIES = 3;
    private static final int KEPT_SECONDS = 7 * 24 * 3600;

    private final ControllerOptions options;

    public ShortJobs(ControllerOptions options) {
        this.options = options;
    }

    /** Sends the first requests, whose answers nobody measures. */
    public Job warmUp(EvalRun run) {
        RunSettings settings = new RunSettings(run.getSpec());
        String name = run.getMetadata().getName();
        List<EnvVar> variables = Pods.identity(run, name, settings.model());
        variables.add(Pods.variable("EVALSTREAM_ENDPOINT", ServerResources.endpoint(run)));
        variables.add(Pods.variable("EVALSTREAM_SERVED_MODEL", settings.servedModel()));
        variables.add(Pods.variable("HOME", "/tmp"));
        return job(
                run,
                Names.warmUp(name),
                Labels.Component.WARM_UP,
                options.images().runner(),
                List.of("warm-up", "--requests", "" + settings.warmUpRequests()),
                variables);
    }

    /**
     * Writes the report.
     *
     * @param runId of the stage whose verdict is that of the run
     */
    public Job report(EvalRun run, String runId, String model) {
        String name = run.getMetadata().getName();
        List<EnvVar> variables = Pods.identity(run, runId, model);
        variables.add(Pods.variable("HOME", "/tmp"));
        return job(
                run,
                Names.report(name),
                Labels.Component.REPORT,
                options.images().report(),
                List.of(
                        "report",
                        "--run-id",
                        runId,
                        "--format",
                        "html",
                        "--out",
                        Pods.RAW + "/" + name + "/report.html"),
                variables);
    }

    private Job job(
            EvalRun run,
            String name,
            Labels.Component component,
            String image,
            List<String> arguments,
            List<EnvVar> variables) {
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
                .withNewSpec()
                .withRestartPolicy("Never")
                .withServiceAccountName(options.serviceAccount())
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withSecurityContext(Pods.security())
                .addNewContainer()
                .withName(component.label())
                .withImage(image)
                .withImagePullPolicy("IfNotPresent")
                .withArgs(arguments)
                .withEnv(variables)
                .addNewEnvFrom()
                .withNewSecretRef(options.runnerSecret(), true)
                .endEnvFrom()
                .withResources(Pods.resources("1", "2Gi"))
                .withSecurityContext(Pods.container(true))
                .withVolumeMounts(Pods.mount("raw", Pods.RAW), Pods.mount("tmp", "/tmp"))
                .endContainer()
                .withVolumes(Pods.claim("raw", options.claims().raw()), Pods.scratch("tmp", "1Gi"))
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }
}
