package io.evalstream.k8s.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The daily snapshot is made once, sees what it needs, and writes nowhere else. */
class SnapshotManifestsTest {

    private static final Path BASE = Path.of("base/snapshot");
    private static final Path COMPONENT = Path.of("components/external-secret-snapshot");

    private static JsonNode read(Path file) throws IOException {
        return new YAMLMapper().readTree(file.toFile());
    }

    private static JsonNode cronJob() throws IOException {
        return read(BASE.resolve("cronjob.yaml")).path("spec");
    }

    private static JsonNode pod() throws IOException {
        return cronJob().path("jobTemplate").path("spec").path("template").path("spec");
    }

    @Test
    void aDayIsMadeOnceAndGivenUpInTime() throws IOException {
        JsonNode spec = cronJob();
        assertThat(spec.path("concurrencyPolicy").asText()).isEqualTo("Forbid");
        assertThat(spec.path("timeZone").asText()).isNotEmpty();
        assertThat(spec.path("startingDeadlineSeconds").asInt()).isBetween(600, 79_200);
        assertThat(spec.path("successfulJobsHistoryLimit").isInt()).isTrue();
        assertThat(spec.path("failedJobsHistoryLimit").isInt()).isTrue();
        JsonNode job = spec.path("jobTemplate").path("spec");
        assertThat(job.path("backoffLimit").asInt()).isBetween(1, 6);
        assertThat(job.path("activeDeadlineSeconds").asInt()).isPositive();
        assertThat(job.path("ttlSecondsAfterFinished").asInt()).isPositive();
    }

    /** The profile "restricted" of the Pod Security Standards, and a root that nobody writes to. */
    @Test
    void thePodIsRestricted() throws IOException {
        JsonNode pod = pod();
        for (String shared : List.of("hostNetwork", "hostPID", "hostIPC")) {
            assertThat(pod.path(shared).asBoolean()).isFalse();
        }
        assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
        JsonNode account = read(BASE.resolve("serviceaccount.yaml"));
        assertThat(account.path("automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(pod.path("serviceAccountName").asText())
                .isEqualTo(account.path("metadata").path("name").asText());
        JsonNode security = pod.path("securityContext");
        assertThat(security.path("runAsNonRoot").asBoolean()).isTrue();
        assertThat(security.path("runAsUser").asInt()).isPositive();
        assertThat(security.path("seccompProfile").path("type").asText())
                .isEqualTo("RuntimeDefault");
        for (JsonNode volume : pod.path("volumes")) {
            assertThat(volume.has("hostPath")).isFalse();
        }
        assertThat(containers()).isNotEmpty();
        for (JsonNode container : containers()) {
            JsonNode own = container.path("securityContext");
            assertThat(own.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
            assertThat(own.path("privileged").asBoolean()).isFalse();
            assertThat(own.path("readOnlyRootFilesystem").asBoolean()).isTrue();
            assertThat(strings(own.path("capabilities").path("drop"))).containsExactly("ALL");
            assertThat(own.path("capabilities").has("add")).isFalse();
        }
    }

    @Test
    void everyContainerSaysWhatItNeedsAndNoMore() throws IOException {
        for (JsonNode container : containers()) {
            JsonNode resources = container.path("resources");
            for (String resource : List.of("cpu", "memory", "ephemeral-storage")) {
                assertThat(resources.path("requests").has(resource)).as(resource).isTrue();
                assertThat(resources.path("limits").has(resource)).as(resource).isTrue();
            }
            assertThat(resources.path("limits").path("memory"))
                    .isEqualTo(resources.path("requests").path("memory"));
        }
        for (JsonNode volume : pod().path("volumes")) {
            if (volume.has("emptyDir")) {
                assertThat(volume.path("emptyDir").has("sizeLimit")).isTrue();
            }
        }
    }

    @Test
    void settingsAndSecretsAreWhereTheyAreLookedFor() throws IOException {
        Set<String> settings = new HashSet<>();
        JsonNode generator =
                read(BASE.resolve("kustomization.yaml")).path("configMapGenerator").get(0);
        for (String literal : strings(generator.path("literals"))) {
            settings.add(literal.substring(0, literal.indexOf('=')));
        }
        settings.addAll(Set.of("kafka-bootstrap", "s3-endpoint"));
        JsonNode external = read(COMPONENT.resolve("externalsecret.yaml")).path("spec");
        Set<String> secrets = new HashSet<>();
        for (JsonNode data : external.path("data")) {
            secrets.add(data.path("secretKey").asText());
        }
        String secretName = external.path("target").path("name").asText();
        Set<String> variables = new HashSet<>();
        Set<String> askedSettings = new HashSet<>();
        Set<String> askedSecrets = new HashSet<>();
        JsonNode container = containers().get(0);
        for (JsonNode variable : container.path("env")) {
            variables.add("$(" + variable.path("name").asText() + ")");
            JsonNode from = variable.path("valueFrom");
            if (from.has("configMapKeyRef")) {
                assertThat(from.path("configMapKeyRef").path("name").asText())
                        .isIn(generator.path("name").asText(), "evalstream-endpoints");
                askedSettings.add(from.path("configMapKeyRef").path("key").asText());
            }
            if (from.has("secretKeyRef")) {
                assertThat(from.path("secretKeyRef").path("name").asText()).isEqualTo(secretName);
                askedSecrets.add(from.path("secretKeyRef").path("key").asText());
            } else {
                assertThat(variable.path("name").asText()).doesNotContain("KEY");
            }
        }
        JsonNode names = pod().path("volumes").get(0).path("secret");
        assertThat(names.path("secretName").asText()).isEqualTo(secretName);
        askedSecrets.add(names.path("items").get(0).path("key").asText());
        assertThat(askedSettings).isEqualTo(settings);
        assertThat(askedSecrets).isEqualTo(secrets);
        for (String argument : strings(container.path("args"))) {
            int dollar = argument.indexOf('$');
            if (dollar >= 0) {
                assertThat(variables).contains(argument.substring(dollar));
            }
        }
    }

    private static List<JsonNode> containers() throws IOException {
        List<JsonNode> containers = new ArrayList<>();
        for (String list : List.of("initContainers", "containers")) {
            pod().path(list).forEach(containers::add);
        }
        return containers;
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(item -> strings.add(item.asText()));
        return strings;
    }
}
