package io.evalstream.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class FormatDetectorTest {
    @TempDir Path folder;

    private final FormatDetector detector = FormatDetector.ofAll();

    @Test
    void findsTheReaderOfFilesAndFolders() throws Exception {
        Path events =
                Readings.write(
                        folder.resolve("a.jsonl"),
                        "{\"metric\": \"acc\", \"value\": 1, \"ts\": 1}");
        Path inner = Files.createDirectories(folder.resolve("out"));
        Path results = LmEvalFixture.results(inner, LmEvalFixture.results());
        LmEvalFixture.samples(inner, "s", LmEvalFixture.oldRow(0, "2+2", "'acc': 1"));
        Files.writeString(inner.resolve("log.txt"), "done");

        assertThat(detected(events)).isEqualTo("jsonl");
        assertThat(detected(results)).isEqualTo("lm-eval");
        assertThat(detected(inner)).isEqualTo("lm-eval");
        assertThat(refusal(folder)).hasMessageContaining("there are several formats");
    }

    @Test
    void recognisesARowWhoseDocumentFillsTheWholeHead() throws Exception {
        String question = "x".repeat(2 * InputFiles.HEAD_BYTES);
        Path file =
                LmEvalFixture.samples(folder, "s", LmEvalFixture.oldRow(0, question, "'acc': 1"));

        assertThat(detected(file)).isEqualTo("lm-eval");
    }

    @Test
    void takesAFormatByName() throws Exception {
        assertThat(detector.reader("jsonl", List.of()).name()).isEqualTo("jsonl");
        assertThatThrownBy(() -> detector.reader("csv", List.of()))
                .hasMessage("there is no format csv; there are auto, lm-eval, jsonl");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            {"testCases":[{"name":"a","metricsData":[]}]}         | DeepEval output
            {"testCases":[],"metricsScores":[],"testPassed":1}    | DeepEval output
            {"metadata":{"version":2,"guidellm_version":"0.7"}}   | GuideLLM benchmarks
            {"benchmarks":[{"type_":"generative_benchmark"}]}     | GuideLLM benchmarks
            {"evalId":"e","results":{"version":3}}                | promptfoo output
            {"promptIdx":0,"testIdx":1}                           | promptfoo output
            [{"instance_id":"id1","train_trial_index":0}]         | HELM output
            {"status":"success","eval":{"eval_id":"x"}}           | an Inspect log
            {"backend":"vllm","num_prompts":2,"mean_ttft_ms":1.0} | vLLM bench output
            {"spec":{"eval_name":"x","completion_fns":[]}}        | an openai/evals log
            {"results":{"MATH500":{}},"config":{},"git_hash":"a"} | Evalchemy output
            {"anything":1}                                        | JSON of an unknown tool
            PAR1                                                  | a Parquet file
            <!DOCTYPE html>                                       | a web page
            hello                                                 | unknown text
            """)
    void namesWhatItDoesNotRead(String content, String name) throws Exception {
        Path file = Files.writeString(folder.resolve("f"), content);

        assertThat(refusal(file))
                .hasMessage(
                        file
                                + ": looks like "
                                + name
                                + ", which is not supported; supported: lm-eval, jsonl");
        assertThat(refusal(folder)).hasMessageContaining("looks like " + name);
    }

    @Test
    void saysThatThereIsNothing() throws Exception {
        Path file = Files.createFile(folder.resolve("f.jsonl"));

        assertThat(refusal(file)).hasMessageContaining("there is nothing in it");
        assertThat(refusal(folder.resolve("g"))).hasMessageContaining("no such file or folder");
    }

    private String detected(Path input) throws Exception {
        return detector.reader(FormatDetector.AUTO, List.of(input)).name();
    }

    private BadInputException refusal(Path input) {
        return catchThrowableOfType(BadInputException.class, () -> detected(input));
    }
}
