package io.evalstream.k8s.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.evalstream.k8s.resources.FlinkDeployments;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.Map;

/** What is there is changed in its place. */
class HashedResourceApplierHarnessTest {

    private static final Path QUALITY = Path.of("base/quality/flink-deployment.yaml");

    private final RunFixture fixture = new RunFixture();
    private KubernetesClient client;
    private HashedResourceApplier applier;

    @BeforeEach
    void start() {
        client =
                new KubernetesClientBuilder()
                        .withConfig(
                                new ConfigBuilder(fixture.client.getConfiguration())
                                        .withUserAgent(RecordedApi.CONTROLLER)
                                        .build())
                        .build();
        applier = new HashedResourceApplier(client);
    }

    @AfterEach
    void stop() {
        client.close();
        fixture.close();
    }

    @Test
    void theQualityJobGetsAnotherImageByPatchAndKeepsItsState() throws Exception {
        applier.apply(quality("registry.example/jobs:1"));
        GenericKubernetesResource running = present();
        running.setAdditionalProperty(
                "status", Map.of("jobStatus", Map.of("upgradeSavepointPath", "s3://state/1")));
        fixture.client
                .genericKubernetesResources(FlinkDeployments.CONTEXT)
                .inNamespace(SimulatedCluster.NAMESPACE)
                .resource(running)
                .update();

        applier.apply(quality("registry.example/jobs:1"));
        assertThat(fixture.api.rights()).extracting(UsedRight::verb).doesNotContain("patch");
        applier.apply(quality("registry.example/jobs:2"));

        GenericKubernetesResource changed = present();
        assertThat(changed.getMetadata().getUid()).isEqualTo(running.getMetadata().getUid());
        assertThat(text(changed, "spec", "image")).isEqualTo("registry.example/jobs:2");
        assertThat(text(changed, "spec", "job", "upgradeMode")).isEqualTo("savepoint");
        assertThat(text(changed, "status", "jobStatus", "upgradeSavepointPath"))
                .isEqualTo("s3://state/1");
        assertThat(fixture.api.rights())
                .extracting(UsedRight::verb)
                .containsExactlyInAnyOrder("get", "create", "patch");
    }

    /** Kubernetes would refuse it, again and again. */
    @Test
    void aPlanThatPodsHaveReadStaysAsItIs() {
        applier.apply(plan("1"));
        applier.apply(plan("2"));

        assertThat(
                        fixture.client
                                .configMaps()
                                .inNamespace(SimulatedCluster.NAMESPACE)
                                .withName("plan")
                                .get()
                                .getData())
                .containsEntry("plan.json", "1");
        assertThat(fixture.api.rights()).extracting(UsedRight::verb).doesNotContain("patch");
    }

    private static io.fabric8.kubernetes.api.model.ConfigMap plan(String content) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName("plan")
                .withNamespace(SimulatedCluster.NAMESPACE)
                .endMetadata()
                .withImmutable(true)
                .addToData("plan.json", content)
                .build();
    }

    private static GenericKubernetesResource quality(String image) throws Exception {
        ObjectNode object = (ObjectNode) new YAMLMapper().readTree(QUALITY.toFile());
        ((ObjectNode) object.get("metadata")).put("namespace", SimulatedCluster.NAMESPACE);
        ((ObjectNode) object.get("spec")).put("image", image);
        return Serialization.jsonMapper().convertValue(object, GenericKubernetesResource.class);
    }

    private GenericKubernetesResource present() {
        return fixture.client
                .genericKubernetesResources(FlinkDeployments.CONTEXT)
                .inNamespace(SimulatedCluster.NAMESPACE)
                .withName("evalstream-quality")
                .get();
    }

    private static String text(GenericKubernetesResource resource, Object... path) {
        Object value = resource.get(path);
        return String.valueOf(value);
    }
}
