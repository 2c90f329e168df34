package io.evalstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.udfs.verdict.simulation.ComparisonRule;
import io.evalstream.udfs.verdict.simulation.GoalResult;
import io.evalstream.udfs.verdict.simulation.GoalResult.Figure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;

/** The simulation as one asks for it: tables of drops and goals, no surprise for wrong numbers. */
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

    @ParameterizedTest
    @CsvSource({"--scenario=drift,DRIFT", "--goals,exclude each other"})
    void whatTheJobCannotBeAskedFor(String option, String complaint) {
        Command study = simulate("--job", option);
        assertThat(study.code()).as(study.errors() + study.out()).isEqualTo(64);
        assertThat(study.fault()).contains(complaint);
    }

    private static final GoalResult MET = goal("found", 0.99, true, new Figure(1, 0.987, 1), "");
    private static final GoalResult MISSED =
            goal("median", 0.25, false, new Figure(0.3, Double.NaN, Double.NaN), "why");

    @Test
    void aGoalThatIsNotMetIsANo() {
        assertThat(SimulateCommand.exitCode(List.of(MET))).isEqualTo(ExitCode.PASS);
        assertThat(SimulateCommand.exitCode(List.of(MET, MISSED))).isEqualTo(ExitCode.BREACH);
    }

    @Test
    void theTableSaysWhatWasRequiredAndReached() {
        List<String> lines = GoalTable.of(List.of(MET, MISSED)).lines().toList();
        assertThat(lines).hasSize(7);
        assertThat(lines.get(0)).contains("goal", "required", "naive window", "mcnemar at the end");
        assertThat(lines.get(1))
                .matches(
                        "found  +>= 99.00 %  100.00 %  98.70 % to 100.00 %  1,234 of 1,234  +met"
                                + "( +50.00 %){4}");
        assertThat(lines.get(2))
                .matches("median  <= 25.00 % +30.00 % +– +1,234  NOT MET( +50.00 %){4}");
        assertThat(lines.get(4)).contains("duplicate alerts", "measured by the job's tests");
        assertThat(lines.get(5)).isEqualTo("median: why");
        assertThat(lines.get(6)).isEqualTo("1 of 2 goals met");
    }

    @Test
    void goalsAreMeasuredAndPrinted() {
        Command command = Command.run("simulate", "--goals", "--runs", "10", "--seed", "3");
        assertThat(command.out()).contains("known-bad releases found", "of 11 goals met");
        assertThat(command.code())
                .isEqualTo(
                        command.out().contains("11 of 11 goals met")
                                ? ExitCode.PASS
                                : ExitCode.BREACH);
        assertThat(command.errors()).contains("seed 3", "CPU time");
    }

    private static GoalResult goal(
            String name, double required, boolean atLeast, Figure reached, String note) {
        EnumMap<ComparisonRule, Figure> rules = new EnumMap<>(ComparisonRule.class);
        for (ComparisonRule rule : ComparisonRule.values()) {
            rules.put(rule, new Figure(0.5, 0.4, 0.6));
        }
        return new GoalResult(name, required, atLeast, reached, 1234, rules, note);
    }
}
