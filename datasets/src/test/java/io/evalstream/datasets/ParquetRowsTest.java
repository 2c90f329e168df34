package io.evalstream.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

class ParquetRowsTest {

    private static final MessageType MMLU =
            MessageTypeParser.parseMessageType(
                    """
                    message row {
                      optional binary question (STRING);
                      optional group choices (LIST) {
                        repeated group list { optional binary element (STRING); }
                      }
                      optional int64 answer;
                      optional double score;
                      optional int32 price (DECIMAL(9, 2));
                      optional group passage { optional boolean own; optional binary bytes; }
                      optional group tags (MAP) {
                        repeated group key_value {
                          required binary key (STRING);
                          optional int32 value;
                        }
                      }
                    }
                    """);

    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource(
            value = CompressionCodecName.class,
            names = {"UNCOMPRESSED", "SNAPPY", "ZSTD"})
    void readsListsNumbersAndNesting(CompressionCodecName codec) throws IOException {
        Path file = folder.resolve("a.parquet");
        write(file, codec, 3);

        List<DatasetItem> items = SharedData.items(file);

        assertThat(items).hasSize(3);
        assertThat(items.get(1).comparedText(false)).isEqualTo("Frage 1?\n하나\n둘\n셋");
        assertThat(items.get(1).answer()).isEqualTo("둘");
        assertThat(items.get(1).rawText())
                .isEqualTo(
                        "{\"question\":\"Frage 1?\",\"choices\":[\"하나\",\"둘\",\"셋\"],\"answer\":1,"
                                + "\"score\":0.5,\"price\":1.25,\"passage\":{\"own\":true,"
                                + "\"bytes\":\"gIA=\"},\"tags\":{\"k\":7}}");
        assertThat(items.get(0).rawText()).contains("\"score\":null");
    }

    @Test
    void readsSeveralRowGroups() throws IOException {
        Path file = folder.resolve("a.parquet");
        write(file, CompressionCodecName.SNAPPY, 20_000);
        assertThat(SharedData.items(file)).hasSize(20_000);
    }

    /** Written by another library, with dictionaries and pages of the second version. */
    @ParameterizedTest
    @ValueSource(strings = {"arrow-zstd.parquet", "arrow-gzip.parquet"})
    void readsWhatArrowHasWritten(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = ParquetRowsTest.class.getResourceAsStream(name)) {
            Files.copy(in, file);
        }
        List<DatasetItem> items = SharedData.items(file);
        assertThat(items).hasSize(100);
        DatasetItem item = items.get(7);
        assertThat(item.id()).isEqualTo("item-7");
        assertThat(item.question()).isEqualTo("Which is number 7, 일곱?");
        assertThat(item.choices()).containsExactly("number 7", "number 8", "number 9");
        assertThat(item.answer()).isEqualTo("number 8");
        assertThat(item.rawText()).contains("\"subject\":\"counting\"").contains("\"empty\":[]");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 0.9, 0.999})
    void refusesACutFile(double share) throws IOException {
        Path whole = folder.resolve("a.parquet");
        write(whole, CompressionCodecName.SNAPPY, 1000);
        byte[] bytes = Files.readAllBytes(whole);
        Path cut =
                Files.write(
                        folder.resolve("b.parquet"),
                        Arrays.copyOf(bytes, (int) (bytes.length * share)));
        assertThatThrownBy(() -> SharedData.items(cut))
                .isInstanceOf(BadDatasetException.class)
                .hasMessageStartingWith(cut + ": is no whole Parquet file");
    }

    private static void write(Path file, CompressionCodecName codec, int rows) throws IOException {
        SimpleGroupFactory groups = new SimpleGroupFactory(MMLU);
        try (ParquetWriter<Group> writer =
                ExampleParquetWriter.builder(new LocalOutputFile(file))
                        .withConf(new PlainParquetConfiguration())
                        .withType(MMLU)
                        .withRowGroupSize(64 * 1024L)
                        .withCompressionCodec(codec)
                        .build()) {
            for (int i = 0; i < rows; i++) {
                Group row = groups.newGroup().append("question", "Frage " + i + "?");
                Group choices = row.addGroup("choices");
                for (String choice : List.of("하나", "둘", "셋")) {
                    choices.addGroup("list").append("element", choice);
                }
                row.append("answer", (long) i % 3);
                if (i > 0) {
                    row.append("score", 0.5);
                }
                row.append("price", 125);
                row.addGroup("passage")
                        .append("own", true)
                        .append(
                                "bytes",
                                Binary.fromConstantByteArray(
                                        new byte[] {(byte) 0x80, (byte) 0x80}));
                row.addGroup("tags").addGroup("key_value").append("key", "k").append("value", 7);
                writer.write(row);
            }
        }
    }
}
