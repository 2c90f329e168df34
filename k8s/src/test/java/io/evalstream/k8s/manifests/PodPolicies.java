package io.evalstream.k8s.manifests;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** Rules of pods and their containers. */
final class PodPolicies {

    private static final Set<String> VOLUMES =
            Set.of(
                    "configMap",
                    "csi",
                    "downwardAPI",
                    "emptyDir",
                    "ephemeral",
                    "persistentVolumeClaim",
                    "projected",
                    "secret");

    private static final Pattern DIGEST = Pattern.compile(".+@sha256:[0-9a-f]{64}");

    private static final Pattern TAG = Pattern.compile(".*/[^/:]+:(?!latest$)[^/:]+");

    /** Images of Argo's own pods are Argo's affair. */
    private static final Set<String> IMAGE_OF_OTHERS = Set.of("EventSource", "Sensor");

    private PodPolicies() {}

    /** The profile restricted of the Pod Security Standards, for Linux. */
    static Policy restricted() {
        return pods(PodPolicies::checkRestricted);
    }

    private static void checkRestricted(Workload workload, Faults faults) {
        JsonNode pod = workload.pod();
        for (String shared : List.of("hostNetwork", "hostPID", "hostIPC")) {
            faults.unless(!pod.path(shared).asBoolean(), shared + " is shared");
        }
        JsonNode all = pod.path("securityContext");
        for (JsonNode volume : pod.path("volumes")) {
            for (var field : volume.properties()) {
                faults.unless(
                        field.getKey().equals("name") || VOLUMES.contains(field.getKey()),
                        "volume " + volume.path("name").asText() + " is a " + field.getKey());
            }
        }
        for (JsonNode container : workload.containers()) {
            JsonNode own = container.path("securityContext");
            faults.unless(
                    setting(own, all, "runAsNonRoot").asBoolean(), "runAsNonRoot is not true");
            faults.unless(
                    setting(own, all, "runAsUser").asInt() > 0, "runAsUser is no number above 0");
            String seccomp = setting(own, all, "seccompProfile").path("type").asText();
            faults.unless(
                    seccomp.equals("RuntimeDefault") || seccomp.equals("Localhost"),
                    "seccompProfile is not RuntimeDefault");
            faults.unless(!own.path("privileged").asBoolean(), "privileged");
            faults.unless(
                    own.path("allowPrivilegeEscalation").isBoolean()
                            && !own.path("allowPrivilegeEscalation").asBoolean(),
                    "allowPrivilegeEscalation is not false");
            JsonNode capabilities = own.path("capabilities");
            faults.unless(
                    capabilities.path("drop").size() == 1
                            && capabilities.path("drop").get(0).asText().equals("ALL"),
                    "capabilities are not dropped");
            faults.unless(!capabilities.has("add"), "capabilities are added");
            for (JsonNode port : container.path("ports")) {
                faults.unless(!port.has("hostPort"), "hostPort");
            }
        }
    }

    private static JsonNode setting(JsonNode own, JsonNode all, String name) {
        return own.has(name) ? own.path(name) : all.path(name);
    }

    /** Every container says what it needs, and the most it may have. */
    static Policy resources() {
        return pods(
                (workload, faults) -> {
                    for (JsonNode container : workload.containers()) {
                        for (String part : List.of("requests", "limits")) {
                            JsonNode amounts = container.path("resources").path(part);
                            for (String what : List.of("cpu", "memory")) {
                                faults.unless(
                                        amounts.hasNonNull(what),
                                        container.path("name").asText()
                                                + " has no "
                                                + part
                                                + " of "
                                                + what);
                            }
                        }
                    }
                    for (JsonNode volume : workload.pod().path("volumes")) {
                        faults.unless(
                                !volume.has("emptyDir") || volume.path("emptyDir").has("sizeLimit"),
                                "volume " + volume.path("name").asText() + " has no sizeLimit");
                    }
                });
    }

    /** Every image says which one it is: by digest, or by a tag that is not latest. */
    static Policy pinnedImages() {
        return images(image -> DIGEST.matcher(image).matches() || TAG.matcher(image).matches());
    }

    /** Every image is the one that was tried. */
    static Policy imagesByDigest() {
        return images(image -> DIGEST.matcher(image).matches());
    }

    private static Policy images(java.util.function.Predicate<String> isFine) {
        Policy pods =
                pods(
                        (workload, faults) -> {
                            if (IMAGE_OF_OTHERS.contains(workload.manifest().kind())) {
                                return;
                            }
                            for (JsonNode container : workload.containers()) {
                                String image = container.path("image").asText();
                                faults.unless(isFine.test(image), "image " + image);
                            }
                        });
        return manifests -> {
            List<String> violations = new ArrayList<>(pods.violations(manifests));
            for (Manifest manifest : manifests) {
                if (manifest.kind().equals("ConfigMap")
                        && manifest.name().equals("evalstream-images")) {
                    Faults faults = new Faults(manifest, violations);
                    for (JsonNode image : manifest.object().path("data")) {
                        faults.unless(isFine.test(image.asText()), "image " + image.asText());
                    }
                }
            }
            return violations;
        };
    }

    /** Every port has a name, and probes and Services use it. */
    static Policy namedPorts() {
        Policy pods =
                pods(
                        (workload, faults) -> {
                            for (JsonNode container : workload.containers()) {
                                for (JsonNode port : container.path("ports")) {
                                    faults.unless(port.has("name"), "port " + port + " is unnamed");
                                }
                                for (String probe :
                                        List.of(
                                                "startupProbe",
                                                "livenessProbe",
                                                "readinessProbe")) {
                                    JsonNode port =
                                            container.path(probe).path("httpGet").path("port");
                                    faults.unless(
                                            port.isMissingNode() || hasPort(container, port),
                                            probe + " asks " + port + ", which is no port's name");
                                }
                            }
                        });
        return manifests -> {
            List<String> violations = new ArrayList<>(pods.violations(manifests));
            for (Manifest manifest : manifests) {
                if (manifest.kind().equals("Service")) {
                    checkService(manifest, manifests, new Faults(manifest, violations));
                }
            }
            return violations;
        };
    }

    private static void checkService(Manifest service, List<Manifest> manifests, Faults faults) {
        for (JsonNode port : service.spec().path("ports")) {
            faults.unless(port.has("name"), "port " + port.path("port") + " is unnamed");
            boolean isThere = false;
            for (Workload workload : Workload.of(manifests)) {
                for (JsonNode container : workload.containers()) {
                    isThere |=
                            workload.isMeantBy(service.spec().path("selector"))
                                    && hasPort(container, port.path("targetPort"));
                }
            }
            faults.unless(isThere, "no pod has the port " + port.path("targetPort"));
        }
    }

    private static boolean hasPort(JsonNode container, JsonNode name) {
        for (JsonNode port : container.path("ports")) {
            if (name.isTextual() && port.path("name").equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static Policy pods(BiConsumer<Workload, Faults> check) {
        return manifests -> {
            List<String> violations = new ArrayList<>();
            for (Workload workload : Workload.of(manifests)) {
                check.accept(workload, new Faults(workload.manifest(), violations));
            }
            return violations;
        };
    }
}
