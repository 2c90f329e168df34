package io.evalstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

/** The simulation as one asks for it: a table for every drop, and no surprise for wrong numbers. */
class SimulateCommandTest {

    private static Command simulate(String... options) {
        List<String> arguments = new ArrayList<>(List.of("simulate"));
        arguments.addAll(List.of(options));
        return Command.run(arguments.toArray(String[]::new));
    }

    @Test
    void everyDropHasATable() {
        Command study =
                simulate(
                        "--scenario=random_breaks",
                        "--drop=0.2,0.5",
                        "--runs=20",
                        "--samples=300",
                        "--seed=7");
        assertThat(study.code()).as(study.errors()).isZero();
        assertThat(study.out())
                .containsSubsequence(
                        "RANDOM_BREAKS 20.0 %, N = 300: 20 of 20 runs breach",
                        "RANDOM_BREAKS 50.0 %, N = 300: 20 of 20 runs breach");
        assertThat(study.errors()).contains("20 runs, seed 7, in ");
    }

    @Test
    void theSeedDecides() {
        String[] options = {"--scenario=drift", "--runs=10", "--samples=200", "--seed=3"};
        assertThat(simulate(options).out()).isNotBlank().isEqualTo(simulate(options).out());
    }

    @ParameterizedTest
    @CsvSource({
        "--runs=0,--runs: at least one run is needed",
        "--threshold=1,--threshold: lies between 0 and 1",
        "--threshold=NaN,--threshold: lies between 0 and 1",
        "--alpha=5,--alpha: lies between 0 and 1",
        "--samples=0,samples 0",
        "--accuracy=1.5,accuracy",
        "--lost=1.5,lossRate 1.5",
        "--concurrency=0,concurrency 0",
        "--baseline-runs=0,baselineRuns 0",
        "--drop=1.5,drop",
    })
    void aNumberThatCannotBe(String option, String complaint) {
        Command study = simulate("--scenario=random_breaks", option);
        assertThat(study.code()).as(study.errors() + study.out()).isEqualTo(64);
        assertThat(study.errorLines()).hasSize(1);
        assertThat(study.fault()).contains(complaint);
    }
}
