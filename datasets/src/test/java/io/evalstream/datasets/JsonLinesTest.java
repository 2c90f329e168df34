package io.evalstream.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class JsonLinesTest {

    @TempDir private Path folder;

    @Test
    void readsItemsInTheOrderOfTheFile() throws IOException {
        Path file = folder.resolve("own.jsonl");
        Files.writeString(
                file,
                "{\"id\":\"a\",\"question\":\"1+1?\",\"answer\":\"2\"}\r\n\n"
                        + "{\"question\":\"Which?\",\"choices\":[\"x\",\"y\"],\"answer\":\"B\"}");

        try (DatasetReader reader = DatasetFiles.of(file).open()) {
            DatasetItem first = reader.next();
            assertThat(first.id()).isEqualTo("a");
            assertThat(first.question()).isEqualTo("1+1?");
            assertThat(first.answer()).isEqualTo("2");
            assertThat(first.rawText())
                    .isEqualTo("{\"id\":\"a\",\"question\":\"1+1?\",\"answer\":\"2\"}");
            DatasetItem second = reader.next();
            assertThat(second.id()).isEqualTo("own.jsonl#1");
            assertThat(second.choices()).isEqualTo(List.of("x", "y"));
            assertThat(second.answer()).isEqualTo("y");
            assertThat(second.row()).isEqualTo(1);
            assertThat(second.comparedText(true)).isEqualTo("Which?\nx\ny");
            assertThat(reader.next()).isNull();
        }
    }
}
