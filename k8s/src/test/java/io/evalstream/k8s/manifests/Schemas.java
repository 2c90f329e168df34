package io.evalstream.k8s.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;

import org.yaml.snakeyaml.LoaderOptions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Schemas of Kubernetes 1.35 and of operators; a field that they do not know is a fault. */
public final class Schemas {

    static final Path DATA = Path.of("../../shared/data/k8s");

    /** What is said when they are not there. */
    public static final String MISSING = "the schemas are not in " + DATA;

    /** Kinds that no schema is at hand for; DefinitionRulesTest is about the second. */
    static final Set<String> UNKNOWN = Set.of("KafkaTopic", "CustomResourceDefinition");

    private static final Path OWN = Path.of("base/crd/evalruns.evalstream.io-v1.yml");

    private static final int LARGEST_SCHEMA = 64 << 20;

    private static final Map<String, Path> CUSTOM =
            Map.of(
                    "EvalRun", OWN,
                    "FlinkDeployment",
                            DATA.resolve(
                                    "flink-operator/crds/flinkdeployments.flink.apache.org-v1.yml"),
                    "ExternalSecret",
                            DATA.resolve(
                                    "external-secrets/external-secrets.io_externalsecrets.yaml"),
                    "ServiceMonitor",
                            DATA.resolve(
                                    "prometheus-operator/monitoring.coreos.com_servicemonitors.yaml"),
                    "PodMonitor",
                            DATA.resolve(
                                    "prometheus-operator/monitoring.coreos.com_podmonitors.yaml"),
                    "PrometheusRule",
                            DATA.resolve(
                                    "prometheus-operator/monitoring.coreos.com_prometheusrules.yaml"));

    private static final Map<String, String> ARGO =
            Map.of(
                    "EventSource", "argo-events/schema.json",
                    "Sensor", "argo-events/schema.json",
                    "WorkflowTemplate", "argo-workflows/schema.json");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final YAMLMapper YAML = yaml();

    private final Map<String, JsonSchema> compiled = new HashMap<>();

    private static YAMLMapper yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LARGEST_SCHEMA);
        return new YAMLMapper(YAMLFactory.builder().loaderOptions(options).build());
    }

    /** Whether the schemas are beside the repository. */
    public static boolean areThere() {
        return Files.isDirectory(DATA.resolve("openapi-1.35"));
    }

    /** What is wrong with an object, one fault a line; nothing when it is fine. */
    public Set<String> faults(JsonNode object) throws IOException {
        return faults(new Manifest(object, "made"));
    }

    /** What is wrong with a manifest, one fault a line; nothing when it is fine. */
    Set<String> faults(Manifest manifest) throws IOException {
        String kind = manifest.apiVersion() + " " + manifest.kind();
        JsonSchema schema = compiled.get(kind);
        if (schema == null) {
            ObjectNode source = schema(manifest);
            makeStrict(source);
            schema =
                    JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                            .getSchema(source);
            compiled.put(kind, schema);
        }
        Set<String> faults = new TreeSet<>();
        schema.validate(manifest.object())
                .forEach(message -> faults.add(manifest + " " + message.getMessage()));
        return faults;
    }

    private static ObjectNode schema(Manifest manifest) throws IOException {
        String kind = manifest.kind();
        if (CUSTOM.containsKey(kind)) {
            return custom(manifest, CUSTOM.get(kind));
        }
        if (ARGO.containsKey(kind)) {
            JsonNode document = JSON.readTree(DATA.resolve(ARGO.get(kind)).toFile());
            return definition(document, "definitions", "v1alpha1." + kind);
        }
        String version = manifest.apiVersion();
        Path file =
                DATA.resolve("openapi-1.35")
                        .resolve(
                                version.equals("v1")
                                        ? "api_v1.json"
                                        : "apis_" + version.replace("/", "_") + ".json");
        if (!Files.exists(file)) {
            throw new IOException(manifest + ": no schema of " + version + " " + kind);
        }
        JsonNode document = JSON.readTree(file.toFile());
        return definition(document, "components", "." + version.replaceAll(".*/", "") + "." + kind);
    }

    private static ObjectNode definition(JsonNode document, String field, String ending)
            throws IOException {
        JsonNode definitions = document.path(field);
        String prefix = "#/" + field + "/";
        if (definitions.has("schemas")) {
            definitions = definitions.path("schemas");
            prefix += "schemas/";
        }
        for (var definition : definitions.properties()) {
            if (definition.getKey().endsWith(ending)) {
                ObjectNode root = JSON.createObjectNode();
                root.put("$ref", prefix + definition.getKey());
                root.set(field, document.get(field));
                return root;
            }
        }
        throw new IOException("no schema " + ending);
    }

    private static ObjectNode custom(Manifest manifest, Path file) throws IOException {
        JsonNode definition = YAML.readTree(file.toFile());
        String version = manifest.apiVersion().replaceFirst(".*/", "");
        for (JsonNode candidate : definition.path("spec").path("versions")) {
            if (candidate.path("name").asText().equals(version)) {
                ObjectNode schema = candidate.path("schema").path("openAPIV3Schema").deepCopy();
                // Every object has these, whether the definition says so or not.
                ObjectNode properties = (ObjectNode) schema.path("properties");
                properties.putObject("apiVersion").put("type", "string");
                properties.putObject("kind").put("type", "string");
                properties.putObject("metadata").put("type", "object");
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
