package io.evalstream.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class ComparedTextTest {

    @TempDir private Path folder;

    /** However the record has it, it is the text, the id and the answer of the item. */
    @Test
    void isWhatTheItemIsComparedBy() throws IOException {
        Path file = folder.resolve("own.jsonl");
        Files.write(
                file,
                List.of(
                        "{\"id\":\"a\",\"question\":\"1+1?\",\"answer\":\"2\"}",
                        "{\"id\":\"b\\n\",\"question\":\"x\\ny\",\"answer\":\"one\\ttwo three\"}",
                        "{\"question\":\"한국의 수도는?\",\"answer\":null}",
                        "{\"id\":7,\"question\":\" \\u3000 before\",\"answer\":\"2\"}",
                        "{\"question\":\"\\u00e9t\\u00e9 \\ud83d\\ude00\",\"answer\":\"2\"}",
                        "{\"question\":\"half \\ud83d\",\"answer\":\"2\"}",
                        "{\"question\":12.50,\"answer\":\"2\"}",
                        "{\"question\":\"Which?\",\"choices\":[\"x\",\"y\"],\"answer\":\"B\"}",
                        "{\"question\":\"Where?\",\"context\":\"There.\",\"answer\":\"There\"}"));
        for (boolean withContext : new boolean[] {false, true}) {
            try (DatasetReader items = DatasetFiles.of(file).open();
                    DatasetReader texts = DatasetFiles.of(file).open()) {
                ComparedText text = new ComparedText();
                for (DatasetItem item = items.next(); item != null; item = items.next()) {
                    assertThat(texts.nextText(withContext, text)).isTrue();
                    assertThat(written(text)).isEqualTo(item.comparedText(withContext));
                    assertThat(text.answer()).isEqualTo(item.answer());
                    String derived = "own.jsonl#" + item.row();
                    assertThat(text.id()).isEqualTo(item.id().equals(derived) ? null : item.id());
                }
                assertThat(texts.nextText(withContext, text)).isFalse();
            }
        }
    }

    @Test
    void aBlankQuestionIsRefusedWithItsLine() throws IOException {
        Path file = folder.resolve("own.jsonl");
        Files.write(file, List.of("{\"question\":\"x\"}", "{\"question\":\"\\u3000 \"}"));
        try (DatasetReader texts = DatasetFiles.of(file).open()) {
            ComparedText text = new ComparedText();
            texts.nextText(false, text);
            assertThatThrownBy(() -> texts.nextText(false, text))
                    .isInstanceOf(BadDatasetException.class)
                    .hasMessageContaining(":2:")
                    .hasMessageContaining("empty");
        }
    }

    private static String written(ComparedText text) {
        return text.bytes() == null
                ? text.text()
                : new String(text.bytes(), text.from(), text.length(), StandardCharsets.UTF_8);
    }
}
