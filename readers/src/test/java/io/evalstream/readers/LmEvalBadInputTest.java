package io.evalstream.readers;

import static io.evalstream.readers.LmEvalFixture.newRow;
import static io.evalstream.readers.LmEvalFixture.oldRow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class LmEvalBadInputTest {
    private static final String GOOD = newRow(0, "2+2", "none", "'acc': 1");

    @TempDir Path folder;

    private final ResultReader reader = new LmEvalReader();

    @Test
    void missingFile() {
        assertThat(refusal(folder.resolve("nowhere")))
                .hasMessage(folder.resolve("nowhere") + ": no such file or folder; check the path");
    }

    @Test
    void emptyFolder() {
        assertThat(refusal(folder)).hasMessageContaining("the folder holds no file");
    }

    @Test
    void emptyFile() throws Exception {
        Path file = Files.createFile(folder.resolve("samples_sums.jsonl"));

        assertThat(refusal(file)).hasMessageContaining("samples_sums.jsonl: the file is empty");
        assertThat(refusal(folder)).hasMessageContaining("samples_sums.jsonl: the file is empty");
    }

    @Test
    void fileWithoutRows() throws Exception {
        Path file = Readings.write(folder.resolve("samples_sums.jsonl"), "", " ");

        assertThat(refusal(file)).hasMessageContaining("the file has no rows");
    }

    @Test
    void folderWithoutResults() throws Exception {
        Readings.write(folder.resolve("notes.txt"), "nothing here");

        assertThat(refusal(folder)).hasMessageContaining("there is no lm-eval output in it");
    }

    @Test
    void resultsWithoutRows() throws Exception {
        Path file = LmEvalFixture.results(folder, LmEvalFixture.results());

        assertThat(refusal(file)).hasMessageContaining("run lm_eval with --log_samples");
        assertThat(refusal(folder)).hasMessageContaining("run lm_eval with --log_samples");
    }

    @Test
    void lastLineCutOff() throws Exception {
        Path file = folder.resolve("samples_sums.jsonl");
        Files.writeString(file, GOOD + "\n" + GOOD.substring(0, GOOD.length() / 2));

        BadInputException refusal = refusal(file);

        assertThat(refusal.line()).isEqualTo(2);
        assertThat(refusal).hasMessageContaining("samples_sums.jsonl:2: the last line is cut off");
    }

    @Test
    void lineThatIsNotJson() throws Exception {
        Path file = Readings.write(folder.resolve("samples_sums.jsonl"), GOOD, "Traceback", GOOD);

        assertThat(refusal(file))
                .hasMessageContaining("samples_sums.jsonl:2: the line is not JSON");
    }

    @Test
    void lineThatIsNoObject() throws Exception {
        Path file = Readings.write(folder.resolve("samples_sums.jsonl"), GOOD, "[1]");

        assertThat(refusal(file)).hasMessageContaining(":2: the line is JSON but not an object");
    }

    @Test
    void twoObjectsOnALine() throws Exception {
        Path file = Readings.write(folder.resolve("samples_sums.jsonl"), GOOD + GOOD);

        assertThat(refusal(file)).hasMessageContaining(":1: the line is not JSON");
    }

    @Test
    void metricThatIsText() throws Exception {
        Path file =
                Readings.write(
                        folder.resolve("samples_sums.jsonl"), oldRow(0, "2+2", "'acc': 'good'"));

        BadInputException refusal = refusal(file);

        assertThat(refusal.field()).isEqualTo("acc");
        assertThat(refusal).hasMessageContaining(":1: acc: is the text \"good\", not a number;");
    }

    @Test
    void metricThatIsNamedButAbsent() throws Exception {
        Path file =
                Readings.write(
                        folder.resolve("samples_sums.jsonl"), GOOD.replace(", \"acc\": 1}", "}"));

        assertThat(refusal(file)).hasMessageContaining("acc: is named in metrics but absent");
    }

    @Test
    void rowWithoutMetricOrDocument() throws Exception {
        Path noMetric = Readings.write(folder.resolve("a.jsonl"), "{\"doc\": {}, \"resps\": []}");
        Path noDoc =
                Readings.write(folder.resolve("samples_b.jsonl"), "{\"resps\": [], \"acc\": 1}");

        assertThat(refusal(noMetric)).hasMessageContaining("the row has no metric");
        assertThat(refusal(noDoc)).hasMessageContaining(":1: doc: is missing");
    }

    @Test
    void fileOfAnotherTool() throws Exception {
        Path file = Readings.write(folder.resolve("a.json"), "{\"evalId\": 1, \"results\": {}}");

        assertThat(refusal(file)).hasMessageContaining("looks like promptfoo output");
    }

    @Test
    void binaryGarbage() throws Exception {
        byte[] garbage = {(byte) 0xCA, 0, 1, 2, (byte) 0xFE, '\n'};
        Path named = Files.write(folder.resolve("samples_sums.jsonl"), garbage);
        Path other = Files.write(folder.resolve("model.bin"), garbage);

        assertThat(refusal(named)).hasMessageContaining("samples_sums.jsonl:1: the line is not");
        assertThat(refusal(other)).hasMessageContaining("looks like a binary file");
    }

    @Test
    void lineThatIsNotUtf8() throws Exception {
        byte[] line = (GOOD + "\n").getBytes(StandardCharsets.ISO_8859_1);
        line[new String(line, StandardCharsets.ISO_8859_1).indexOf("2+2")] = (byte) 0xE9;
        Path file = Files.write(folder.resolve("samples_sums.jsonl"), line);

        assertThat(refusal(file)).hasMessageContaining(":1: the line is not UTF-8");
    }

    @Test
    void twoEvaluationsOfOneTask() throws Exception {
        LmEvalFixture.samples(folder, "sums", GOOD);
        Readings.write(folder.resolve("samples_sums_2025-03-02T10-00-00.jsonl"), GOOD);

        assertThat(refusal(folder))
                .hasMessageContaining("task sums has rows from 2 evaluations")
                .hasMessageContaining("2025-03-01T10-00-00.123456.jsonl")
                .hasMessageContaining("2025-03-02T10-00-00.jsonl")
                .hasMessageContaining("give its results_<date>.json");
    }

    @Test
    void oneFileThatHoldsTwoEvaluations() throws Exception {
        Path named = Readings.write(folder.resolve("samples_a.jsonl"), GOOD, GOOD);
        Path unnamed =
                Readings.write(
                        folder.resolve("samples_b.jsonl"),
                        oldRow(3, "2+2", "'acc': 1"),
                        oldRow(3, "2+2", "'acc': 1"));

        assertThat(refusal(named))
                .hasMessageContaining(":2: doc_id: document 0 occurs twice with filter none");
        assertThat(refusal(unnamed))
                .hasMessageContaining(":2: doc_id: document 3 occurs more often")
                .hasMessageContaining("put the results_*.json beside the file");
    }

    @Test
    void resultsFileCutOff() throws Exception {
        LmEvalFixture.samples(folder, "sums", GOOD);
        String results = LmEvalFixture.results();
        LmEvalFixture.results(folder, results.substring(0, results.length() - 20));

        assertThat(refusal(folder)).hasMessageContaining("the file is not JSON");
    }

    @Test
    void nothingIsSentOfAFileWithAFaultAtItsEnd() throws Exception {
        Path file = Readings.write(folder.resolve("samples_sums.jsonl"), GOOD, "{");
        List<Object> sent = new ArrayList<>();

        assertThatThrownBy(() -> reader.read(List.of(file), Readings.RUN, sent::add))
                .isInstanceOf(BadInputException.class);
        assertThat(sent).isEmpty();
    }

    @Test
    void fileThatChangesAfterItWasChecked() throws Exception {
        Path file = Readings.write(folder.resolve("samples_sums.jsonl"), GOOD);
        CheckedResults checked = reader.check(List.of(file), Readings.RUN);
        Readings.write(file, GOOD, newRow(1, "1+1", "none", "'acc': 1"));

        assertThat(catchThrowableOfType(BadInputException.class, () -> checked.send(event -> {})))
                .hasMessageContaining("the file has changed while it was read");
    }

    private BadInputException refusal(Path input) {
        return catchThrowableOfType(
                BadInputException.class, () -> reader.check(List.of(input), Readings.RUN));
    }
}
