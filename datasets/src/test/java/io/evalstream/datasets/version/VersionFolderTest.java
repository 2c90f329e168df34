package io.evalstream.datasets.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;

import io.evalstream.datasets.DatasetItem;
import io.evalstream.datasets.FieldMapping;
import io.evalstream.datasets.SharedData;
import io.evalstream.datasets.manifest.ManifestCheck;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

class VersionFolderTest {

    private static final VersionHeader HEADER =
            new VersionHeader(
                    "own", "2", "CC0-1.0", 7, true, Optional.empty(), List.of("own/1 sha256 ab"));

    @TempDir private Path root;

    private static List<DatasetItem> items(int count) {
        List<DatasetItem> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] raw =
                    ("{\"question\":\"Frage Nr. " + i + "?\", \"x\": 1.0}")
                            .getBytes(StandardCharsets.UTF_8);
            items.add(new DatasetItem("i" + i, "q", List.of(), null, null, raw, i));
        }
        return items;
    }

    @Test
    void readsBackWhatWasWritten() throws IOException {
        VersionFolder folder = new VersionFolder(root);
        VersionManifest written = folder.write(HEADER, items(1000).iterator());

        assertThat(folder.manifest("own", "2")).isEqualTo(written);
        List<DatasetItem> again = SharedData.items(folder.open("own", "2"));
        assertThat(again).hasSize(1000);
        assertThat(again.get(999).raw()).isEqualTo(items(1000).get(999).raw());
        assertThat(written.items()).isEqualTo(1000);
        Path data = root.resolve("own/2/data.jsonl.zst");
        assertThat(written.compressedSha256()).isEqualTo(ManifestCheck.sha256(data));
        byte[] lines = Zstd.decompress(Files.readAllBytes(data), (int) written.bytes());
        Path plain = Files.write(root.resolve("plain.jsonl"), lines);
        assertThat(written.sha256()).isEqualTo(ManifestCheck.sha256(plain));
        try (Stream<Path> list = Files.list(root.resolve("own/2"))) {
            assertThat(list.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("data.jsonl.zst", "manifest.json");
        }
    }

    @Test
    void keepsTheMappingOfTheRecords() throws IOException {
        VersionHeader mapped =
                new VersionHeader(
                        "own",
                        "3",
                        "CC0-1.0",
                        7,
                        true,
                        Optional.of(FieldMapping.ofQuestion("/x", "/question")),
                        List.of());
        VersionFolder folder = new VersionFolder(root);
        folder.write(mapped, items(1).iterator());
        assertThat(SharedData.items(folder.open("own", "3")).get(0).question())
                .isEqualTo("1\nFrage Nr. 0?");
        assertThat(folder.manifest("own", "3").header()).isEqualTo(mapped);
    }

    @Test
    void writingTheSameAgainChangesNothing() throws IOException {
        VersionFolder folder = new VersionFolder(root);
        VersionManifest first = folder.write(HEADER, items(10).iterator());
        byte[] bytes = Files.readAllBytes(root.resolve("own/2/data.jsonl.zst"));
        assertThat(folder.write(HEADER, items(10).iterator())).isEqualTo(first);
        assertThat(root.resolve("own/2/data.jsonl.zst")).hasBinaryContent(bytes);
    }

    @Test
    void aVersionIsNeverWrittenOver() throws IOException {
        VersionFolder folder = new VersionFolder(root);
        folder.write(HEADER, items(10).iterator());
        byte[] bytes = Files.readAllBytes(root.resolve("own/2/data.jsonl.zst"));
        assertThatThrownBy(() -> folder.write(HEADER, items(9).iterator()))
                .hasMessageContaining("the version is there with other records")
                .hasMessageContaining("give it a new version");
        assertThat(root.resolve("own/2/data.jsonl.zst")).hasBinaryContent(bytes);
    }

    @Test
    void aVersionIsNeverEmpty() {
        assertThatThrownBy(() -> new VersionFolder(root).write(HEADER, items(0).iterator()))
                .hasMessageContaining("own/2 holds no item");
        assertThat(root.resolve("own/2/manifest.json")).doesNotExist();
    }

    @Test
    void refusesAChangedOrCutVersion() throws IOException {
        VersionFolder folder = new VersionFolder(root);
        folder.write(HEADER, items(100).iterator());
        Path data = root.resolve("own/2/data.jsonl.zst");
        byte[] bytes = Files.readAllBytes(data);
        Files.write(data, Arrays.copyOf(bytes, bytes.length - 1));
        assertThatThrownBy(() -> folder.open("own", "2"))
                .hasMessageStartingWith(data.toString())
                .hasMessageContaining("is cut or changed: expected sha256");
        Files.delete(data);
        assertThatThrownBy(() -> folder.open("own", "2")).hasMessageContaining("no such file");
        assertThatThrownBy(() -> folder.open("own", "1"))
                .hasMessageContaining("no such version of a dataset");
    }

    @Property(tries = 30)
    void bytesDependOnTheRecordsAlone(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 1, max = 20_000) Integer> lengths)
            throws IOException {
        assertThat(written(lengths)).isEqualTo(written(lengths));
    }

    private static List<Object> written(List<Integer> lengths) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        VersionManifest manifest;
        try (VersionWriter writer = new VersionWriter(HEADER, bytes)) {
            for (int length : lengths) {
                writer.add("x".repeat(length).getBytes(StandardCharsets.UTF_8));
            }
            manifest = writer.finish();
        }
        return List.of(
                List.of(bytes.toString(StandardCharsets.ISO_8859_1)),
                new String(manifest.toBytes(), StandardCharsets.UTF_8));
    }
}
