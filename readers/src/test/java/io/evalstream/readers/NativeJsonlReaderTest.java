package io.evalstream.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.evalstream.contract.SampleEvent;
import io.evalstream.contract.SeriesCount;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class NativeJsonlReaderTest {
    private static final String SHORT =
            "{\"metric\":\"acc\",\"value\":1,\"ts\":1700000000000,\"task\":\"t\"}";
    private static final String FULL =
            "{\"run_id\":\"r9\",\"model\":\"m\",\"model_tag\":\"m:2\",\"metric\":\"acc\","
                    + "\"value\":0.5,\"ts\":1700000000000,\"task\":\"t\",\"slice\":\"law\"}";

    @TempDir Path folder;

    private final ResultReader reader = new NativeJsonlReader();

    @Test
    void fillsWhatLinesDoNotSay() throws Exception {
        Path file =
                Readings.write(
                        folder.resolve("a.jsonl"),
                        SHORT,
                        SHORT.replace("{", "{ \"run_id\" : null,\"model_tag\":\"\", "));

        Readings readings = Readings.of(reader, file);

        assertThat(readings.events())
                .hasSize(2)
                .allSatisfy(
                        event -> {
                            assertThat(event.runId()).isEqualTo("run-1");
                            assertThat(event.model()).isEqualTo("llama");
                            assertThat(event.modelTag()).isEqualTo("llama:release-3");
                            assertThat(event.imageDigest()).isEqualTo(Readings.DIGEST);
                        });
        assertThat(readings.summary().identity()).isEqualTo(Readings.RUN);
    }

    @Test
    void leavesWhatLinesDoSayAndTellsTheUser() throws Exception {
        Readings readings = Readings.of(reader, Readings.write(folder.resolve("a.jsonl"), FULL));

        assertThat(readings.events()).extracting(SampleEvent::runId).containsExactly("r9");
        assertThat(readings.summary().identity().modelTag()).isEqualTo("m:2");
        assertThat(readings.summary().warnings())
                .containsExactly(
                        "run_id is r9 in the file and stays so; run-1 was given",
                        "model_tag is m:2 in the file and stays so; llama:release-3 was given");
        assertThat(readings.summary().series())
                .containsExactly(
                        new SeriesCount("t", "acc", "", "", 1),
                        new SeriesCount("t", "acc", "", "law", 1));
    }

    @Test
    void readsFoldersAndGzipAndCountsCopiesOnce() throws Exception {
        Readings.write(folder.resolve("a.jsonl"), FULL);
        Readings.gzip(folder.resolve("b.jsonl.gz"), FULL + "\n" + FULL.replace("0.5", "0.7"));
        Files.writeString(folder.resolve("notes.txt"), "no events");

        ReadSummary summary = Readings.of(reader, folder).summary();

        assertThat(summary.events()).isEqualTo(3);
        assertThat(summary.series().get(0).samples()).isEqualTo(2);
        assertThat(summary.warnings())
                .contains("1 events repeat the id of an earlier one and count once");
    }

    @Test
    void namesLineAndFieldOfAnEventThatIsNotValid() throws Exception {
        Path file =
                Readings.write(folder.resolve("a.jsonl"), SHORT, SHORT.replace(":1,", ":\"one\","));

        BadInputException refusal = refusal(file);

        assertThat(refusal.line()).isEqualTo(2);
        assertThat(refusal.field()).isEqualTo("value");
        assertThat(refusal.getMessage()).startsWith(file + ":2: value: must be ");
    }

    @Test
    void refusesWhatIsNoEvent() throws Exception {
        Path text = Readings.write(folder.resolve("a.jsonl"), SHORT, "not json", SHORT);
        Path cut = Files.writeString(folder.resolve("b.jsonl"), SHORT + "\n{\"metric\":\"ac");
        Path blank = Readings.write(folder.resolve("c.jsonl"), "");
        byte[] bytes = SHORT.replace("acc", "ac\u00e9").getBytes(StandardCharsets.ISO_8859_1);
        Path latin = Files.write(folder.resolve("d.jsonl"), bytes);
        Path garbage = Files.write(folder.resolve("e.jsonl"), new byte[] {0, 1, 2, (byte) 0xFF});
        Path empty = Files.createFile(folder.resolve("f.jsonl"));
        Path noObject = Readings.write(folder.resolve("g.jsonl"), "[1]");

        assertThat(refusal(text)).hasMessageContaining("a.jsonl:2: ");
        assertThat(refusal(cut)).hasMessageContaining("b.jsonl:2: the last line is cut off");
        assertThat(refusal(blank)).hasMessageContaining("c.jsonl: the file has no rows");
        assertThat(refusal(latin))
                .hasMessageContaining("d.jsonl:1: ")
                .hasMessageContaining("UTF-8");
        assertThat(refusal(garbage)).hasMessageContaining("e.jsonl:1: ");
        assertThat(refusal(empty)).hasMessageContaining("f.jsonl: the file has no rows");
        assertThat(refusal(noObject)).hasMessageContaining("g.jsonl:1: ");
        assertThat(refusal(folder.resolve("h.jsonl"))).hasMessageContaining("no such file");
    }

    @Test
    void refusesTwoRunsInOne() throws Exception {
        Path file = Readings.write(folder.resolve("a.jsonl"), FULL, FULL.replace("r9", "r10"));

        assertThat(refusal(file)).hasMessageContaining("a.jsonl:2: run_id: is r10 here but r9");
    }

    private BadInputException refusal(Path input) {
        return catchThrowableOfType(
                BadInputException.class, () -> reader.check(List.of(input), Readings.RUN));
    }
}
