package io.evalstream.k8s.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.plan.RunPlan;
import io.fabric8.kubernetes.client.utils.Serialization;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The runs that people copy from can be applied, and what kubectl shows of runs is there. */
class ExamplesTest {

    private static final Path FOLDER = Path.of("examples");
    private static final Path DEFINITION = Path.of("base/crd/evalruns.evalstream.io-v1.yml");

    @ParameterizedTest
    @ValueSource(
            strings = {"smallest.yaml", "existing-endpoint.yaml", "spot-gpus.yaml", "queued.yaml"})
    void anExampleIsTakenAndMakesAPlan(String file) throws Exception {
        Manifest manifest = Manifest.read(FOLDER.resolve(file)).get(0);
        // The definition of EvalRun is ours, so this needs no schemas of others.
        assertThat(new Schemas().faults(manifest)).isEmpty();
        EvalRun run =
                Serialization.unmarshal(Files.readString(FOLDER.resolve(file)), EvalRun.class);
        assertThat(RunPlan.of(run.getSpec()).stages()).isNotEmpty();
    }

    @Test
    void everyExampleIsTried() throws Exception {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "smallest.yaml",
                            "existing-endpoint.yaml",
                            "spot-gpus.yaml",
                            "queued.yaml");
        }
    }

    @Test
    void columnsShowFieldsThatThereAre() throws Exception {
        JsonNode version = Manifest.read(DEFINITION).get(0).spec().path("versions").path(0);
        List<String> names = new java.util.ArrayList<>();
        for (JsonNode column : version.path("additionalPrinterColumns")) {
            String path = column.path("jsonPath").asText();
            names.add(column.path("name").asText());
            if (path.startsWith(".metadata.")) {
                continue;
            }
            JsonNode schema = version.path("schema").path("openAPIV3Schema");
            for (String field : path.substring(1).split("\\.", -1)) {
                schema = schema.path("properties").path(field);
            }
            assertThat(schema.path("type").asText())
                    .as(path)
                    .isEqualTo(column.path("type").asText());
        }
        assertThat(names)
                .containsExactly(
                        "Tag", "Phase", "Stage", "Shards", "Verdict", "GPU-s", "Age", "Message");
    }
}
