package io.evalstream.k8s.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;

/** Reads what GitHub documents as examples of its events. */
class PackageEventTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"package", "registry_package"})
    void thePublishedExampleIsAnUntaggedContainer(String event) throws Exception {
        PackageEvent push = PackageEvent.parse(event, example(event)).orElseThrow();
        assertThat(push.action()).isEqualTo("published");
        assertThat(push.isContainer()).isTrue();
        assertThat(push.image().orElseThrow()).hasToString("ghcr.io/codertocat/hello-world");
        assertThat(push.tag()).isEmpty();
        assertThat(push.digest())
                .isEqualTo(
                        "sha256:3da1996a8115d7616457760d9920b815241d0a03b34cf5f04e9a0e9d8de37498");
    }

    @ParameterizedTest
    @CsvSource({
        // Name of the tag, address, whether they are found.
        "release-1, ghcr.io/Codertocat/hello-world:release-1, release-1",
        "'', ghcr.io/Codertocat/hello-world:release-2, release-2",
        "release-3, '', release-3",
        "latest, ghcr.io/Codertocat/hello-world:latest, latest",
    })
    void theTagIsFoundWhereverItStands(String name, String address, String tag) throws Exception {
        ObjectNode root = (ObjectNode) JSON.readTree(example("registry_package"));
        ObjectNode version = (ObjectNode) root.at("/registry_package/package_version");
        ((ObjectNode) version.at("/container_metadata/tag")).put("name", name);
        version.put("package_url", address);
        PackageEvent push =
                PackageEvent.parse("registry_package", JSON.writeValueAsBytes(root)).orElseThrow();
        assertThat(push.tag()).isEqualTo(tag);
        assertThat(push.image().orElseThrow()).hasToString("ghcr.io/codertocat/hello-world");
    }

    @ParameterizedTest
    @CsvSource({"npm,docker,true", "CONTAINER,,true", "docker,npm,true", "npm,npm,false"})
    void aContainerIsOneInEitherFieldAndAnyCase(String type, String ecosystem, boolean expected)
            throws Exception {
        ObjectNode root = (ObjectNode) JSON.readTree(example("package"));
        ObjectNode subject = (ObjectNode) root.get("package");
        subject.put("package_type", type).put("ecosystem", ecosystem);
        PackageEvent push =
                PackageEvent.parse("package", JSON.writeValueAsBytes(root)).orElseThrow();
        assertThat(push.isContainer()).isEqualTo(expected);
    }

    private static byte[] example(String event) throws Exception {
        Path file = Path.of("none");
        for (Path folder = Path.of("").toAbsolutePath();
                folder != null && !Files.isRegularFile(file);
                folder = folder.getParent()) {
            file =
                    folder.resolve(
                            "shared/data/webhooks/payload-examples/"
                                    + event
                                    + "/published.docker.payload.json");
        }
        Assumptions.assumeTrue(
                Files.isRegularFile(file),
                "skipped: GitHub's examples of webhooks are not beside the repository");
        return Files.readAllBytes(file);
    }
}
