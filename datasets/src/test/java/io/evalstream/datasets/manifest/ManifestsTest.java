package io.evalstream.datasets.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;

import io.evalstream.datasets.SharedData;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The manifests that come with the project, against the schema and the bytes they speak of. */
class ManifestsTest {

    private static final String SCHEMA = "dataset-manifest.schema.json";

    static JsonSchema schema() throws IOException {
        try (InputStream in = ManifestReader.class.getResourceAsStream(SCHEMA)) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(new ObjectMapper().readTree(in));
        }
    }

    private static Path folder() {
        return SharedData.repository().resolve("datasets/manifests");
    }

    @Test
    void allFollowTheSchemaAndAreNamedAsTheirFiles() throws IOException {
        JsonSchema schema = schema();
        try (Stream<Path> files = Files.list(folder())) {
            for (Path file : files.toList()) {
                JsonNode manifest = new YAMLMapper().readTree(file.toFile());
                assertThat(schema.validate(manifest)).as(file.toString()).isEmpty();
                assertThat(file.getFileName())
                        .hasToString(manifest.get("name").textValue() + ".yaml");
            }
        }
        assertThat(ManifestReader.readFolder(folder())).hasSizeGreaterThan(20);
    }

    @Test
    void ourOwnDataIsAsItsManifestsSay() throws IOException {
        Path data = SharedData.repository().resolve("datasets/raw");
        for (String name : List.of("evalstream-mini", "evalstream-regression")) {
            DatasetManifest manifest = ManifestReader.read(folder().resolve(name + ".yaml"));
            ManifestCheck.check(manifest, data);
            assertThat(manifest.protect()).isFalse();
            assertThat(SharedData.items(manifest.in(data))).isNotEmpty();
        }
    }

    @Test
    void publicBenchmarksAreProtectedAndAsTheirManifestsSay() throws IOException {
        Path data = SharedData.datasets();
        Set<String> inManifests = new TreeSet<>();
        for (DatasetManifest manifest : ManifestReader.readFolder(folder())) {
            if (manifest.name().startsWith("evalstream-")) {
                continue;
            }
            ManifestCheck.check(manifest, data);
            assertThat(manifest.protect()).as(manifest.name()).isTrue();
            manifest.files().forEach(file -> inManifests.add(file.path()));
            assertThat(SharedData.items(manifest.in(data))).as(manifest.name()).isNotEmpty();
        }
        Set<String> there = new TreeSet<>();
        try (Stream<Path> walk = Files.walk(data)) {
            walk.filter(Files::isRegularFile)
                    .forEach(file -> there.add(data.relativize(file).toString()));
        }
        assertThat(inManifests).isEqualTo(there);
    }
}
