package io.evalstream.k8s.resources;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.plan.Piece;
import io.evalstream.k8s.plan.RunSettings;
import io.evalstream.k8s.plan.RunnerGroup;
import io.evalstream.k8s.plan.StagePlan;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicy;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyBuilder;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The Indexed Job of a group of shards, and the plan its pods read.
 *
 * <p>A pod asks what {@code shards[JOB_COMPLETION_INDEX]} of {@code plan.json} names, and reports
 * as shard {@code EVALSTREAM_FIRST_SHARD + JOB_COMPLETION_INDEX} of {@code EVALSTREAM_SHARDS}.
 */
public final class RunnerJobs {

    static final String CONTAINER = "runner";

    private static final String PLAN = "/etc/evalstream";
    private static final int STOP_SECONDS = 60;

    /** Finished Jobs are needed until the run has ended, which takes far less than this. */
    private static final int KEPT_SECONDS = 7 * 24 * 3600;

    /** Exit codes that another attempt would not change: wrong usage, bad input data. */
    private static final List<Integer> USELESS_TO_REPEAT = List.of(64, 65);

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final RunEnvironment environment;

    public RunnerJobs(RunEnvironment environment) {
        this.environment = environment;
    }

    /** What the pods of a group ask. */
    public ConfigMap plan(EvalRun run, RunnerGroup group) {
        String name = run.getMetadata().getName();
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(Names.group(name, group.stage(), group.key()))
                .withNamespace(run.getMetadata().getNamespace())
                .withLabels(Labels.of(name, group))
                .withOwnerReferences(Pods.owner(run))
                .endMetadata()
                .withImmutable(true)
                .addToData("plan.json", json(group))
                .build();
    }

