package io.evalstream.k8s.manifests;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The rules that hold for what is installed, for objects that are made later. */
public final class ClusterRules {

    /** What objects of runs name; workloads of the base name what kustomize makes. */
    private static final Set<String> NAMED =
            Set.of("ServiceAccount", "PersistentVolumeClaim", "PriorityClass", "Role");

    private ClusterRules() {}

    /** What is wrong with objects beside those of {@code base}; nothing when they are fine. */
    public static List<String> violations(List<JsonNode> objects) throws IOException {
        List<Manifest> manifests = new ArrayList<>();
        for (String file :
                List.of(
                        "base/runner/service-account.yaml",
                        "base/runner/volumes.yaml",
                        "base/priority-class.yaml",
                        "base/quality/rbac.yaml")) {
            for (Manifest manifest : Manifest.read(Path.of(file))) {
                if (NAMED.contains(manifest.kind()) || manifest.kind().equals("RoleBinding")) {
                    manifests.add(manifest);
                }
            }
        }
        objects.forEach(object -> manifests.add(new Manifest(object, "made")));
        List<Manifest> secrets = Manifest.read(Path.of("components/external-secrets/secrets.yaml"));
        List<String> violations = new ArrayList<>();
        for (Policy policy :
                List.of(
                        PodPolicies.restricted(),
                        PodPolicies.resources(),
                        PodPolicies.pinnedImages(),
                        PodPolicies.namedPorts(),
                        AccessPolicies.serviceAccounts(),
                        new References(References.secrets(secrets)))) {
            violations.addAll(policy.violations(manifests));
        }
        return violations;
    }
}
