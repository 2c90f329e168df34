package io.evalstream.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The schemas of a Kubernetes cluster, made strict: fields that are not known are faults. */
final class KubernetesSchemas {

    static final Path DATA = Path.of("../../shared/data/k8s");

    private static final Map<String, String> FILES =
            Map.of(
                    "v1", "api_v1.json",
                    "batch/v1", "apis_batch_v1.json",
                    "networking.k8s.io/v1", "apis_networking.k8s.io_v1.json");

    private static final Map<String, String> CUSTOM =
            Map.of("ExternalSecret", "external-secrets/external-secrets.io_externalsecrets.yaml");

    private final ObjectMapper json = new ObjectMapper();

    static boolean areThere() {
        return Files.isDirectory(DATA.resolve("openapi-1.35"));
    }

    /** What is wrong with an object, one fault a line; nothing when it is fine. */
    Set<String> faults(JsonNode object) throws IOException {
        String kind = object.path("kind").asText();
        ObjectNode schema =
                CUSTOM.containsKey(kind) ? custom(object, CUSTOM.get(kind)) : builtIn(object);
        makeStrict(schema);
        JsonSchema compiled =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
        Set<String> faults = new TreeSet<>();
        for (ValidationMessage message : compiled.validate(object)) {
            faults.add(kind + message.getMessage());
        }
        return faults;
    }

    private ObjectNode builtIn(JsonNode object) throws IOException {
        String version = object.path("apiVersion").asText();
        Path file = DATA.resolve("openapi-1.35").resolve(FILES.get(version));
        ObjectNode document = (ObjectNode) json.readTree(file.toFile());
        for (Map.Entry<String, JsonNode> schema :
                document.path("components").path("schemas").properties()) {
            if (schema.getKey().endsWith("." + object.path("kind").asText())) {
                ObjectNode root = json.createObjectNode();
                root.put("$ref", "#/components/schemas/" + schema.getKey());
                root.set("components", document.get("components"));
                return root;
            }
        }
        throw new IOException(file + " has no schema of a " + object.path("kind").asText());
    }

    private static ObjectNode custom(JsonNode object, String file) throws IOException {
        JsonNode definition = new YAMLMapper().readTree(DATA.resolve(file).toFile());
        String version = object.path("apiVersion").asText().replaceFirst(".*/", "");
        for (JsonNode candidate : definition.path("spec").path("versions")) {
            if (candidate.path("name").asText().equals(version)) {
                ObjectNode schema = candidate.path("schema").path("openAPIV3Schema").deepCopy();
                // The API server knows what every object has.
                ((ObjectNode) schema.path("properties").path("metadata"))
                        .put("additionalProperties", true);
                return schema;
            }
        }
        throw new IOException(file + " has no version " + version);
    }

    private static void makeStrict(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("properties").isObject()
                && !object.has("additionalProperties")
                && !object.has("x-kubernetes-preserve-unknown-fields")) {
            object.put("additionalProperties", false);
        }
        for (JsonNode child : node) {
            makeStrict(child);
        }
    }
}
