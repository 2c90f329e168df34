package io.evalstream.k8s.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.evalstream.k8s.api.EvalRunSpec;
import io.evalstream.k8s.api.EvalRunStatus.Phase;
import io.evalstream.k8s.manifests.ClusterRules;
import io.evalstream.k8s.manifests.Schemas;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Kubernetes 1.35 and the Flink operator know every field of what is created, and its type. */
class ObjectSchemasHarnessTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Schemas schemas = new Schemas();

    @Test
    void everyObjectOfARunKeepsTheRulesOfTheCluster() throws IOException {
        List<JsonNode> objects = new ArrayList<>();
        for (EvalRunSpec spec : List.of(RunFixture.spec(), RunFixture.queued(false))) {
            try (RunFixture fixture = new RunFixture()) {
                fixture.create(spec);
                fixture.until(Phase.SUCCEEDED);
                for (String body : fixture.api.bodies()) {
                    objects.add(JSON.readTree(body));
                }
            }
        }
        assertThat(ClusterRules.violations(objects)).isEmpty();
        ((ObjectNode) objects.get(objects.size() - 1).at("/spec/template/spec"))
                .put("hostNetwork", true)
                .put("serviceAccountName", "nobody");
        assertThat(ClusterRules.violations(objects)).hasSizeGreaterThan(1);
    }

    @Test
    void everyObjectOfARunIsWhatItsSchemaAllows() throws IOException {
        assumeTrue(Schemas.areThere(), Schemas.MISSING);
        TreeSet<String> kinds = new TreeSet<>();
        try (RunFixture fixture = new RunFixture()) {
            fixture.create(RunFixture.spec());
            fixture.until(Phase.SUCCEEDED);
            for (String body : fixture.api.bodies()) {
                JsonNode object = JSON.readTree(body);
                kinds.add(object.get("kind").asText());
                assertThat(schemas.faults(object)).as(body).isEmpty();
            }
        }
        assertThat(kinds)
                .containsExactly("ConfigMap", "Deployment", "FlinkDeployment", "Job", "Service");
    }

    @Test
    void aFieldThatKubernetesDoesNotKnowIsFound() throws IOException {
        assumeTrue(Schemas.areThere(), Schemas.MISSING);
        ObjectNode job = JSON.createObjectNode().put("kind", "Job").put("apiVersion", "batch/v1");
        job.putObject("spec").putObject("template").putObject("spec").put("restartPolice", "Never");

        assertThat(schemas.faults(job)).isNotEmpty();
    }
}
