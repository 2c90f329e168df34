package io.evalstream.k8s.manifests;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rules of who may do what: rights, accounts, networks, namespaces. */
final class AccessPolicies {

    private static final Set<String> READING_SECRETS = Set.of("list", "watch", "deletecollection");

    private AccessPolicies() {}

    /** Rights are named one by one, hold in one namespace, and read no Secrets. */
    static Policy leastPrivilege() {
        return manifests -> {
            List<String> violations = new ArrayList<>();
            for (Manifest manifest : manifests) {
                Faults faults = new Faults(manifest, violations);
                faults.unless(
                        !manifest.kind().startsWith("ClusterRole"), "rights in all namespaces");
                if (manifest.kind().equals("Role")) {
                    for (JsonNode rule : manifest.object().path("rules")) {
                        checkRule(rule, faults);
                    }
                }
            }
            return violations;
        };
    }

    private static void checkRule(JsonNode rule, Faults faults) {
        for (String list : List.of("apiGroups", "resources", "verbs")) {
            faults.unless(!strings(rule.path(list)).isEmpty(), "a rule without " + list);
            for (String value : strings(rule.path(list))) {
                faults.unless(!value.contains("*"), "a star among " + list);
            }
        }
        if (strings(rule.path("resources")).contains("secrets")) {
            faults.unless(!rule.path("resourceNames").isEmpty(), "Secrets that are not named");
            for (String verb : strings(rule.path("verbs"))) {
                faults.unless(!READING_SECRETS.contains(verb), verb + " of Secrets");
            }
        }
        for (String verb : List.of("escalate", "bind", "impersonate")) {
            faults.unless(!strings(rule.path("verbs")).contains(verb), verb);
        }
        for (String resource : strings(rule.path("resources"))) {
            faults.unless(
                    !Set.of(
                                    "pods/exec",
                                    "pods/attach",
                                    "pods/ephemeralcontainers",
                                    "serviceaccounts/token")
                            .contains(resource),
                    resource);
        }
    }

    /** Every workload has an account of ours, and a token only where the account has rights. */
    static Policy serviceAccounts() {
        return manifests -> {
            List<String> violations = new ArrayList<>();
            Set<String> accounts = new HashSet<>();
            Set<String> mounting = new HashSet<>();
            Set<String> withRights = new HashSet<>();
            for (Manifest manifest : manifests) {
                if (manifest.kind().equals("ServiceAccount")) {
                    accounts.add(manifest.name());
                    if (manifest.object().path("automountServiceAccountToken").asBoolean(true)) {
                        mounting.add(manifest.name());
                    }
                }
                if (manifest.kind().equals("RoleBinding")) {
                    for (JsonNode subject : manifest.object().path("subjects")) {
                        withRights.add(subject.path("name").asText());
                    }
                }
            }
            for (Manifest manifest : manifests) {
                if (manifest.kind().equals("ServiceAccount")) {
                    new Faults(manifest, violations)
                            .unless(
                                    !mounting.contains(manifest.name())
                                            || withRights.contains(manifest.name()),
                                    "a token without rights is mounted");
                }
                if (manifest.kind().equals("RoleBinding")) {
                    for (JsonNode subject : manifest.object().path("subjects")) {
                        new Faults(manifest, violations)
                                .unless(
                                        subject.path("kind").asText().equals("ServiceAccount")
                                                && accounts.contains(subject.path("name").asText()),
                                        "there is no account " + subject.path("name").asText());
                    }
                }
            }
            for (Workload workload : Workload.of(manifests)) {
                Faults faults = new Faults(workload.manifest(), violations);
                String account = workload.serviceAccount();
                faults.unless(accounts.contains(account), "there is no account " + account);
                boolean isMounted =
                        workload.pod()
                                .path("automountServiceAccountToken")
                                .asBoolean(mounting.contains(account));
                faults.unless(
                        !isMounted || withRights.contains(account),
                        "a token without rights is mounted");
            }
            return violations;
        };
    }

