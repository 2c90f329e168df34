package io.evalstream.k8s.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What a cluster is given is valid, complete and careful. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RenderedManifestsTest {

    private static final Path PRODUCTION = Path.of("overlays/production");

    private final Map<String, List<Manifest>> rendered = new TreeMap<>();
    private final Schemas schemas = new Schemas();

    @BeforeAll
    void render() throws Exception {
        Optional<Kustomizer> kustomizer = Kustomizer.installed();
        assumeTrue(kustomizer.isPresent(), Kustomizer.MISSING);
        rendered.put("dev", kustomizer.get().render(Path.of("overlays/dev")));
        rendered.put("production", kustomizer.get().render(PRODUCTION));
        rendered.put("everything", kustomizer.get().render(everything()));
    }

    /** Production with the components that it has not. */
    private static Path everything() throws IOException {
        Path folder = Path.of("target/everything");
        Files.createDirectories(folder);
        String production = Files.readString(PRODUCTION.resolve("kustomization.yaml"));
        String other =
                production.replace(
                        "  - ../../components/topics-job\n",
                        "  - ../../components/topics-strimzi\n  - ../../argo\n");
        assertThat(other).isNotEqualTo(production);
        Files.writeString(folder.resolve("kustomization.yaml"), other);
        Files.writeString(
                folder.resolve("quality.yaml"),
                Files.readString(PRODUCTION.resolve("quality.yaml")));
        return folder;
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "everything"})
    void aClusterTakesEveryObject(String overlay) throws IOException {
        assumeTrue(Schemas.areThere(), Schemas.MISSING);
        List<String> faults = new ArrayList<>();
        for (Manifest manifest : rendered.get(overlay)) {
            if (!Schemas.UNKNOWN.contains(manifest.kind())) {
                faults.addAll(schemas.faults(manifest));
            }
        }
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production", "everything"})
    void allRulesAreKept(String overlay) throws IOException {
        Map<String, Policy> policies =
                new TreeMap<>(
                        Map.of(
                                "restricted", PodPolicies.restricted(),
                                "resources", PodPolicies.resources(),
                                "pinned images", PodPolicies.pinnedImages(),
                                "named ports", PodPolicies.namedPorts(),
                                "least privilege", AccessPolicies.leastPrivilege(),
                                "service accounts", AccessPolicies.serviceAccounts(),
                                "network isolation", AccessPolicies.networkIsolation(),
                                "restricted namespaces", AccessPolicies.restrictedNamespaces(),
                                "disruption budgets", AccessPolicies.disruptionBudgets(),
                                "references", new References(secretsByHand())));
        List<String> violations = new ArrayList<>();
        for (Map.Entry<String, Policy> policy : policies.entrySet()) {
            for (String violation : policy.getValue().violations(rendered.get(overlay))) {
                violations.add(policy.getKey() + ": " + violation);
            }
        }
        assertThat(violations).isEmpty();
    }

    /** In dev people make them, with the keys that production's have. */
    private static Map<String, Set<String>> secretsByHand() throws IOException {
        List<Manifest> external = new ArrayList<>();
        for (String file :
                List.of("external-secrets/secrets", "external-secret-snapshot/externalsecret")) {
            external.addAll(Manifest.read(Path.of("components", file + ".yaml")));
        }
        return References.secrets(external);
    }

    @ParameterizedTest
    @ValueSource(strings = {"production", "everything"})
    void productionNamesImagesByDigest(String overlay) {
        assertThat(PodPolicies.imagesByDigest().violations(rendered.get(overlay))).isEmpty();
    }

    @Test
    void everyNameOfAGeneratedConfigMapIsTheOneItHas() {
        for (Map.Entry<String, List<Manifest>> overlay : rendered.entrySet()) {
            for (Manifest manifest : overlay.getValue()) {
                assertThat(manifest.object().toString())
                        .as(overlay.getKey() + " " + manifest)
                        .doesNotContain("\"configMap\":{\"name\":\"evalstream-configs\"}")
                        .doesNotContain("\"configMap\":{\"name\":\"evalstream-quality\"}");
            }
        }
    }

    @Test
    void everyObjectIsInItsNamespaceAndLabelled() {
        Set<String> clusterWide = Set.of("Namespace", "PriorityClass", "CustomResourceDefinition");
        for (Map.Entry<String, List<Manifest>> overlay : rendered.entrySet()) {
            String namespace = overlay.getKey().equals("dev") ? "evalstream-dev" : "evalstream";
            for (Manifest manifest : overlay.getValue()) {
                if (!clusterWide.contains(manifest.kind())) {
                    assertThat(manifest.object().path("metadata").path("namespace").asText())
                            .as(manifest.toString())
                            .isEqualTo(namespace);
                }
                if (!manifest.kind().equals("CustomResourceDefinition")) {
                    assertThat(
                                    manifest.object()
                                            .path("metadata")
                                            .path("labels")
                                            .path("app.kubernetes.io/part-of")
                                            .asText())
                            .as(manifest.toString())
                            .isEqualTo("evalstream");
                }
            }
        }
    }

    @Test
    void theQualityJobGoesOnWhereItWas() {
        for (List<Manifest> overlay : rendered.values()) {
            for (Manifest manifest : overlay) {
                if (manifest.kind().equals("FlinkDeployment")) {
                    assertThat(manifest.spec().path("job").path("upgradeMode").asText())
                            .isEqualTo("savepoint");
                    assertThat(manifest.spec().path("job").path("jarURI").asText())
                            .startsWith("local:///");
                    assertThat(
                                    manifest.spec()
                                            .path("flinkConfiguration")
                                            .path("high-availability.type")
                                            .asText())
                            .isEqualTo("kubernetes");
                }
            }
        }
        assertThat(rendered.get("production"))
                .filteredOn(manifest -> manifest.kind().equals("FlinkDeployment"))
                .hasSize(1);
    }
}
