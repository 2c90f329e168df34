package io.evalstream.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evalstream.udfs.verdict.MetricCatalogue;
import io.evalstream.udfs.verdict.MetricDefinition;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class MetricCatalogueFileTest {

    private static final String ACC = "{name: acc, higher_is_better: true, range: [0, 1], tier: 1}";

    @TempDir private Path directory;

    @Test
    void readsDirectionRangeAndTier() throws Exception {
        MetricCatalogue catalogue =
                read(
                        """
                        metrics:
                          - {name: acc, higher_is_better: true, range: [0, 1], tier: 1}
                          - {name: "*_diff", higher_is_better: false, range: [null, 2.5], tier: 3}
                        """);
        assertThat(catalogue.definitions())
                .containsExactly(
                        new MetricDefinition("acc", true, 0, 1, 1),
                        new MetricDefinition("*_diff", false, Double.NEGATIVE_INFINITY, 2.5, 3));
    }

    @Test
    void readsTaskPracticalMinimumAndWhatIsUnreadable() throws Exception {
        MetricDefinition metric =
                read("""
                                metrics:
                                  - name: exact_match
                                    task: "gsm8k*"
                                    higher_is_better: true
                                    range: [0, 1]
                                    tier: 2
                                    practical_minimum: 0.02
                                    floor: 0.4
                                    unreadable: missing
                                """)
                        .definitions()
                        .get(0);
        assertThat(metric.task().text()).isEqualTo("gsm8k*");
        assertThat(metric.practicalMinimum()).isEqualTo(0.02);
        assertThat(metric.floor()).isEqualTo(0.4);
        assertThat(metric.unreadable()).isEqualTo(MetricDefinition.Unreadable.MISSING);
    }

    @Test
    void theCatalogueThatIsShippedCanBeRead() throws Exception {
        MetricCatalogue catalogue = MetricCatalogueFile.read(shipped());
        assertThat(catalogue.find("any", "acc")).hasValueSatisfying(acc -> tierIs(acc, 1));
        assertThat(catalogue.find("any", "pass@1")).hasValueSatisfying(pass -> tierIs(pass, 1));
        assertThat(catalogue.find("any", "bleu_max")).hasValueSatisfying(bleu -> tierIs(bleu, 3));
        assertThat(catalogue.find("any", "bleu_diff"))
                .hasValueSatisfying(bleu -> assertThat(bleu.isNonNegative()).isFalse());
        assertThat(catalogue.find("any", "word_perplexity"))
                .hasValueSatisfying(ppl -> assertThat(ppl.higherIsBetter()).isFalse());
    }

    @Test
    void anEmptyListIsACatalogueThatInfersEverything() throws Exception {
        assertThat(read("metrics: []").definitions()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: b, higher_is_better: true, range: [0, 1]                    | .tier: must be 1, 2 or 3",
                "name: b, higher_is_better: true, tier: 1                          | .range: must be [lowest",
                "name: b, range: [0, 1], tier: 1                                   | .higher_is_better: must",
                "higher_is_better: true, range: [0, 1], tier: 1                    | .name: must be",
                "name: 5, higher_is_better: true, range: [0, 1], tier: 1           | .name: must be",
                "name: x, higher_is_better: yes please, range: [0, 1], tier: 1     | true or false",
                "name: x, higher_is_better: true, range: [0], tier: 1              | range",
                "name: x, higher_is_better: true, range: [0, 1, 2], tier: 1        | range",
                "name: x, higher_is_better: true, range: {a: 0, b: 1}, tier: 1     | range",
                "name: x, higher_is_better: true, range: [low, 1], tier: 1         | numbers or null",
                "name: x, higher_is_better: true, range: [1, 0], tier: 1           | lowest < highest",
                "name: x, higher_is_better: true, range: [0, 1], tier: 4           | tier must be",
                "name: x, higher_is_better: true, range: [0, 1], tier: 1.5         | tier",
                "name: '', higher_is_better: true, range: [0, 1], tier: 1          | .name: must be",
                "name: x, higher_is_better: true, range: [0, 1], tier: 1, tire: 2  | .tire: is no field; known are name",
                "name: acc, higher_is_better: true, range: [0, 1], tier: 2         | acc is defined twice",
                "name: x, higher_is_better: true, range: [0, 1], tier: 1, task: ''  | .task: must be",
                "name: x, higher_is_better: true, range: [0, 1], tier: 1, unreadable: no | wrong or missing",
                "name: x, higher_is_better: true, range: [0, 1], tier: 1, practical_minimum: a | number",
                "name: x, higher_is_better: true, range: [0, 1], tier: 1, practical_minimum: 0 | above 0",
                "name: x, higher_is_better: true, range: [0, 1], tier: 1, floor: high | .floor: must be a number",
                "name: x, higher_is_better: true, range: [0, 1], tier: 1, floor: 2 | floor must lie in the range",
            })
    void aWrongEntryIsNamedWithItsFile(String entry, String fault) throws IOException {
        Path file = write("metrics:\n  - " + ACC + "\n  - {" + entry + "}\n");
        assertThatThrownBy(() -> MetricCatalogueFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + ":3: metrics[1]")
                .hasMessageContaining(fault)
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                     | must be a list",
                "metrics:               | must be a list",
                "metrics: {acc: 1}      | must be a list",
                "metrics: acc           | must be a list",
                "metric: []             | must be a list",
                "[acc, f1]              | must be a list",
                "metrics: [acc]         | metrics[0].name: must be",
                "metrics: [null]        | metrics[0].name: must be",
                "metrics: [             | not YAML",
                "metrics: [{name: a}] } | not YAML",
            })
    void aFileOfAnotherShapeIsNamed(String yaml, String fault) throws IOException {
        Path file = write(yaml);
        assertThatThrownBy(() -> MetricCatalogueFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + ":")
                .hasMessageContaining(fault)
                .hasMessageNotContainingAny("\n", "Optional");
    }

    @Test
    void aFieldWrittenTwiceInOneEntryIsRefused() throws IOException {
        Path file =
                write(
                        "metrics:\n  - {name: a, higher_is_better: true, range: [0, 1], tier: 1,"
                                + " tier: 3}\n");
        assertThatThrownBy(() -> MetricCatalogueFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + ":2: not YAML: ")
                .hasMessageContaining("tier");
    }

    @Test
    void bytesThatAreNotTextAreNotYaml() throws IOException {
        Path file = directory.resolve("metrics.yaml");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        assertThatThrownBy(() -> MetricCatalogueFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": not UTF-8 text");
    }

    @Test
    void aFileThatIsNotThereIsNamedWithTheOption() {
        Path file = directory.resolve("none.yaml");
        assertThatThrownBy(() -> MetricCatalogueFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": no such file");
    }

    private static void tierIs(MetricDefinition definition, int tier) {
        assertThat(definition.tier()).isEqualTo(tier);
    }

    /** The module is built from its own directory or from the one above. */
    private static Path shipped() {
        Path above = Path.of("..", "configs", "metrics.yaml");
        return Files.exists(above) ? above : Path.of("configs", "metrics.yaml");
    }

    private MetricCatalogue read(String yaml) throws IOException {
        return MetricCatalogueFile.read(write(yaml));
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(directory.resolve("metrics.yaml"), yaml);
    }
}
