package io.evalstream.jobs.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evalstream.jobs.config.ConfigurationException;

import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

class ModelPolicyFileTest {

    @TempDir private Path directory;

    @Test
    void aModelHasWhatItsFirstEntrySaysAndElseWhatAllHave() throws IOException {
        ModelPolicies policies =
                read(
                        """
                        models:
                          - model: acme/chat
                            rule.threshold: 0.05
                            teams.mention.id: chat@example.com
                            run.deadline: 45 min
                          - {model: "acme/*", baseline.runs: 3, baseline.anchor: r1}
                        """);
        ModelPolicy chat = policies.of("acme/chat");
        assertThat(chat.threshold()).isEqualTo("0.05");
        assertThat(chat.mentionId()).isEqualTo("chat@example.com");
        assertThat(chat.deadline()).isEqualTo(Duration.ofMinutes(45));
        assertThat(chat.baselineRuns()).isEqualTo(7);
        ModelPolicy other = policies.of("acme/base");
        assertThat(other.threshold()).isEqualTo("0.10");
        assertThat(other.baselineRuns()).isEqualTo(3);
        assertThat(other.anchorRun()).isEqualTo("r1");
        assertThat(policies.of("else")).isEqualTo(policies.common());
    }

    @Test
    void theFileThatIsShippedChangesNothing() throws IOException {
        Path above = Path.of("..", "configs", "models.yaml");
        Path shipped = Files.exists(above) ? above : Path.of("configs", "models.yaml");
        assertThat(ModelPolicyFile.read(options(shipped)).entries()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rule.threshold: 1.5            | :4: models[1].rule.threshold: '1.5' is not a value",
                "rule.alpha: 0                  | :4: models[1].rule.alpha: '0' is not a value",
                "rule.alpha: high               | :4: models[1].rule.alpha: 'high' is not a value",
                "rule.minimum-samples: 0        | :4: models[1].rule.minimum-samples: '0' is not",
                "rule.treshold: 0.1             | :4: models[1].rule.treshold: cannot differ by model",
                "kafka.bootstrap: x             | :4: models[1].kafka.bootstrap: cannot differ by",
                "baseline.runs: [1]             | :4: models[1].baseline.runs: has no single value",
                "baseline.runs:                 | :4: models[1].baseline.runs: has no single value",
                "run.deadline: soon             | :4: models[1].run.deadline: 'soon' is not a value",
            })
    void aWrongValueIsNamedWithItsLine(String line, String fault) throws IOException {
        Path file = write("models:\n  - model: a\n  - model: b\n    " + line + "\n");
        assertThatThrownBy(() -> ModelPolicyFile.read(options(file)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(file + fault);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                        | models: must be a list of models",
                "models: {model: a}        | models: must be a list of models",
                "models: [a]               | models[0].model: must be a name",
                "models: [{model: ''}]     | models[0].model: must be a name",
                "models: [{model: 1}]      | models[0].model: must be a name",
                "'models: ['               | not YAML",
            })
    void aFileOfAnotherShapeIsNamed(String yaml, String fault) throws IOException {
        Path file = write(yaml);
        assertThatThrownBy(() -> ModelPolicyFile.read(options(file)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(file + ":")
                .hasMessageContaining(fault);
    }

    private ModelPolicies read(String yaml) throws IOException {
        return ModelPolicyFile.read(options(write(yaml)));
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(directory.resolve("models.yaml"), yaml);
    }

    private static Configuration options(Path file) {
        Configuration options = new Configuration();
        options.set(QualityOptions.BASELINE_RUNS, 7);
        options.set(QualityOptions.MODELS_FILE, file.toString());
        return options;
    }
}
