package io.evalstream.jobs.quality;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

class QualityJobOptionsTest {

    @TempDir private Path folder;

    @Test
    void anArgumentCountsMoreThanAFileAndTheFolderIsNoOption() throws IOException {
        Files.writeString(folder.resolve("kafka.bootstrap"), "file:9092");
        Files.writeString(folder.resolve("clickhouse.password"), "secret");
        String[] arguments = {
            "--options.folder", folder.toString(), "--kafka.bootstrap", "argument:9092"
        };
        assertThat(QualityJob.options(arguments).toMap())
                .isEqualTo(
                        Map.of(
                                "kafka.bootstrap",
                                "argument:9092",
                                "clickhouse.password",
                                "secret"));
    }

    @Test
    void withoutAFolderArgumentsAreAll() throws IOException {
        String[] arguments = {"--kafka.bootstrap", "argument:9092"};
        assertThat(QualityJob.options(arguments).toMap())
                .isEqualTo(Map.of("kafka.bootstrap", "argument:9092"));
    }
}