    private static String json(RunnerGroup group) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("stage", group.stage());
        root.put("suite", group.suite().name());
        root.put("harness", group.suite().harness().name());
        root.put("samples", group.samples());
        ObjectNode parameters = root.putObject("parameters");
        new TreeMap<>(group.parameters()).forEach(parameters::put);
        ArrayNode datasets = root.putArray("datasets");
        RunSettings.datasets(group.suite()).forEach(dataset -> datasets.add(dataset.name()));
        ArrayNode shards = root.putArray("shards");
        for (List<Piece> pieces : group.plan().shards()) {
            ArrayNode shard = shards.addArray();
            for (Piece piece : pieces) {
                shard.addObject()
                        .put("task", piece.task())
                        .put("part", piece.part())
                        .put("parts", piece.parts());
            }
        }
        try {
            return MAPPER.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain nodes can always be written", e);
        }
    }

    /**
     * The Job.
     *
     * @param atOnce pods at once
     */
    public Job job(EvalRun run, StagePlan stage, RunnerGroup group, int atOnce, boolean suspend) {
        String name = run.getMetadata().getName();
        RunSettings settings = new RunSettings(run.getSpec());
        Map<String, String> labels = Labels.of(name, group);
        Map<String, String> jobLabels = new TreeMap<>(labels);
        if (!settings.queue().isEmpty()) {
            jobLabels.put(Labels.QUEUE, settings.queue());
        }
        return new JobBuilder()
                .withNewMetadata()
                .withName(Names.group(name, group.stage(), group.key()))
                .withNamespace(run.getMetadata().getNamespace())
                .withLabels(jobLabels)
                .withOwnerReferences(Pods.owner(run))
                .endMetadata()
                .withNewSpec()
                .withCompletionMode("Indexed")
                .withCompletions(group.shards())
                .withParallelism(atOnce)
                .withSuspend(suspend)
                .withBackoffLimitPerIndex(environment.retries())
                .withActiveDeadlineSeconds(settings.deadline().toSeconds())
                .withTtlSecondsAfterFinished(KEPT_SECONDS)
                // A pod that is going away may still send; its successor waits until it is gone.
                .withPodReplacementPolicy("Failed")
                .withPodFailurePolicy(failures())
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withSpec(pod(run, stage, group, settings))
                .endTemplate()
                .endSpec()
                .build();
    }

    private static PodFailurePolicy failures() {
        return new PodFailurePolicyBuilder()
                .addNewRule()
                .withAction("Ignore")
                .addNewOnPodCondition()
                .withType("DisruptionTarget")
                .withStatus("True")
                .endOnPodCondition()
                .endRule()
                .addNewRule()
                .withAction("FailIndex")
                .withNewOnExitCodes()
                .withContainerName(CONTAINER)
                .withOperator("In")
                .withValues(USELESS_TO_REPEAT)
                .endOnExitCodes()
                .endRule()
                .build();
    }

    private PodSpec pod(EvalRun run, StagePlan stage, RunnerGroup group, RunSettings settings) {
        boolean usesGpu = RunSettings.usesGpu(group.suite());
        ResourceRequirements plain = Pods.resources("2", "8Gi");
        PodSpecBuilder pod =
                new PodSpecBuilder()
                        .withRestartPolicy("Never")
                        .withServiceAccountName(SharedObjects.RUNNER_ACCOUNT)
                        .withAutomountServiceAccountToken(false)
                        .withEnableServiceLinks(false)
                        .withTerminationGracePeriodSeconds((long) STOP_SECONDS)
                        .withActiveDeadlineSeconds(RunSettings.timeout(group.suite()).toSeconds())
                        .withSecurityContext(Pods.security())
                        .addNewContainer()
                        .withName(CONTAINER)
                        .withImage(environment.images().runner())
                        .withImagePullPolicy("IfNotPresent")
                        .withArgs("run", "--plan", PLAN + "/plan.json")
                        .withEnv(variables(run, stage, group, settings))
                        .addNewEnvFrom()
                        .withNewSecretRef(SharedObjects.RUNNER_SECRET, true)
                        .endEnvFrom()
                        .withResources(usesGpu ? Pods.withGpu(plain, settings) : plain)
                        .withSecurityContext(Pods.container(true))
                        .withVolumeMounts(
                                Pods.mount("plan", PLAN),
                                Pods.mount("weights", Pods.WEIGHTS),
                                Pods.mount("raw", Pods.RAW),
                                Pods.mount("tmp", "/tmp"))
                        .endContainer()
                        .withVolumes(
                                new VolumeBuilder()
                                        .withName("plan")
                                        .withNewConfigMap()
                                        .withName(
                                                Names.group(
                                                        run.getMetadata().getName(),
                                                        group.stage(),
                                                        group.key()))
                                        .endConfigMap()
                                        .build(),
                                Pods.claim("weights", SharedObjects.WEIGHTS_CLAIM),
                                Pods.claim("raw", SharedObjects.RAW_CLAIM),
                                Pods.scratch("tmp", "8Gi"));
        return usesGpu ? Pods.placedOnGpus(pod, run).build() : pod.build();
    }

    private List<EnvVar> variables(
            EvalRun run, StagePlan stage, RunnerGroup group, RunSettings settings) {
        String runId = stage.runId(run.getMetadata().getName());
        List<EnvVar> variables = Pods.identity(run, runId, stage.model(settings.model()));
        variables.add(Pods.variable("EVALSTREAM_STAGE", stage.name()));
        variables.add(Pods.variable("EVALSTREAM_SUITE", group.suite().name()));
        variables.add(Pods.variable("EVALSTREAM_FIRST_SHARD", "" + group.firstShard()));
        variables.add(Pods.variable("EVALSTREAM_SHARDS", "" + stage.shards()));
        // Every shard shuffles alike, so that dispatch indexes of a run agree.
        int seed = runId.hashCode() & Integer.MAX_VALUE;
        variables.add(Pods.variable("EVALSTREAM_DISPATCH_SEED", "" + seed));
        variables.add(Pods.variable("EVALSTREAM_ENDPOINT", ServerResources.endpoint(run)));
        variables.add(Pods.variable("EVALSTREAM_SERVED_MODEL", settings.servedModel()));
        variables.add(
                Pods.variable(
                        "EVALSTREAM_KAFKA_BOOTSTRAP", environment.services().kafkaBootstrap()));
        if (!settings.datasets().isEmpty()) {
            String prepared = environment.services().prepared(run.getMetadata().getName());
            variables.add(Pods.variable("EVALSTREAM_DATASETS", prepared));
            variables.add(Pods.variable("EVALSTREAM_DATASETS_VERSION", FlinkDeployments.VERSION));
            variables.add(Pods.variable("AWS_ENDPOINT_URL", environment.services().s3Endpoint()));
        }
        variables.add(Pods.variable("EVALSTREAM_RAW_LOGS", Pods.RAW + "/" + runId));
        variables.add(Pods.variable("HF_HOME", Pods.WEIGHTS));
        variables.add(Pods.variable("HOME", "/tmp"));
        return variables;
    }
}
