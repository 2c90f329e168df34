package io.evalstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.jobs.quality.Comparability;
import io.evalstream.jobs.quality.QualityOptions;

import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What is right in --config; what is wrong is in {@link BadConfigurationTest}. */
class JobConfigurationTest {

    @TempDir private Path directory;

    private Configuration read(String yaml) throws Exception {
        Repository.root();
        Path file = Files.writeString(directory.resolve("options.yaml"), yaml);
        return JobConfiguration.read(Optional.of(file));
    }

    @Test
    void takesDotsAndNesting() throws Exception {
        Configuration options =
                read(
                        "rule.threshold: 0.05\nbaseline:\n  runs: 3\n  comparability: declared\n"
                                + "rolling: {window: 5 min, slide: 30 s}\n");
        assertThat(options.get(QualityOptions.THRESHOLD)).isEqualTo("0.05");
        assertThat(options.get(QualityOptions.BASELINE_RUNS)).isEqualTo(3);
        assertThat(options.get(QualityOptions.BASELINE_COMPARABILITY))
                .isEqualTo(Comparability.Rule.DECLARED);
        assertThat(options.get(QualityOptions.ROLLING_WINDOW)).isEqualTo(Duration.ofMinutes(5));
        assertThat(options.get(QualityOptions.ROLLING_SLIDE)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void anEmptyFileLeavesTheDefaults() throws Exception {
        for (String yaml : new String[] {"", "# nothing yet\n", "---\n"}) {
            Configuration options = read(yaml);
            assertThat(options.keySet())
                    .containsExactlyInAnyOrder(
                            QualityOptions.METRICS_FILE.key(), QualityOptions.MODELS_FILE.key());
            assertThat(options.get(QualityOptions.METRICS_FILE)).endsWith("configs/metrics.yaml");
        }
    }

    @Test
    void aCatalogueOfOnesOwnStands() throws Exception {
        Path metrics = Files.writeString(directory.resolve("own.yaml"), "metrics: []\n");
        Configuration options = read("metrics.file: '" + metrics + "'\n");
        assertThat(options.get(QualityOptions.METRICS_FILE)).isEqualTo(metrics.toString());
    }

    @Test
    void aThresholdIsReadAsItIsWritten() throws Exception {
        assertThat(
                        read("rule.threshold: '0.1000000000000000000001'\n")
                                .get(QualityOptions.THRESHOLD))
                .isEqualTo("0.1000000000000000000001");
        assertThat(read("rule.threshold: 0.1000000000000000000001\n").get(QualityOptions.THRESHOLD))
                .isEqualTo("0.1000000000000000000001");
    }
}
