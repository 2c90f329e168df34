package io.evalstream.datasets.manifest;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evalstream.datasets.BadDatasetException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class ManifestCheckTest {

    private static final String CONTENT = "{\"question\":\"1+1?\"}\n";

    @TempDir private Path folder;
    private Path file;
    private DatasetManifest manifest;

    @BeforeEach
    void writeSuite() throws IOException {
        file = folder.resolve("items.jsonl");
        Files.writeString(file, CONTENT);
        ManifestFile listed =
                new ManifestFile(
                        "items.jsonl", CONTENT.length(), ManifestCheck.sha256(file), "owner/repo");
        manifest =
                new DatasetManifest(
                        "own",
                        "1",
                        "Own.",
                        "CC0-1.0",
                        1,
                        false,
                        "llm-eval-ds",
                        Optional.empty(),
                        Optional.empty(),
                        List.of(listed));
    }

    @Test
    void acceptsTheFileItWasMadeFrom() throws IOException {
        ManifestCheck.check(manifest, folder);
    }

    @Test
    void refusesAChangedByte() throws IOException {
        Files.writeString(file, CONTENT.replace('1', '2'));
        assertRefused("is changed: expected sha256 " + manifest.files().get(0).sha256());
        assertRefused(", found " + ManifestCheck.sha256(file));
        assertRefused("copy it again, or give it a manifest with another version");
        assertRefused("from owner/repo");
    }

    @Test
    void refusesACutFile() throws IOException {
        Files.writeString(file, CONTENT.substring(1));
        assertRefused("is cut or changed: expected 20 bytes, found 19");
    }

    @Test
    void refusesAMissingFile() throws IOException {
        Files.delete(file);
        assertRefused("no such file; put it there, from owner/repo");
    }

    private void assertRefused(String said) {
        assertThatThrownBy(() -> ManifestCheck.check(manifest, folder))
                .isInstanceOf(BadDatasetException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(said);
    }
}
