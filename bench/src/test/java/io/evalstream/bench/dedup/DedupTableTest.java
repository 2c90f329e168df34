package io.evalstream.bench.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What the tables say, and which goals count. */
class DedupTableTest {

    private static final Corpus CORPUS =
            new Corpus("scale-10", Path.of("none.jsonl"), "00", 10_000, new int[10]);

    private static Result result(String tool, String setting, double cpu, boolean flagsOnly) {
        Trial trial = new Trial(2 * cpu, cpu, 5_000_000, 10, 8, 273.4);
        Scores scores = new Scores(0.99999, 0.5, 0.25, 1, List.of(1.0, Double.NaN, 0.5, 0.25));
        return new Result(
                tool,
                setting,
                CORPUS,
                1,
                Optional.of(new Contestant.Runs(List.of(trial), trial, flagsOnly, "1")),
                Optional.of(scores),
                Optional.empty());
    }

    @Test
    void costsAreMediansBesideWhatWasFound() {
        Result ours = result(GoalSheet.THREADS, "eval", 0.5, false);
        Result other = result("rensa", "default", 2, false);
        String table = DedupTable.costs(List.of(ours, other), Optional.of(ours));
        assertThat(table.lines().toList().get(2))
                .contains("rensa", "5 (5–5)", "4.00 ×", "0.9999", "0.5000", "0.2500");
        assertThat(table).doesNotContain("1.0000");
    }

    @Test
    void flagsAreNoClusters() {
        String table = DedupTable.quality(List.of(result("rensa-rho", "default", 1, true)));
        assertThat(table.lines().toList().get(1)).contains("≤0.9999").doesNotContain("0.2500 ");
    }

    @Test
    void whoeverFailsIsNamedWithTheReason() {
        Result failed =
                new Result(
                        "gaoya",
                        "ours",
                        CORPUS,
                        1,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("cannot be installed: no wheel"));
        assertThat(DedupTable.costs(List.of(failed), Optional.empty()))
                .contains("gaoya", "cannot be installed: no wheel");
    }

    @Test
    void onlyAMissedGoalOfCorrectnessIsAnError() {
        Goal slow = Goal.atLeast("speed", 100, OptionalDouble.of(99), "%.0f");
        assertThat(slow.verdict()).isEqualTo("MISSED");
        assertThat(slow.isBroken()).isFalse();
        assertThat(slow.ofCorrectness().isBroken()).isTrue();
        Goal met = Goal.atLeast("recall", 99.9, OptionalDouble.of(99.9), "%.2f %%");
        assertThat(met.ofCorrectness().isBroken()).isFalse();
        Goal unknown = Goal.atMost("time", 1, OptionalDouble.empty(), "%.0f");
        assertThat(unknown.verdict()).isEqualTo("not measured");
        assertThat(unknown.ofCorrectness().isBroken()).isFalse();
        assertThat(Goal.fact("pairs", "26, 0", Optional.of("26, 1")).isBroken()).isTrue();
        assertThat(DedupTable.goals(List.of(slow, met))).contains("≥ 100", "99", "MISSED", "met");
    }

    @Test
    void ratiosComeFromThePerCoreRatesOfTheSameCorpus() {
        DedupPlan plan = new DedupPlan(10, 10, List.of(10, 20), 1, true);
        List<Result> results =
                List.of(
                        result(GoalSheet.THREADS, "eval", 0.5, false),
                        result("rensa", "default", 6, false));
        Facts none = new Facts(empty(), empty(), empty());
        List<Goal> goals = new GoalSheet(plan, results).of(none, List.of(), List.of());
        Goal rensa = goals.stream().filter(g -> g.goal().contains("rensa at")).findFirst().get();
        assertThat(rensa.measured()).contains("12.0 ×");
        assertThat(rensa.isMet()).isTrue();
        Goal aime = goals.stream().filter(g -> g.goal().startsWith("AIME")).findFirst().get();
        assertThat(aime.isBroken()).isTrue();
    }

    @Test
    void whatBandsHoldOfADocumentIsToldOfTheLargestCorpus() {
        List<Result> results = List.of(result(GoalSheet.THREADS, "eval", 0.5, false));
        assertThat(bytes(new DedupPlan(10, 10, List.of(2, 10), 1, true), results).measured())
                .contains("273");
        assertThat(bytes(new DedupPlan(10, 10, List.of(10, 20), 1, true), results).measured())
                .isEmpty();
    }

    private static Goal bytes(DedupPlan plan, List<Result> results) {
        Facts none = new Facts(empty(), empty(), empty());
        return new GoalSheet(plan, results)
                .of(none, List.of(), List.of()).stream()
                        .filter(goal -> goal.goal().startsWith("bytes per document"))
                        .findFirst()
                        .get();
    }

    private static DedupTable.Judged empty() {
        Truth truth = Truth.of(10, new int[0], new int[0], new int[0], new int[0]);
        return new DedupTable.Judged(CORPUS, truth);
    }
}
