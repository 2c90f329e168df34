package io.evalstream.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

class OptionFolderTest {

    @TempDir private Path folder;

    @Test
    void everyFileIsAnOption() throws IOException {
        Files.writeString(folder.resolve("kafka.bootstrap"), "kafka:9092\n");
        Files.writeString(folder.resolve("clickhouse.password"), " p=a ss\n");
        assertThat(OptionFolder.read(folder).toMap())
                .isEqualTo(
                        Map.of("kafka.bootstrap", "kafka:9092", "clickhouse.password", "p=a ss"));
    }

    /** A mounted volume keeps its data in a folder that begins with dots, and links to it. */
    @Test
    void linksOfAMountedVolumeAreReadAndItsOwnFilesAreNot() throws IOException {
        Path data = Files.createDirectory(folder.resolve("..2026_01_01"));
        Files.writeString(data.resolve("teams.url"), "https://teams.invalid/x");
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..2026_01_01"));
        Files.createSymbolicLink(folder.resolve("teams.url"), Path.of("..data/teams.url"));
        assertThat(OptionFolder.read(folder).toMap())
                .isEqualTo(Map.of("teams.url", "https://teams.invalid/x"));
    }

    @Test
    void anEmptyFileLeavesTheDefault() throws IOException {
        Files.writeString(folder.resolve("teams.mention.id"), "\n");
        assertThat(OptionFolder.read(folder)).isEqualTo(new Configuration());
    }

    @Test
    void whatIsNoFolderIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("options.yaml"), "x");
        assertThatThrownBy(() -> OptionFolder.read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(file + ": is no folder of options");
        assertThatThrownBy(() -> OptionFolder.read(folder.resolve("missing")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("is no folder of options");
    }

    @Test
    void bytesThatAreNoTextAreNamedAndNotShown() throws IOException {
        Path file = Files.write(folder.resolve("clickhouse.password"), new byte[] {(byte) 0xff});
        assertThatThrownBy(() -> OptionFolder.read(folder))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(file + ": cannot be read as an option");
    }
}
