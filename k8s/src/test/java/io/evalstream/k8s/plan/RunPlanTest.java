package io.evalstream.k8s.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evalstream.k8s.api.EvalRunSpec;
import io.evalstream.k8s.api.EvalRunStatus.Phase;
import io.evalstream.k8s.api.StageSpec;
import io.evalstream.k8s.api.SuiteSpec;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a specification is taken apart into. */
class RunPlanTest {

    @Test
    void stagesThatAskTheSameAreOne() throws Exception {
        RunPlan plan = RunPlan.of(spec(List.of(suite("a", 1, 100L)), null, null));

        assertThat(plan.stages()).extracting(StagePlan::name).containsExactly("smoke", "full");
        assertThat(plan.stages().get(0).runId("r")).isEqualTo("r.smoke");
        assertThat(plan.stages().get(0).model("m")).isEqualTo("m@smoke");
        assertThat(plan.stages().get(1).runId("r")).isEqualTo("r");
    }

    @Test
    void everyCombinationOfTheMatrixHasShardsOfItsOwn() throws Exception {
        RunPlan plan =
                RunPlan.of(
                        spec(
                                List.of(suite("a", 2, 100L)),
                                Map.of(
                                        "temperature",
                                        List.of("0", "1"),
                                        "shots",
                                        List.of("0", "5")),
                                List.of(new StageSpec("full", 0))));

        List<RunnerGroup> groups = plan.stages().get(0).groups();
        Set<Map<String, String>> combinations = new HashSet<>();
        groups.forEach(group -> combinations.add(group.parameters()));
        assertThat(combinations).hasSize(4);
        Set<Integer> numbers = new HashSet<>();
        for (RunnerGroup group : groups) {
            for (int i = 0; i < group.shards(); i++) {
                numbers.add(group.firstShard() + i);
            }
        }
        assertThat(numbers).hasSize(plan.stages().get(0).shards());
    }

    @Test
    void aLongTaskIsSplitSoThatAShardFitsItsTimeout() throws Exception {
        RunPlan plan =
                RunPlan.of(
                        spec(
                                List.of(suite("a", 1, 10_000L)),
                                null,
                                List.of(new StageSpec("full", 0))));

        assertThat(plan.stages().get(0).groups().get(0).plan().longest()).isLessThanOrEqualTo(1800);
        assertThat(plan.stages().get(0).shards()).isEqualTo(6);
    }

    @Test
    void namesThatAreNotUniqueAreRefused() {
        assertThatThrownBy(
                        () ->
                                RunPlan.of(
                                        spec(
                                                List.of(suite("a", 1, 1L), suite("a", 1, 1L)),
                                                null,
                                                null)))
                .isInstanceOf(IllegalPlanException.class)
                .hasMessage("spec.suites: two are named a; rename one");
    }

    @Test
    void theFirstGroupsGetThePodsThereAre() {
        assertThat(Slots.share(List.of(5, 3, 2), 6)).containsExactly(5, 1, 0);
        assertThat(Slots.share(List.of(1, 3, 2), 6)).containsExactly(1, 3, 2);
    }

    @Test
    void nothingFollowsTheEnd() {
        for (Phase end : List.of(Phase.SUCCEEDED, Phase.FAILED, Phase.CANCELLED)) {
            for (Phase next : Phase.values()) {
                assertThat(Phases.mayFollow(end, next)).isEqualTo(end == next);
            }
            assertThat(Phases.mayFollow(Phase.RUNNING, end)).isFalse();
            assertThat(Phases.mayFollow(Phase.TEARING_DOWN, end)).isTrue();
        }
    }

    private static SuiteSpec suite(String name, int tasks, long samples) {
        List<String> names = tasks == 1 ? List.of("t") : List.of("t", "u");
        return new SuiteSpec(
                name, SuiteSpec.Harness.LM_EVAL, names, null, samples, 1.0, 8, 60, false);
    }

    private static EvalRunSpec spec(
            List<SuiteSpec> suites, Map<String, List<String>> matrix, List<StageSpec> stages) {
        return new EvalRunSpec(
                "ghcr.io/a/m",
                "release-1",
                "sha256:" + "0".repeat(64),
                null,
                suites,
                matrix,
                stages,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
