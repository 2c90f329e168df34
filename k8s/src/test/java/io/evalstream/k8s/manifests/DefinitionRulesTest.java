package io.evalstream.k8s.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The definition of EvalRun keeps what the API server asks of definitions ("Specifying a structural
 * schema" in its documentation).
 */
class DefinitionRulesTest {

    private static final Set<String> NOT_STRUCTURAL =
            Set.of(
                    "$ref",
                    "definitions",
                    "dependencies",
                    "deprecated",
                    "discriminator",
                    "id",
                    "patternProperties",
                    "readOnly",
                    "writeOnly",
                    "xml");

    private static JsonNode definition() throws IOException {
        return Manifest.read(Path.of("base/crd/evalruns.evalstream.io-v1.yml")).get(0).object();
    }

    private static List<String> faults(JsonNode definition) {
        List<String> faults = new ArrayList<>();
        JsonNode spec = definition.path("spec");
        String name = definition.path("metadata").path("name").asText();
        if (!name.equals(
                spec.path("names").path("plural").asText() + "." + spec.path("group").asText())) {
            faults.add("name is not plural.group: " + name);
        }
        int stored = 0;
        for (JsonNode version : spec.path("versions")) {
            stored += version.path("storage").asBoolean() ? 1 : 0;
            if (!version.path("subresources").has("status")) {
                faults.add("status is no subresource");
            }
            check(version.path("schema").path("openAPIV3Schema"), "", faults);
        }
        if (stored != 1) {
            faults.add(stored + " versions are stored");
        }
        return faults;
    }

    private static void check(JsonNode schema, String path, List<String> faults) {
        boolean isFree =
                schema.path("x-kubernetes-int-or-string").asBoolean()
                        || schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
        if (!schema.has("type") && !isFree) {
            faults.add(path + ": no type");
        }
        for (var field : schema.properties()) {
            if (NOT_STRUCTURAL.contains(field.getKey())) {
                faults.add(path + ": " + field.getKey());
            }
        }
        if (schema.has("properties") && schema.has("additionalProperties")) {
            faults.add(path + ": properties and additionalProperties");
        }
        if (schema.path("type").asText().equals("array") && !schema.has("items")) {
            faults.add(path + ": an array of nothing");
        }
        if (schema.path("uniqueItems").asBoolean()) {
            faults.add(path + ": uniqueItems");
        }
        for (JsonNode required : schema.path("required")) {
            if (!schema.path("properties").has(required.asText())) {
                faults.add(path + ": requires " + required.asText() + ", which it does not have");
            }
        }
        for (var property : schema.path("properties").properties()) {
            check(property.getValue(), path + "." + property.getKey(), faults);
        }
        if (schema.has("items")) {
            check(schema.path("items"), path + "[]", faults);
        }
        if (schema.path("additionalProperties").isObject()) {
            check(schema.path("additionalProperties"), path + "{}", faults);
        }
    }

    @Test
    void theApiServerTakesIt() throws IOException {
        assertThat(faults(definition())).isEmpty();
    }

    @Test
    void whatItWouldNotTakeIsFound() throws IOException {
        ObjectNode broken = definition().deepCopy();
        ((ObjectNode) broken.path("metadata")).put("name", "evalrun.evalstream.io");
        ObjectNode schema =
                (ObjectNode)
                        broken.path("spec")
                                .path("versions")
                                .get(0)
                                .path("schema")
                                .path("openAPIV3Schema");
        ((ObjectNode) schema.path("properties")).putObject("free");
        schema.put("$ref", "#/x");
        assertThat(faults(broken)).hasSize(3);
    }

    /** What is said about a release by hand is refused where it makes no sense. */
    @Test
    void aRunWithoutADigestIsRefused() throws IOException {
        assumeTrue(Schemas.areThere(), Schemas.MISSING);
        String run =
                """
                apiVersion: evalstream.io/v1alpha1
                kind: EvalRun
                metadata:
                  name: chat-1
                spec:
                  image: ghcr.io/acme/chat
                  tag: release-1
                  digest: DIGEST
                  suites:
                    - name: general
                      harness: LM_EVAL
                      tasks: [mmlu]
                """;
        String digest = "sha256:" + "a".repeat(64);
        assertThat(
                        new Schemas()
                                .faults(
                                        Manifest.parse(run.replace("DIGEST", digest), "run")
                                                .get(0)))
                .isEmpty();
        assertThat(
                        new Schemas()
                                .faults(
                                        Manifest.parse(run.replace("DIGEST", "latest"), "run")
                                                .get(0)))
                .hasSize(1);
    }
}
