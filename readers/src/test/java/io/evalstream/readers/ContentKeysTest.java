package io.evalstream.readers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Keys of items are those the runner gives, so that streamed and logged results compare. */
class ContentKeysTest {

    private static JsonNode examples;

    @BeforeAll
    static void read() throws Exception {
        examples = PythonJson.document(Path.of("../eval/tests/content_keys.json"));
    }

    private static JsonNode parsed(JsonNode text) throws Exception {
        return PythonJson.MAPPER.readTree(text.asText().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void documentsHaveTheKeysTheRunnerGivesThem() throws Exception {
        assertThat(examples.path("documents")).isNotEmpty();
        for (JsonNode example : examples.path("documents")) {
            assertThat(ItemKeys.contentKey(parsed(example.path("json"))))
                    .as(example.path("json").asText())
                    .isEqualTo(example.path("key").asText());
        }
    }

    @Test
    void itemsOfTheSameContentHaveTheKeysTheRunnerGivesThem() throws Exception {
        ItemKeys keys = new ItemKeys();
        List<String> found = new ArrayList<>();
        for (JsonNode text : examples.path("items").path("json")) {
            found.add(keys.next(parsed(text), "none"));
        }
        List<String> expected = new ArrayList<>();
        examples.path("items").path("keys").forEach(key -> expected.add(key.asText()));
        assertThat(found).isEqualTo(expected).doesNotHaveDuplicates();
        assertThat(keys.datasetDigest()).isEqualTo(examples.path("dataset_digest").asText());
    }
}
