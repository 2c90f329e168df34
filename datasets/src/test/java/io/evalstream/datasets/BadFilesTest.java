package io.evalstream.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.github.luben.zstd.Zstd;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** What a file may do wrong, and what it may do all the same. */
class BadFilesTest {

    private static final String GOOD = "{\"question\":\"1+1?\",\"answer\":\"2\"}";

    @TempDir private Path folder;

    static Stream<Arguments> faults() {
        return Stream.of(
                arguments("a.jsonl", "", ": the file holds no item"),
                arguments("a.jsonl", "\n \n", ": the file holds no item"),
                arguments("a.jsonl", GOOD + "\n" + GOOD.substring(0, 20), ":2: no valid JSON"),
                arguments("a.jsonl", GOOD + "\n\n" + GOOD + "x", ":3: "),
                arguments("a.jsonl", GOOD + GOOD, ":1: more follows the JSON object"),
                arguments("a.jsonl", GOOD + "\n17", ":2: the record is no JSON object"),
                arguments("a.jsonl", GOOD + "\n{}", ":2: /question: the item lacks the question"),
                arguments("a.jsonl", "question,answer\n1,2\n", ":1: is neither JSON nor"),
                arguments(
                        "a.jsonl",
                        "{\"question\":\"a\",\"question\":\"b\"}",
                        ":1: question: the field is there twice"),
                arguments(
                        "a.jsonl",
                        GOOD + "\n{\"question\":\" \",\"answer\":\"2\"}",
                        ":2: /question: the question is empty"),
                arguments(
                        "a.jsonl",
                        GOOD + "\n{\"question\":null,\"answer\":\"2\"}",
                        ":2: /question: the item lacks the question"),
                arguments(
                        "a.jsonl",
                        "{\"ctx\":\"a\",\"endings\":null,\"label\":0}",
                        ":1: /endings: the item lacks the choices"),
                arguments(
                        "a.jsonl",
                        "{\"ctx\":\"a\",\"endings\":[\"x\",\"y\"],\"label\":2}",
                        ":1: /label: \"2\" is no place from 0 of 2 choices"),
                arguments(
                        "a.jsonl",
                        "{\"question\":\"a\",\"choices\":\"x\"}",
                        ":1: /choices: is a text where choices are expected"),
                arguments(
                        "a.jsonl",
                        "{\"frage\":\"Was ist das hier?\",\"nr\":1}",
                        ":1: no known shape has the fields /frage, /nr; name them in a manifest,"
                                + " such as mapping: {question: /frage, answer: /...}"),
                arguments("a.json", "[]", ": the file holds no item"),
                arguments("a.json", "{\"data\":[]}", "no known shape has the fields /data"),
                arguments("a.json", "[" + GOOD + "," + GOOD, ":1: no valid JSON"),
                arguments("a.json", "[" + GOOD + "]]", ":1: no valid JSON"),
                arguments("a.json", "[" + GOOD + ",\n3]", ":2: the record is no JSON object"),
                arguments(
                        "a.json",
                        "{\"train\":[" + GOOD + "],\"test\":[" + GOOD + "]}",
                        ": items: several arrays hold items: /train/* and /test/*"),
                arguments(
                        "a.json",
                        "{\"data\":[{\"paragraphs\":[{\"context\":\"c\",\"qas\":[{\"id\":\"1\","
                                + "\"question\":\"q\",\"answers\":[]}]},{\"context\":\"d\"}]}]}",
                        ":1: /data/*/paragraphs/*/qas/*: an element has no array at qas"),
                arguments("a.csv", "", ": the file holds no item"),
                arguments("a.csv", "question,answer\n", ": the file holds no item"),
                arguments(
                        "a.csv",
                        "question,answer\n1,2\n\n\"a\nb\",\"3\n",
                        ":5: the quote is never closed"),
                arguments("a.csv", "question,answer\n1,\"2\"3\n", ":2: text follows the end"),
                arguments("a.csv", "question,answer\n1,2\n3\n", ":3: the row has 1 columns"),
                arguments("a.csv", "question,question\n1,2\n", ":1: question: two columns"),
                arguments("a.csv", "frage,antwort\n1,2\n", ":2: no known shape has the fields"),
                arguments("a.csv", "q,a,b,c,d,E\nq,a,b,c,d,B", ":1: /5: \"E\" is no label"),
                arguments("a.parquet", "PAR1 and no more", "is no whole Parquet file"),
                arguments("a.parquet", "", "is no whole Parquet file"),
                arguments("a.parquet.gz", "x", "is a compressed Parquet file"),
                arguments("a.jsonl.gz", GOOD, ": is not compressed as its name says"),
                arguments("a.jsonl.zst", GOOD, ": is not compressed as its name says"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void namesFileLineAndField(String name, String content, String said) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        assertRefused(file, said);
    }

    @Test
    void refusesWhatIsNotUtf8() throws IOException {
        byte[] latin1 = (GOOD + "\n{\"question\":\"é?\"}\n").getBytes(StandardCharsets.ISO_8859_1);
        assertRefused(write("a.jsonl", latin1), ":2: byte 14 of the line is not UTF-8");
        byte[] inArray = "[\n{\"question\":\"é?\"}]".getBytes(StandardCharsets.ISO_8859_1);
        assertRefused(write("a.json", inArray), ":2: no valid JSON");
        byte[] table = "question,answer\n\né,2\n".getBytes(StandardCharsets.ISO_8859_1);
        assertRefused(write("a.csv", table), "the text is not UTF-8");
        byte[] utf16 = ("\uFEFF" + GOOD).getBytes(StandardCharsets.UTF_16LE);
        assertRefused(write("b.jsonl", utf16), ": the text is not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 12, 30})
    void refusesACutCompressedFile(int bytes) throws IOException {
        byte[] lines = (GOOD + "\n").repeat(1000).getBytes(StandardCharsets.UTF_8);
        assertRefused(write("a.jsonl.gz", Arrays.copyOf(gzip(lines), bytes)), "cut off or damaged");
        byte[] zstd = Zstd.compress(lines);
        assertRefused(
                write("a.jsonl.zst", Arrays.copyOf(zstd, zstd.length - bytes)),
                "cut off or damaged");
    }

    @Test
    void refusesWhatIsNotThere() {
        assertThatThrownBy(() -> DatasetFiles.of(folder.resolve("x.jsonl")))
                .hasMessage(folder.resolve("x.jsonl") + ": no such file; check the path");
        assertThatThrownBy(() -> DatasetFiles.of(List.of(folder)))
                .hasMessage(folder + ": is no file; check the path");
    }

    @Test
    void refusesAFolderWithoutDataOrWithUnknownFiles() throws IOException {
        Files.writeString(folder.resolve("README.md"), "about");
        Files.writeString(folder.resolve(".hidden"), "x");
        assertThatThrownBy(() -> DatasetFiles.of(folder))
                .hasMessageContaining("the folder holds no data file");
        Files.writeString(folder.resolve("b.jsonl.bz2"), "x");
        assertThatThrownBy(() -> DatasetFiles.of(folder))
                .hasMessageContaining("b.jsonl.bz2: is no JSON, JSONL, CSV or Parquet file");
    }

    @Test
    void readsAFolderInTheOrderOfItsNames() throws IOException {
        Files.createDirectory(folder.resolve("sub"));
        Files.writeString(folder.resolve("b.jsonl"), GOOD);
        Files.writeString(folder.resolve("a.csv"), "question,answer\nx,y\n");
        Files.write(folder.resolve("sub/c.jsonl.gz"), gzip(GOOD.getBytes(StandardCharsets.UTF_8)));
        Files.writeString(folder.resolve("LICENSE"), "x");
        List<DatasetItem> items = SharedData.items(folder);
        assertThat(items)
                .extracting(DatasetItem::id)
                .containsExactly("a.csv#0", "b.jsonl#0", "c.jsonl.gz#0");
        assertThat(items).extracting(DatasetItem::row).containsExactly(0L, 1L, 2L);
    }

    @Test
    void aByteOrderMarkAndWindowsLineEndsAreNoPartOfTheData() throws IOException {
        Path lines =
                Files.writeString(folder.resolve("a.jsonl"), "\uFEFF" + GOOD + "\r\n\r\n" + GOOD);
        assertThat(SharedData.items(lines))
                .hasSize(2)
                .extracting(DatasetItem::rawText)
                .containsOnly(GOOD);
        Path array = Files.writeString(folder.resolve("a.json"), "\uFEFF[" + GOOD + "]\r\n");
        assertThat(SharedData.items(array)).extracting(DatasetItem::rawText).containsExactly(GOOD);
        Path table =
                Files.writeString(
                        folder.resolve("a.csv"),
                        "\uFEFFquestion,answer\r\n\"a\r\n\"\"b\"\",\",2\r\n");
        assertThat(SharedData.items(table))
                .extracting(DatasetItem::question)
                .containsExactly("a\n\"b\",");
    }

    @Test
    void aLineLongerThanTheBufferIsReadWhole() throws IOException {
        String question = "가나다 ".repeat(100_000);
        Path file =
                Files.writeString(
                        folder.resolve("a.jsonl"),
                        GOOD + "\n{\"question\":\"" + question + "\"}\n" + GOOD + "\n");
        List<DatasetItem> items = SharedData.items(file);
        assertThat(items).hasSize(3);
        assertThat(items.get(1).question()).isEqualTo(question);
        assertThat(items.get(2).rawText()).isEqualTo(GOOD);
    }

    @Test
    void recordsOfAnotherShapeInOneFileKeepTheirChoices() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("a.jsonl"),
                        GOOD
                                + "\n{\"question\":\"Which?\",\"A\":\"x\",\"B\":\"y\",\"C\":\"z\","
                                + "\"D\":\"u\",\"answer\":2}\n"
                                + GOOD
                                + "\n{\"prompt\":\"Do!\"}");
        List<DatasetItem> items = SharedData.items(file);
        assertThat(items)
                .extracting(DatasetItem::question)
                .containsExactly("1+1?", "Which?", "1+1?", "Do!");
        assertThat(items.get(1).choices()).containsExactly("x", "y", "z", "u");
        assertThat(items.get(1).answer()).isEqualTo("y");
    }

    private Path write(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    private static void assertRefused(Path file, String said) {
        assertThatThrownBy(() -> SharedData.items(file))
                .isInstanceOf(BadDatasetException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(said)
                .hasMessageNotContaining("\n");
    }
}
