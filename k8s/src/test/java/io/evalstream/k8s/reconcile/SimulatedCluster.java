package io.evalstream.k8s.reconcile;

import io.evalstream.contract.RunEvent;
import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.resources.FlinkDeployments;
import io.evalstream.k8s.resources.Labels;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What other controllers, nodes, runners and the quality job do, one step at a time. */
final class SimulatedCluster {

    static final String NAMESPACE = "evalstream";

    private final KubernetesClient client;
    private final TopicsInMemory topics;

    /** Decision by id of the run in the topics; PASS otherwise. */
    final Map<String, String> verdicts = new HashMap<>();

    /** Name of a Job and index: how often that still fails before it succeeds. */
    final Map<String, Integer> failures = new HashMap<>();

    /** Attempts at each Job's index. */
    final Map<String, Integer> attempts = new HashMap<>();

    final Set<String> silentShards = new HashSet<>();
    String datasetState = "FINISHED";
    boolean serverComesUp = true;
    boolean warmUpSucceeds = true;
    boolean runnersWork = true;
    boolean judges = true;

    /** Whether the turn of queued Jobs has come. */
    boolean admits = true;

    /** Most pods of runners that were there at once. */
    int mostAtOnce;

    SimulatedCluster(KubernetesClient client, TopicsInMemory topics) {
        this.client = client;
        this.topics = topics;
    }

    private Set<String> owners = Set.of();

    void step() {
        collectGarbage();
        datasets();
        servers();
        queue();
        jobs();
        quality();
    }

    private void collectGarbage() {
        Set<String> uids = new HashSet<>();
        client.resources(EvalRun.class)
                .inNamespace(NAMESPACE)
                .list()
                .getItems()
                .forEach(run -> uids.add(run.getMetadata().getUid()));
        if (uids.equals(owners)) {
            return;
        }
        owners = uids;
        List<HasMetadata> owned = new ArrayList<>();
        owned.addAll(client.apps().deployments().inNamespace(NAMESPACE).list().getItems());
        owned.addAll(client.services().inNamespace(NAMESPACE).list().getItems());
        owned.addAll(client.configMaps().inNamespace(NAMESPACE).list().getItems());
        owned.addAll(client.batch().v1().jobs().inNamespace(NAMESPACE).list().getItems());
        for (HasMetadata object : owned) {
            String owner = object.getMetadata().getOwnerReferences().get(0).getUid();
            if (!uids.contains(owner) && !owner.equals("other")) {
                client.resource(object).delete();
            }
        }
    }

    private void datasets() {
        for (GenericKubernetesResource job :
                client.genericKubernetesResources(FlinkDeployments.CONTEXT)
                        .inNamespace(NAMESPACE)
                        .list()
                        .getItems()) {
            if (job.getAdditionalProperties().containsKey("status")) {
                continue;
            }
            job.setAdditionalProperty(
                    "status",
                    Map.of(
                            "error",
                            datasetState.equals("FAILED") ? "no such bucket" : "",
                            "jobStatus",
                            Map.of("state", datasetState)));
            client.genericKubernetesResources(FlinkDeployments.CONTEXT)
                    .inNamespace(NAMESPACE)
                    .resource(job)
                    .update();
        }
    }

    private void servers() {
        Set<String> wanted = new TreeSet<>();
        for (Deployment server :
                client.apps().deployments().inNamespace(NAMESPACE).list().getItems()) {
            int replicas = server.getSpec().getReplicas();
            int ready = serverComesUp ? replicas : 0;
            boolean isNew =
                    server.getStatus() == null
                            || !Integer.valueOf(ready)
                                    .equals(server.getStatus().getReadyReplicas());
            if (isNew) {
                client.resource(
                                new DeploymentBuilder(server)
                                        .withNewStatus()
                                        .withReadyReplicas(ready)
                                        .endStatus()
                                        .build())
                        .updateStatus();
            }
            for (int i = 0; isNew && i < replicas; i++) {
                String name = pod(server, i);
                if (client.pods().inNamespace(NAMESPACE).withName(name).get() == null) {
                    client.resource(pod(name, server.getSpec().getTemplate())).create();
                }
            }
            for (int i = 0; i < replicas; i++) {
                wanted.add(pod(server, i));
            }
        }
        for (Pod pod :
                client.pods()
                        .inNamespace(NAMESPACE)
                        .withLabel(Labels.COMPONENT, "server")
                        .list()
                        .getItems()) {
            if (!wanted.contains(pod.getMetadata().getName())) {
                client.resource(pod).delete();
            }
        }
    }

    private static String pod(Deployment server, int number) {
        return server.getMetadata().getName() + "-pod-" + number;
    }

