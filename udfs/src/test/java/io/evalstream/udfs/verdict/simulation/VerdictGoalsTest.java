package io.evalstream.udfs.verdict.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.udfs.verdict.simulation.GoalResult.Figure;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

class VerdictGoalsTest {

    private static final int RUNS = 60;

    @Test
    void goalsAreMetByTheEngineAndNotByTheRulesPeopleUse() throws InterruptedException {
        List<String> progress = new ArrayList<>();
        List<GoalResult> results =
                new VerdictGoals(1, 2, OptionalInt.of(RUNS), progress::add).measure();
        assertThat(results).hasSize(11).allSatisfy(result -> assertThat(result.isMet()).isTrue());
        assertThat(results)
                .allSatisfy(result -> assertThat(result.runs()).isBetween(RUNS - 5, RUNS + 12));
        assertThat(progress).hasSize(9);
        GoalResult falseBreaches = goal(results, "false BREACH");
        assertThat(falseBreaches.rules().get(ComparisonRule.NAIVE_WINDOW).value())
                .isGreaterThan(0.4);
        assertThat(falseBreaches.rules().get(ComparisonRule.PEEKING_Z_TEST).value())
                .isGreaterThan(0.05);
        assertThat(goal(results, "model unchanged").rules().get(ComparisonRule.NAIVE_WINDOW))
                .extracting(Figure::value)
                .satisfies(share -> assertThat(share).isGreaterThan(0.9));
    }

    @Test
    void theResultDependsOnTheSeedOnly() throws InterruptedException {
        List<GoalResult> results = measure(7, 2);
        assertThat(measure(7, 1)).isEqualTo(results);
        assertThat(measure(8, 2)).isNotEqualTo(results);
    }

    @Test
    void whatCouldNotBeMeasuredIsNotMet() {
        assertThat(result(0.5, true, 0.5).isMet()).isTrue();
        assertThat(result(0.5, true, 0.49).isMet()).isFalse();
        assertThat(result(0.5, false, 0.5).isMet()).isTrue();
        assertThat(result(0.5, false, 0.51).isMet()).isFalse();
        assertThat(result(0.5, true, Double.NaN).isMet()).isFalse();
        assertThat(result(0.5, false, Double.NaN).isMet()).isFalse();
    }

    private static GoalResult result(double required, boolean atLeast, double value) {
        return new GoalResult("goal", required, atLeast, Figure.of(value), 1, Map.of(), "");
    }

    private static GoalResult goal(List<GoalResult> results, String words) {
        return results.stream().filter(r -> r.goal().contains(words)).findFirst().orElseThrow();
    }

    private static List<GoalResult> measure(long seed, int threads) throws InterruptedException {
        return new VerdictGoals(seed, threads, OptionalInt.of(8), text -> {}).measure();
    }
}
