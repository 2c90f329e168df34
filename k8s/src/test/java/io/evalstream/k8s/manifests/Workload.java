package io.evalstream.k8s.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The pods that a manifest makes.
 *
 * @param manifest what makes them
 * @param labels of the pods
 * @param pod their specification
 */
record Workload(Manifest manifest, JsonNode labels, JsonNode pod) {

    /** The workloads among manifests. */
    static List<Workload> of(List<Manifest> manifests) {
        List<Workload> workloads = new ArrayList<>();
        for (Manifest manifest : manifests) {
            of(manifest).ifPresent(workloads::add);
        }
        return workloads;
    }

    private static Optional<Workload> of(Manifest manifest) {
        JsonNode spec = manifest.spec();
        switch (manifest.kind()) {
            case "Deployment":
            case "StatefulSet":
            case "DaemonSet":
            case "Job":
                return Optional.of(of(manifest, spec.path("template")));
            case "CronJob":
                return Optional.of(
                        of(manifest, spec.path("jobTemplate").path("spec").path("template")));
            case "FlinkDeployment":
                return Optional.of(flink(manifest));
            case "WorkflowTemplate":
                return Optional.of(workflow(manifest));
            case "EventSource":
            case "Sensor":
                return Optional.of(argoEvents(manifest));
            default:
                return Optional.empty();
        }
    }

    private static Workload of(Manifest manifest, JsonNode template) {
        return new Workload(
                manifest, template.path("metadata").path("labels"), template.path("spec"));
    }

    private static Workload flink(Manifest manifest) {
        JsonNode template = manifest.spec().path("podTemplate");
        ObjectNode pod = template.path("spec").deepCopy();
        pod.set("serviceAccountName", manifest.spec().path("serviceAccount"));
        ObjectNode container = (ObjectNode) pod.path("containers").get(0);
        container.set("image", manifest.spec().path("image"));
        // The operator asks for as much as it allows.
        ObjectNode resources = container.putObject("resources");
        for (String part : List.of("requests", "limits")) {
            ObjectNode amounts = resources.putObject(part);
            for (String what : List.of("cpu", "memory")) {
                if (manifest.spec().path("jobManager").path("resource").has(what)
                        && manifest.spec().path("taskManager").path("resource").has(what)) {
                    amounts.put(what, "given");
                }
            }
        }
        return new Workload(manifest, template.path("metadata").path("labels"), pod);
    }

    private static Workload workflow(Manifest manifest) {
        JsonNode spec = manifest.spec();
        ObjectNode pod = spec.deepCopy();
        ArrayNode containers = pod.putArray("containers");
        for (JsonNode template : spec.path("templates")) {
            if (template.has("container")) {
                containers.add(template.path("container"));
            }
        }
        return new Workload(manifest, spec.path("podMetadata").path("labels"), pod);
    }

    private static Workload argoEvents(Manifest manifest) {
        JsonNode template = manifest.spec().path("template");
        ObjectNode pod = template.deepCopy();
        ObjectNode container = template.path("container").deepCopy();
        container.put("name", "main");
        pod.putArray("containers").add(container);
        return new Workload(manifest, template.path("metadata").path("labels"), pod);
    }

    /** All containers, those that run first included. */
    List<JsonNode> containers() {
        List<JsonNode> containers = new ArrayList<>();
        for (String list : List.of("initContainers", "containers", "ephemeralContainers")) {
            pod.path(list).forEach(containers::add);
        }
        return containers;
    }

    /** Name of the account; what Kubernetes takes when nothing is said is not meant. */
    String serviceAccount() {
        return pod.path("serviceAccountName").asText("default");
    }

    /** Whether a selector of labels, by equality only, means these pods. */
    boolean isMeantBy(JsonNode matchLabels) {
        if (matchLabels.isEmpty()) {
            return false;
        }
        for (var wanted : matchLabels.properties()) {
            if (!labels.path(wanted.getKey()).equals(wanted.getValue())) {
                return false;
            }
        }
        return true;
    }
}
