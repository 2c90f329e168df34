package io.evalstream.k8s.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The files as they are, for machines that render nothing. */
class PlainManifestsTest {

    private static final Set<String> NO_OBJECTS =
            Set.of(
                    "kustomization.yaml",
                    "kustomize-fields.yaml",
                    "releases.yaml",
                    "retention-options.yaml");

    private final Schemas schemas = new Schemas();

    private static List<Manifest> manifests() throws IOException {
        List<Manifest> manifests = new ArrayList<>();
        for (String root : List.of("base", "components", "argo")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                for (Path file : files.sorted().toList()) {
                    String name = file.getFileName().toString();
                    if (name.matches(".*\\.ya?ml") && !NO_OBJECTS.contains(name)) {
                        manifests.addAll(Manifest.read(file));
                    }
                }
            }
        }
        return manifests;
    }

    @Test
    void aClusterTakesEveryObject() throws IOException {
        assumeTrue(Schemas.areThere(), Schemas.MISSING);
        List<String> faults = new ArrayList<>();
        for (Manifest manifest : manifests()) {
            if (!Schemas.UNKNOWN.contains(manifest.kind())) {
                faults.addAll(schemas.faults(manifest));
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void aFieldThatNoSchemaKnowsIsFound() throws IOException {
        assumeTrue(Schemas.areThere(), Schemas.MISSING);
        for (Manifest manifest : manifests()) {
            if (!Schemas.UNKNOWN.contains(manifest.kind()) && manifest.object().has("spec")) {
                ObjectNode broken = manifest.object().deepCopy();
                ((ObjectNode) broken.path("spec")).put("thereIsNoSuchField", true);
                assertThat(schemas.faults(new Manifest(broken, manifest.source())))
                        .as(manifest.toString())
                        .isNotEmpty();
            }
        }
    }

    @Test
    void rulesOfPodsAndRightsAreKept() throws IOException {
        List<Manifest> manifests = manifests();
        List<String> violations = new ArrayList<>();
        for (Policy policy :
                List.of(
                        PodPolicies.restricted(),
                        PodPolicies.resources(),
                        PodPolicies.namedPorts(),
                        AccessPolicies.leastPrivilege(),
                        AccessPolicies.serviceAccounts(),
                        AccessPolicies.networkIsolation(),
                        AccessPolicies.restrictedNamespaces(),
                        AccessPolicies.disruptionBudgets())) {
            violations.addAll(policy.violations(manifests));
        }
        assertThat(violations).isEmpty();
    }

    /** What a rule says of runs is what the definition of EvalRun takes. */
    @Test
    void theRulesOfReleasesMakeRunsThatAreTaken() throws IOException {
        JsonNode rules =
                Manifest.read(Path.of("base/controller/releases.yaml"))
                        .get(0)
                        .object()
                        .path("releases");
        assertThat(rules).isNotEmpty();
        for (JsonNode rule : rules) {
            ObjectNode run = rule.deepCopy();
            run.removeAll();
            run.put("apiVersion", "evalstream.io/v1alpha1").put("kind", "EvalRun");
            run.putObject("metadata").put("name", "chat-release-1");
            ObjectNode spec = rule.path("run").deepCopy();
            spec.put("image", rule.path("images").get(0).asText())
                    .put("tag", "release-1")
                    .put("digest", "sha256:" + "0".repeat(64));
            run.set("spec", spec);
            Manifest manifest = new Manifest(run, "releases.yaml");
            assertThat(schemas.faults(manifest)).isEmpty();
            spec.put("parallelism", 1000);
            assertThat(schemas.faults(manifest)).isNotEmpty();
        }
    }
}
