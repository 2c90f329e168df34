package io.evalstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A wrong --config is told in one line, before anything starts. */
class BadConfigurationTest {

    @TempDir private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rule.treshold: 0.2      | options.yaml:1: rule.treshold: there is no such option;",
                "rule: {limit: 1}        | options.yaml:1: rule.limit: there is no such option;",
                "rule.threshold: much    | rule.threshold: 'much' is not a value of it;",
                "rule.threshold: 1.5     | rule.threshold: '1.5' is not a value of it;",
                "rule.threshold: 0       | rule.threshold: '0' is not a value of it;",
                "baseline.runs: 0        | baseline.runs: '0' is not a value of it;",
                "baseline.runs: few      | baseline.runs: 'few' is not a value of it;",
                "baseline.comparability: LAX  | 'LAX' is not a value of it; write one such as STRICT",
                "rolling.window: 10 parsecs   | '10 parsecs' is not a value of it; write one such as 10",
                "rolling.window: 0 s     | rolling.window: '0 s' is not a value of it;",
                "audit.retention: 89 d   | audit.retention: '89 d' is not a value of it; write one such as 90",
                "audit.endpoint: minio:9000 | 'minio:9000' is not a value of it; write one such as http://minio",
                "rule.threshold: [0.1]   | rule.threshold: has no single value;",
                "rule.threshold:         | rule.threshold: has no single value;",
                "just words              | options.yaml:1: holds no options;",
                "'[1, 2]'                | options.yaml:1: holds no options;",
                "a: [                    | options.yaml:1: not YAML: ",
                "metrics.file: none.yaml | none.yaml: no such file; metrics.file names it;",
            })
    void isRefused(String yaml, String complaint) throws Exception {
        assertRefused(Files.writeString(directory.resolve("options.yaml"), yaml + "\n"), complaint);
    }

    @Test
    void anOptionGivenTwice() throws Exception {
        Path config = directory.resolve("options.yaml");
        Files.writeString(config, "baseline.runs: 1\nbaseline.runs: 2\n");
        assertRefused(config, "options.yaml:2: not YAML: Duplicate field 'baseline.runs'");
    }

    @Test
    void aMissingFile() {
        assertRefused(directory.resolve("none.yaml"), "none.yaml: no such file; check --config");
    }

    @Test
    void bytesThatAreNoText() throws Exception {
        Path config = directory.resolve("options.yaml");
        Files.write(config, "rule.threshold: \u00e4".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(config, "options.yaml: not UTF-8 text;");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: [                     | :1: not YAML: ",
                "numbers: 1               | :1: metrics: must be a list of definitions;",
                "metrics: [{name: acc}]   | :1: metrics[0].higher_is_better: must be",
                "metrics: [{title: acc}]  | :1: metrics[0].title: is no field;",
            })
    void aWrongCatalogueOfMetrics(String yaml, String complaint) throws Exception {
        Path metrics = Files.writeString(directory.resolve("metrics.yaml"), yaml + "\n");
        Path config = directory.resolve("options.yaml");
        Files.writeString(config, "metrics.file: " + metrics + "\n");
        assertRefused(config, metrics + complaint);
    }

    @Test
    void aWrongPolicyOfAModel() throws Exception {
        Path models = directory.resolve("models.yaml");
        Files.writeString(models, "models:\n  - model: a\n    rule.threshold: 2\n");
        Path config = directory.resolve("options.yaml");
        Files.writeString(config, "models.file: " + models + "\n");
        assertRefused(config, models + ":3: models[0].rule.threshold: '2' is not a value of it;");
    }

    @Test
    void theLineThatIsWrongIsNamed() throws Exception {
        Path config = directory.resolve("options.yaml");
        Files.writeString(config, "rule:\n  threshold: 0.1\n\n  alpha: 7\n");
        assertRefused(config, config + ":4: rule.alpha: '7' is not a value of it;");
    }

    private void assertRefused(Path config, String complaint) {
        String data = directory.resolve("out").toString();
        String run = "a=" + Repository.bundledRun("2026.01");
        String file = config.toString();
        assertRefused(
                Command.run("gate", "--candidate", run, "--config", file, "--out", data),
                complaint);
        assertRefused(Command.run("up", "--config", file, "--data", data), complaint);
    }

    private static void assertRefused(Command command, String complaint) {
        assertThat(command.code()).as(command.errors()).isEqualTo(65);
        assertThat(command.errorLines()).hasSize(1);
        assertThat(command.fault()).contains(complaint).doesNotContain("Exception", "Optional[");
    }
}
