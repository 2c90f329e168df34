package io.evalstream.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class LineSourceTest {
    @TempDir Path folder;

    @Test
    void numbersLinesAndPassesOverBlankOnes() throws Exception {
        Path file = Files.writeString(folder.resolve("a"), "\uFEFFone\r\n\n  \t\ntwo\n\nthree");

        assertThat(read(file)).containsExactly("1:one:true", "4:two:true", "6:three:false");
    }

    @Test
    void readsLinesLongerThanItsChunks() throws Exception {
        String line = "x".repeat(200_000);
        Path file = Files.writeString(folder.resolve("a"), line + "\n" + line + "y");

        assertThat(read(file)).containsExactly("1:" + line + ":true", "2:" + line + "y:false");
    }

    @Test
    void opensGzipWhateverTheName() throws Exception {
        assertThat(read(Readings.gzip(folder.resolve("a"), "one\ntwo\n")))
                .containsExactly("1:one:true", "2:two:true");
    }

    @Test
    void saysThatACompressedFileIsCutOff() throws Exception {
        Path whole = Readings.gzip(folder.resolve("a"), "one\n".repeat(1000));
        byte[] bytes = Files.readAllBytes(whole);
        Path half = Files.write(folder.resolve("b"), Arrays.copyOf(bytes, bytes.length - 9));

        assertThatThrownBy(() -> read(half))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("compressed file is cut off or damaged");
        assertThat(InputFiles.head(half)).startsWith("one\n".getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> read(Path file) throws IOException, BadInputException {
        List<String> read = new ArrayList<>();
        try (LineSource lines = new LineSource(file)) {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                String text = new String(line, StandardCharsets.UTF_8);
                read.add(lines.number() + ":" + text + ":" + lines.terminated());
            }
        }
        return read;
    }
}