    private static Pod pod(String name, PodTemplateSpec template) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(NAMESPACE)
                .withLabels(template.getMetadata().getLabels())
                .endMetadata()
                .withNewSpecLike(template.getSpec())
                .withNodeName("node")
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .endStatus()
                .build();
    }

    /** Kueue's part: it makes a Workload of each queued Job, and starts and suspends the Job. */
    private void queue() {
        for (Job job : client.batch().v1().jobs().inNamespace(NAMESPACE).list().getItems()) {
            if (!job.getMetadata().getLabels().containsKey(Labels.QUEUE)
                    || JobStates.isSucceeded(job)
                    || JobStates.isFailed(job)) {
                continue;
            }
            GenericKubernetesResource workload = workload(job);
            boolean isActive = !Boolean.FALSE.equals(workload.get("spec", "active"));
            boolean isSuspended = !(admits && isActive);
            if (isSuspended != Boolean.TRUE.equals(job.getSpec().getSuspend())) {
                client.resource(
                                new JobBuilder(job)
                                        .editSpec()
                                        .withSuspend(isSuspended)
                                        .endSpec()
                                        .build())
                        .update();
            }
        }
    }

    private GenericKubernetesResource workload(Job job) {
        String name = "job-" + job.getMetadata().getName();
        var workloads =
                client.genericKubernetesResources(KueueWorkloads.CONTEXT).inNamespace(NAMESPACE);
        GenericKubernetesResource workload = workloads.withName(name).get();
        if (workload != null) {
            return workload;
        }
        workload = new GenericKubernetesResource();
        workload.setApiVersion("kueue.x-k8s.io/v1beta1");
        workload.setKind("Workload");
        workload.setMetadata(
                new ObjectMetaBuilder()
                        .withName(name)
                        .withNamespace(NAMESPACE)
                        .addNewOwnerReference()
                        .withUid(job.getMetadata().getUid())
                        .endOwnerReference()
                        .build());
        workload.setAdditionalProperty("spec", Map.of("active", true));
        return workloads.resource(workload).create();
    }

    /** Takes the Workload of a Job out of its queue, as Kueue does after too many attempts. */
    void deactivate(String job, boolean deactivated) {
        String status =
                deactivated
                        ? ",\"status\":{\"conditions\":[{\"type\":\"Evicted\",\"status\":\"True\","
                                + "\"message\":\"exceeded the maximum number of re-queuing\"}]}"
                        : "";
        client.genericKubernetesResources(KueueWorkloads.CONTEXT)
                .inNamespace(NAMESPACE)
                .withName("job-" + job)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"spec\":{\"active\":" + !deactivated + "}" + status + "}");
    }

    private void jobs() {
        int atOnce = 0;
        for (Job job : client.batch().v1().jobs().inNamespace(NAMESPACE).list().getItems()) {
            boolean isSuspended = Boolean.TRUE.equals(job.getSpec().getSuspend());
            if (isSuspended || JobStates.isSucceeded(job) || JobStates.isFailed(job)) {
                continue;
            }
            String component = job.getMetadata().getLabels().get(Labels.COMPONENT);
            if (component.equals("runner")) {
                atOnce += runnersWork ? shards(job) : 0;
            } else {
                boolean succeeds = warmUpSucceeds || !component.equals("warm-up");
                set(job, "", "", succeeds ? "Complete" : "Failed");
            }
        }
        mostAtOnce = Math.max(mostAtOnce, atOnce);
    }

    private int shards(Job job) {
        String name = job.getMetadata().getName();
        Set<Integer> done = new TreeSet<>();
        Set<Integer> failed = new TreeSet<>();
        if (job.getStatus() != null) {
            done.addAll(JobStates.indexes(job.getStatus().getCompletedIndexes()));
            failed.addAll(JobStates.indexes(job.getStatus().getFailedIndexes()));
        }
        int started = 0;
        int shards = job.getSpec().getCompletions();
        for (int i = 0; i < shards && started < job.getSpec().getParallelism(); i++) {
            if (done.contains(i) || failed.contains(i)) {
                continue;
            }
            started++;
            String key = name + "/" + i;
            int attempt = attempts.merge(key, 1, Integer::sum);
            if (attempt > failures.getOrDefault(key, 0)) {
                done.add(i);
                int shard = Integer.parseInt(variable(job, "EVALSTREAM_FIRST_SHARD")) + i;
                if (!silentShards.contains(key)) {
                    topics.say(
                            RunEvent.Type.SHARD_FINISHED,
                            variable(job, "EVALSTREAM_RUN_ID"),
                            shard);
                }
            } else if (attempt > job.getSpec().getBackoffLimitPerIndex()) {
                failed.add(i);
            }
        }
        boolean isOver = done.size() + failed.size() == shards;
        set(job, list(done), list(failed), !isOver ? "" : failed.isEmpty() ? "Complete" : "Failed");
        return started;
    }

    private static String list(Set<Integer> indexes) {
        return String.join(",", indexes.stream().map(String::valueOf).toList());
    }

    private static String variable(Job job, String name) {
        for (EnvVar variable :
                job.getSpec().getTemplate().getSpec().getContainers().get(0).getEnv()) {
            if (variable.getName().equals(name)) {
                return variable.getValue();
            }
        }
        throw new AssertionError(name);
    }

    void set(Job job, String completed, String failed, String condition) {
        JobStatusBuilder status =
                new JobStatusBuilder().withCompletedIndexes(completed).withFailedIndexes(failed);
        if (!condition.isEmpty()) {
            status.addNewCondition()
                    .withType(condition)
                    .withStatus("True")
                    .withReason("Simulated")
                    .withMessage("as told")
                    .endCondition();
        }
        client.resource(new JobBuilder(job).withStatus(status.build()).build()).updateStatus();
    }

    private void quality() {
        if (!judges) {
            return;
        }
        topics.all()
                .forEach(
                        (runId, news) -> {
                            if ((news.isFinished() || news.isCancelled())
                                    && news.finalVerdict().isEmpty()) {
                                topics.verdict(runId, verdicts.getOrDefault(runId, "PASS"), true);
                            }
                        });
    }
}
