package io.evalstream.datasets.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.evalstream.datasets.BadDatasetException;
import io.evalstream.datasets.DatasetItem;
import io.evalstream.datasets.SharedData;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

class ManifestReaderTest {

    private static final String DIGEST = "a".repeat(64);

    private static final String WHOLE =
            """
            name: own-suite
            version: "1.0"
            description: Own questions.
            licence: CC0-1.0
            priority: 50
            protect: false
            bucket: llm-eval-ds
            format: jsonl
            mapping:
              question: /frage
              choices: [/a, /b]
              answer: /loesung
              answer_form: label
            files:
              - path: own/items.jsonl
                size: 54
                sha256: "%s"
            """
                    .formatted(DIGEST);

    @TempDir private Path folder;

    @Test
    void readsEveryField() throws IOException {
        DatasetManifest manifest = ManifestReader.read(written(WHOLE));

        assertThat(manifest.objectPrefix()).isEqualTo("own-suite/1.0");
        assertThat(manifest.priority()).isEqualTo(50);
        assertThat(manifest.files())
                .containsExactly(new ManifestFile("own/items.jsonl", 54, DIGEST, ""));

        Files.createDirectories(folder.resolve("own"));
        Files.writeString(
                folder.resolve("own/items.jsonl"),
                "{\"frage\":\"Was?\",\"a\":\"das\",\"b\":\"dies\",\"loesung\":\"B\"}");
        List<DatasetItem> items = SharedData.items(manifest.in(folder));
        assertThat(items).hasSize(1);
        assertThat(items.get(0).comparedText(false)).isEqualTo("Was?\ndas\ndies");
        assertThat(items.get(0).answer()).isEqualTo("dies");
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                arguments("name: own-suite", "name: Own Suite", "name: \"Own Suite\""),
                arguments("version: \"1.0\"", "version: 1.10", "version: is no text"),
                arguments("version: \"1.0\"", "version: \"../x\"", "version: "),
                arguments("licence: CC0-1.0\n", "", "licence: is missing"),
                arguments("licence: CC0-1.0", "licence: ' '", "licence: is empty"),
                arguments("priority: 50", "priority: -1", "priority: is no whole number"),
                arguments("priority: 50", "priority: 1.5", "priority: is no whole number"),
                arguments("protect: false", "protect: perhaps", "protect: is neither"),
                arguments("bucket: llm-eval-ds", "bucket: A_b", "bucket: "),
                arguments("format: jsonl", "format: xml", "format: \"xml\" is no format"),
                arguments("question: /frage", "question: frage", "mapping: question: "),
                arguments("question: /frage", "ask: /frage", "mapping: ask: is none of"),
                arguments("answer_form: label", "answer_form: letter", "mapping: answer_form: "),
                arguments("path: own/items.jsonl", "path: ../etc/x", "files[0].path: "),
                arguments("path: own/items.jsonl", "path: own/../x", "files[0].path: "),
                arguments("path: own/items.jsonl", "path: /etc/x", "files[0].path: "),
                arguments("path: own/items.jsonl", "path: own/", "files[0].path: "),
                arguments("size: 54", "size: 0", "files[0].size: "),
                arguments("size: 54", "bytes: 54", "files[0].bytes: no such field"),
                arguments(DIGEST, "A".repeat(64), "files[0].sha256: "),
                arguments("description:", "descriptions:", "descriptions: no such field"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void namesFileAndFieldOfAFaultTheSchemaRefusesToo(String right, String wrong, String said)
            throws IOException {
        String faulty = WHOLE.replace(right, wrong);
        assertThat(faulty).isNotEqualTo(WHOLE);
        Path file = written(faulty);

        assertThatThrownBy(() -> ManifestReader.read(file))
                .isInstanceOf(BadDatasetException.class)
                .hasMessageStartingWith(file + ": " + said)
                .hasMessageNotContaining("\n");
        JsonNode manifest = new YAMLMapper().readTree(faulty);
        assertThat(ManifestsTest.schema().validate(new ObjectMapper().valueToTree(manifest)))
                .isNotEmpty();
    }

    @Test
    void namesTheLineOfBrokenYaml() throws IOException {
        Path file = written(WHOLE.replace("protect: false", "protect: [false"));
        assertThatThrownBy(() -> ManifestReader.read(file))
                .isInstanceOf(BadDatasetException.class)
                .hasMessageContaining("no valid YAML")
                .hasMessageStartingWith(file + ":");
    }

    @Test
    void refusesAFieldThatIsThereTwice() throws IOException {
        Path file = written(WHOLE + "name: other\n");
        assertThatThrownBy(() -> ManifestReader.read(file)).hasMessageContaining("name");
    }

    @Test
    void refusesTwoManifestsOfOneName() throws IOException {
        written(WHOLE);
        Files.writeString(folder.resolve("z.yaml"), WHOLE);
        assertThatThrownBy(() -> ManifestReader.readFolder(folder))
                .hasMessageContaining("z.yaml")
                .hasMessageContaining("\"own-suite\" is the name in manifest.yaml");
    }

    @Test
    void aFolderWithoutManifestsIsNotAnEmptyList() {
        assertThatThrownBy(() -> ManifestReader.readFolder(folder))
                .hasMessageContaining("holds no manifest");
        assertThatThrownBy(() -> ManifestReader.readFolder(folder.resolve("x")))
                .hasMessageContaining("no such folder");
    }

    private Path written(String manifest) throws IOException {
        return Files.writeString(folder.resolve("manifest.yaml"), manifest);
    }
}
