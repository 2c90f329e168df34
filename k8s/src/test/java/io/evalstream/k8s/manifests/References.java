package io.evalstream.k8s.manifests;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What manifests name must be there: ConfigMaps, Secrets and their keys, claims, classes. */
final class References implements Policy {

    private final Map<String, Set<String>> secretsFromElsewhere;

    /**
     * @param secretsFromElsewhere keys by name of Secrets that somebody makes by hand
     */
    References(Map<String, Set<String>> secretsFromElsewhere) {
        this.secretsFromElsewhere = secretsFromElsewhere;
    }

    @Override
    public List<String> violations(List<Manifest> manifests) {
        Map<String, Set<String>> secrets = new HashMap<>(secretsFromElsewhere);
        secrets.putAll(secrets(manifests));
        Map<String, Set<String>> configMaps = new HashMap<>();
        Set<String> named = new HashSet<>();
        for (Manifest manifest : manifests) {
            named.add(manifest.kind() + "/" + manifest.name());
            if (manifest.kind().equals("ConfigMap")) {
                Set<String> keys = new HashSet<>();
                manifest.object().path("data").fieldNames().forEachRemaining(keys::add);
                configMaps.put(manifest.name(), keys);
            }
        }
        List<String> violations = new ArrayList<>();
        for (Manifest manifest : manifests) {
            Faults faults = new Faults(manifest, violations);
            if (manifest.kind().equals("RoleBinding")) {
                JsonNode role = manifest.object().path("roleRef");
                faults.unless(
                        named.contains(
                                role.path("kind").asText() + "/" + role.path("name").asText()),
                        "there is no "
                                + role.path("kind").asText()
                                + " "
                                + role.path("name").asText());
            }
        }
        for (Workload workload : Workload.of(manifests)) {
            Faults faults = new Faults(workload.manifest(), violations);
            walk(workload.manifest().spec(), configMaps, secrets, named, faults);
            checkMounts(workload, faults);
        }
        return violations;
    }

    /** Keys of the Secrets that External Secrets makes, by their names. */
    static Map<String, Set<String>> secrets(List<Manifest> manifests) {
        Map<String, Set<String>> secrets = new HashMap<>();
        for (Manifest manifest : manifests) {
            if (manifest.kind().equals("ExternalSecret")) {
                Set<String> keys = new HashSet<>();
                manifest.spec()
                        .path("data")
                        .forEach(key -> keys.add(key.path("secretKey").asText()));
                secrets.put(manifest.spec().path("target").path("name").asText(), keys);
            }
        }
        return secrets;
    }

    private static void walk(
            JsonNode node,
            Map<String, Set<String>> configMaps,
            Map<String, Set<String>> secrets,
            Set<String> named,
            Faults faults) {
        for (var field : node.properties()) {
            JsonNode value = field.getValue();
            switch (field.getKey()) {
                case "configMap":
                case "configMapKeyRef":
                case "configMapRef":
                    check("ConfigMap", value, "name", configMaps, faults);
                    break;
                case "secret":
                    check(
                            "Secret",
                            value,
                            value.has("name") ? "name" : "secretName",
                            secrets,
                            faults);
                    break;
                case "secretKeyRef":
                case "secretRef":
                case "webhookSecret":
                    check("Secret", value, "name", secrets, faults);
                    break;
                case "persistentVolumeClaim":
                    faults.unless(
                            named.contains(
                                    "PersistentVolumeClaim/" + value.path("claimName").asText()),
                            "there is no claim " + value.path("claimName").asText());
                    break;
                case "priorityClassName":
                    faults.unless(
                            named.contains("PriorityClass/" + value.asText()),
                            "there is no PriorityClass " + value.asText());
                    break;
                default:
                    break;
            }
        }
        for (JsonNode child : node) {
            walk(child, configMaps, secrets, named, faults);
        }
    }

    private static void check(
            String kind,
            JsonNode reference,
            String nameField,
            Map<String, Set<String>> known,
            Faults faults) {
        String name = reference.path(nameField).asText();
        Set<String> keys = known.get(name);
        faults.unless(keys != null, "there is no " + kind + " " + name);
        if (keys == null) {
            return;
        }
        if (reference.has("key")) {
            String key = reference.path("key").asText();
            faults.unless(keys.contains(key), kind + " " + name + " has no " + key);
        }
        for (JsonNode item : reference.path("items")) {
            String key = item.path("key").asText();
            faults.unless(keys.contains(key), kind + " " + name + " has no " + key);
        }
    }

    private static void checkMounts(Workload workload, Faults faults) {
        Set<String> volumes = new HashSet<>();
        workload.pod().path("volumes").forEach(volume -> volumes.add(volume.path("name").asText()));
        Set<String> mounted = new HashSet<>();
        for (JsonNode container : workload.containers()) {
            for (JsonNode mount : container.path("volumeMounts")) {
                String name = mount.path("name").asText();
                mounted.add(name);
                faults.unless(volumes.contains(name), "there is no volume " + name);
            }
        }
        for (String volume : volumes) {
            faults.unless(mounted.contains(volume), "nobody mounts the volume " + volume);
        }
    }
}
