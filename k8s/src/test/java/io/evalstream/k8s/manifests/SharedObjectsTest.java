package io.evalstream.k8s.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.k8s.resources.SharedObjects;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What the controller takes for there is installed under that name. */
class SharedObjectsTest {

    @Test
    void everyNameIsThatOfAnInstalledObject() throws IOException {
        List<String> installed = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("base"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
                if (!file.endsWith("releases.yaml")) {
                    Manifest.read(file)
                            .forEach(one -> installed.add(one.kind() + "/" + one.name()));
                }
            }
        }
        assertThat(installed)
                .contains(
                        "ServiceAccount/" + SharedObjects.RUNNER_ACCOUNT,
                        "ServiceAccount/" + SharedObjects.FLINK_ACCOUNT,
                        "ServiceAccount/" + SharedObjects.FLINK_WORKER_ACCOUNT,
                        "PriorityClass/" + SharedObjects.PRIORITY_CLASS,
                        "PersistentVolumeClaim/" + SharedObjects.WEIGHTS_CLAIM,
                        "PersistentVolumeClaim/" + SharedObjects.RAW_CLAIM);
        Map<String, Set<String>> secrets =
                References.secrets(
                        Manifest.read(Path.of("components/external-secrets/secrets.yaml")));
        assertThat(secrets.get(SharedObjects.S3_SECRET)).contains("access-key", "secret-key");
        assertThat(secrets.get(SharedObjects.CLICKHOUSE_SECRET)).contains("password");
        assertThat(secrets.get(SharedObjects.RUNNER_SECRET)).contains("HF_TOKEN");
    }

    @Test
    void thePreparationOfDataKeepsItsWorkersAccount() throws IOException {
        Manifest template =
                Manifest.read(
                                Path.of(
                                        "src/main/resources/io/evalstream/k8s/resources/"
                                                + "dataset-deployment.yaml"))
                        .get(0);
        assertThat(
                        template.spec()
                                .path("flinkConfiguration")
                                .path("kubernetes.taskmanager.service-account")
                                .asText())
                .isEqualTo(SharedObjects.FLINK_WORKER_ACCOUNT);
    }
}