    /** Nothing is reached unless a policy says so, and none says "everything". */
    static Policy networkIsolation() {
        return manifests -> {
            List<String> violations = new ArrayList<>();
            boolean isDenied = false;
            for (Manifest manifest : manifests) {
                if (!manifest.kind().equals("NetworkPolicy")) {
                    continue;
                }
                Faults faults = new Faults(manifest, violations);
                JsonNode spec = manifest.spec();
                isDenied |=
                        spec.path("podSelector").isEmpty()
                                && strings(spec.path("policyTypes"))
                                        .containsAll(List.of("Ingress", "Egress"))
                                && !spec.has("ingress")
                                && !spec.has("egress");
                checkPeers(spec.path("ingress"), "from", faults);
                checkPeers(spec.path("egress"), "to", faults);
            }
            if (!isDenied) {
                violations.add("no NetworkPolicy denies everything to everybody");
            }
            return violations;
        };
    }

    private static void checkPeers(JsonNode rules, String peers, Faults faults) {
        for (JsonNode rule : rules) {
            faults.unless(!rule.path(peers).isEmpty(), "a rule " + peers + " everybody");
            boolean isInside = true;
            for (JsonNode peer : rule.path(peers)) {
                JsonNode block = peer.path("ipBlock");
                isInside &= !peer.has("namespaceSelector") && block.isMissingNode();
                faults.unless(
                        !peer.has("namespaceSelector") || !peer.path("namespaceSelector").isEmpty(),
                        "all namespaces");
                boolean hidesMetadata = false;
                for (String except : strings(block.path("except"))) {
                    hidesMetadata |= except.equals("169.254.0.0/16");
                }
                faults.unless(
                        !block.path("cidr").asText().equals("0.0.0.0/0") || hidesMetadata,
                        "the metadata of nodes can be asked");
            }
            faults.unless(isInside || !rule.path("ports").isEmpty(), "all ports of others");
        }
    }

    /** Every namespace keeps pods out that are not restricted. */
    static Policy restrictedNamespaces() {
        return manifests -> {
            List<String> violations = new ArrayList<>();
            boolean isThere = false;
            for (Manifest manifest : manifests) {
                if (manifest.kind().equals("Namespace")) {
                    isThere = true;
                    JsonNode labels = manifest.object().path("metadata").path("labels");
                    new Faults(manifest, violations)
                            .unless(
                                    labels.path("pod-security.kubernetes.io/enforce")
                                            .asText()
                                            .equals("restricted"),
                                    "does not enforce the profile restricted");
                }
            }
            if (!isThere) {
                violations.add("no Namespace");
            }
            return violations;
        };
    }

    /** What runs in copies keeps one while nodes are emptied; what does not, hinders nobody. */
    static Policy disruptionBudgets() {
        return manifests -> {
            List<String> violations = new ArrayList<>();
            for (Workload workload : Workload.of(manifests)) {
                if (!workload.manifest().kind().equals("Deployment")) {
                    continue;
                }
                boolean hasBudget = false;
                for (Manifest manifest : manifests) {
                    hasBudget |=
                            manifest.kind().equals("PodDisruptionBudget")
                                    && workload.isMeantBy(
                                            manifest.spec().path("selector").path("matchLabels"));
                }
                boolean hasCopies = workload.manifest().spec().path("replicas").asInt(1) > 1;
                Faults faults = new Faults(workload.manifest(), violations);
                faults.unless(!hasCopies || hasBudget, "no PodDisruptionBudget");
                faults.unless(hasCopies || !hasBudget, "its only pod may never be moved");
            }
            return violations;
        };
    }

    static List<String> strings(JsonNode list) {
        List<String> strings = new ArrayList<>();
        list.forEach(value -> strings.add(value.asText()));
        return strings;
    }
}
