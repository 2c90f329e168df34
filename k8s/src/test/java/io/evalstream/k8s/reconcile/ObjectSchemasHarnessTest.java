package io.evalstream.k8s.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;

import io.evalstream.k8s.api.EvalRunStatus.Phase;
import io.fabric8.kubernetes.client.utils.Serialization;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Kubernetes 1.35 and the Flink operator know every field of what is created, and its type. */
class ObjectSchemasHarnessTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everyObjectOfARunIsWhatItsSchemaAllows() throws IOException {
        Optional<Path> data = data();
        assumeThat(data)
                .as("schemas of Kubernetes; set EVALSTREAM_SHARED_DATA to the shared data folder")
                .isPresent();
        Map<String, JsonSchema> schemas = schemas(data.get());
        TreeSet<String> kinds = new TreeSet<>();
        try (RunFixture fixture = new RunFixture()) {
            fixture.create(RunFixture.spec());
            fixture.until(Phase.SUCCEEDED);
            for (String body : fixture.api.bodies()) {
                JsonNode object = JSON.readTree(body);
                String kind = object.get("kind").asText();
                kinds.add(kind);
                assertThat(schemas.get(kind).validate(object)).as(body).isEmpty();
            }
        }
        assertThat(kinds)
                .containsExactly("ConfigMap", "Deployment", "FlinkDeployment", "Job", "Service");
    }

    @Test
    void aFieldThatKubernetesDoesNotKnowIsFound() throws IOException {
        Optional<Path> data = data();
        assumeThat(data).as("schemas of Kubernetes").isPresent();
        ObjectNode job = JSON.createObjectNode().put("kind", "Job").put("apiVersion", "batch/v1");
        job.putObject("spec").putObject("template").putObject("spec").put("restartPolice", "Never");

        assertThat(schemas(data.get()).get("Job").validate(job)).isNotEmpty();
    }

    private static Map<String, JsonSchema> schemas(Path data) throws IOException {
        Map<String, JsonSchema> schemas = new HashMap<>();
        schemas.put("Job", openApi(data, "apis_batch_v1", "io.k8s.api.batch.v1.Job"));
        schemas.put("Deployment", openApi(data, "apis_apps_v1", "io.k8s.api.apps.v1.Deployment"));
        schemas.put("Service", openApi(data, "api_v1", "io.k8s.api.core.v1.Service"));
        schemas.put("ConfigMap", openApi(data, "api_v1", "io.k8s.api.core.v1.ConfigMap"));
        String crd = "k8s/flink-operator/crds/flinkdeployments.flink.apache.org-v1.yml";
        JsonNode flink =
                Serialization.yamlMapper()
                        .readTree(Files.readString(data.resolve(crd)))
                        .at("/spec/versions/0/schema/openAPIV3Schema");
        ((ObjectNode) flink.get("properties")).putObject("kind");
        ((ObjectNode) flink.get("properties")).putObject("apiVersion");
        ((ObjectNode) flink.get("properties")).putObject("metadata");
        close(flink);
        schemas.put("FlinkDeployment", schema(flink));
        return schemas;
    }

    private static JsonSchema openApi(Path data, String file, String type) throws IOException {
        Path document = data.resolve("k8s/openapi-1.35/" + file + ".json");
        JsonNode components = JSON.readTree(Files.readString(document)).get("components");
        close(components);
        ObjectNode root = JSON.createObjectNode();
        root.put("$ref", "#/components/schemas/" + type);
        root.set("components", components);
        return schema(root);
    }

    private static JsonSchema schema(JsonNode root) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(root);
    }

    /** Lets objects have no other fields than those that are named. */
    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("properties").isObject()
                && !object.has("additionalProperties")
                && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
            object.put("additionalProperties", false);
        }
        node.forEach(ObjectSchemasHarnessTest::close);
    }

    private static Optional<Path> data() {
        String given = System.getenv("EVALSTREAM_SHARED_DATA");
        if (given != null) {
            return Optional.of(Path.of(given)).filter(Files::isDirectory);
        }
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null) {
            if (Files.isDirectory(folder.resolve("shared/data/k8s"))) {
                return Optional.of(folder.resolve("shared/data"));
            }
            folder = folder.getParent();
        }
        return Optional.empty();
    }
}
