package io.evalstream.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** However a file is damaged: it is refused, or all its records are there; it never hangs. */
class DamagedFilesTest {

    private static final int ITEMS = 20;

    private enum Form {
        LINES("a.jsonl"),
        ARRAY("a.json"),
        WRAPPED("b.json"),
        TABLE("a.csv"),
        GZIP("a.jsonl.gz");

        final String name;

        Form(String name) {
            this.name = name;
        }

        byte[] whole() throws IOException {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < ITEMS; i++) {
                String question = "Frage Nr. " + i + ", 무엇\\n?";
                String record = "{\"question\":\"" + question + "\",\"answer\":\"" + i + "\"}";
                switch (this) {
                    case LINES, GZIP -> text.append(record).append('\n');
                    case ARRAY, WRAPPED -> text.append(i == 0 ? "" : ",\n").append(record);
                    case TABLE ->
                            text.append('"')
                                    .append(question)
                                    .append("\",")
                                    .append(i)
                                    .append("\r\n");
                }
            }
            String content =
                    switch (this) {
                        case LINES, GZIP -> text.toString();
                        case ARRAY -> "[" + text + "]";
                        case WRAPPED -> "{\"version\":\"1\",\"data\":[" + text + "]}";
                        case TABLE -> "question,answer\r\n" + text;
                    };
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            if (this != GZIP) {
                return bytes;
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(bytes);
            }
            return out.toByteArray();
        }
    }

    /** Lines and rows can end early without a trace; a file's digest tells it. */
    @Property(tries = 300)
    void aCutFileIsRefusedOrEndsWithAWholeRecord(
            @ForAll Form form, @ForAll @IntRange(min = 0, max = 100_000) int place)
            throws IOException {
        byte[] whole = form.whole();
        int cut = place % whole.length;
        int found = read(form, Arrays.copyOf(whole, cut));
        if (found < 0) {
            return;
        }
        switch (form) {
            case LINES -> assertThat(found).isEqualTo(wholeLines(whole, cut));
            case TABLE -> assertThat(found).isEqualTo(wholeLines(whole, cut) - 1);
            case ARRAY, WRAPPED, GZIP -> throw new AssertionError("cut at " + cut + " was read");
        }
    }

    private static int wholeLines(byte[] whole, int cut) {
        int lines = 0;
        for (int i = 0; i < cut; i++) {
            lines += whole[i] == '\n' ? 1 : 0;
        }
        // The last record may lack nothing but its end.
        byte next = whole[cut];
        return next == '\n' || next == '\r' || (cut > 0 && whole[cut - 1] != '\n')
                ? lines + 1
                : lines;
    }

    @Property(tries = 1500)
    void changedBytesNeverMakeARecordVanish(
            @ForAll Form form,
            @ForAll @Size(min = 1, max = 3)
                    List<@IntRange(min = 0, max = 1_000_000) Integer> places,
            @ForAll("bytes") byte replacement)
            throws IOException {
        byte[] bytes = form.whole();
        for (int place : places) {
            bytes[place % bytes.length] = replacement;
        }
        int found = read(form, bytes);
        // A changed quote or line end may join records of a table, never those of JSON.
        if (found >= 0 && form != Form.TABLE) {
            assertThat(found).isGreaterThanOrEqualTo(ITEMS);
        }
    }

    @Provide
    Arbitrary<Byte> bytes() {
        return Arbitraries.oneOf(
                Arbitraries.bytes(),
                Arbitraries.of((byte) '"', (byte) '\n', (byte) '{', (byte) ','));
    }

    /** -1 where the file was refused, with its name. */
    private static int read(Form form, byte[] content) throws IOException {
        Path folder = Files.createTempDirectory("damaged");
        Path file = Files.write(folder.resolve(form.name), content);
        try {
            return SharedData.items(file).size();
        } catch (BadDatasetException e) {
            assertThat(e).hasMessageStartingWith(file.toString());
            return -1;
        } finally {
            Files.delete(file);
            Files.delete(folder);
        }
    }

    @Property(tries = 300)
    void linesAreTheSameHoweverTheStreamGivesThem(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 40) Integer> chunks,
            @ForAll @IntRange(min = 1, max = 64) int buffer)
            throws IOException {
        byte[] whole = Form.LINES.whole();
        List<String> lines = new ArrayList<>();
        try (JsonLines source =
                new JsonLines(Path.of("a.jsonl"), new Chunked(whole, chunks), buffer)) {
            while (source.next()) {
                lines.add(
                        new String(
                                source.buffer(),
                                source.start(),
                                source.end() - source.start(),
                                StandardCharsets.UTF_8));
            }
        }
        assertThat(lines).isEqualTo(new String(whole, StandardCharsets.UTF_8).lines().toList());
    }

    /** Gives a few bytes at a time, as a network does. */
    private static final class Chunked extends InputStream {
        private final ByteArrayInputStream in;
        private final List<Integer> chunks;
        private int next;

        Chunked(byte[] bytes, List<Integer> chunks) {
            this.in = new ByteArrayInputStream(bytes);
            this.chunks = chunks;
        }

        @Override
        public int read() {
            return in.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            int chunk = chunks.get(next++ % chunks.size());
            return in.read(bytes, offset, Math.min(length, chunk));
        }
    }
}
