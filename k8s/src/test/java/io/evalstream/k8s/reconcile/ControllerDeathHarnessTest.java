package io.evalstream.k8s.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.k8s.api.EvalRunSpec;
import io.evalstream.k8s.api.EvalRunStatus;
import io.evalstream.k8s.api.EvalRunStatus.Phase;
import io.evalstream.k8s.api.EvalRunStatus.StageStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A controller that dies at any call it makes is followed by one that ends up in the same place.
 */
class ControllerDeathHarnessTest {

    private static final Logger LOG = LoggerFactory.getLogger(ControllerDeathHarnessTest.class);
    private static final int MOST_STEPS = 100;

    /**
     * What is left of a run.
     *
     * @param created objects, each as often as it was created
     * @param remaining objects that are still there
     */
    private record Outcome(
            Phase phase,
            String message,
            String decision,
            List<StageStatus> stages,
            List<String> created,
            List<String> remaining,
            List<String> announced) {}

    @Test
    void everyMomentOfDeathLeadsToTheSameEndAndTheSameObjects() throws Exception {
        ExecutorService both = Executors.newFixedThreadPool(2);
        try {
            List<Future<Integer>> halves = new ArrayList<>();
            for (boolean isEffective : new boolean[] {false, true}) {
                halves.add(both.submit(() -> dieAtEveryCall(isEffective)));
            }
            for (Future<Integer> half : halves) {
                assertThat(half.get()).isGreaterThan(150);
            }
        } finally {
            both.shutdownNow();
        }
    }

    /** Returns the number of deaths. */
    private static int dieAtEveryCall(boolean isEffective) {
        int deaths = 0;
        try (RunFixture fixture = new RunFixture()) {
            for (EvalRunSpec spec : List.of(RunFixture.spec(), RunFixture.queued(false))) {
                fixture.clear();
                Outcome undisturbed = outcome(fixture, spec);
                int calls = fixture.api.calls();
                assertThat(undisturbed.phase()).isEqualTo(Phase.SUCCEEDED);
                assertThat(undisturbed.created()).doesNotHaveDuplicates().hasSizeGreaterThan(4);

                for (int call = 0; call < calls; call++) {
                    fixture.clear();
                    fixture.api.fail(call, isEffective);
                    assertThat(outcome(fixture, spec))
                            .as("death at call %d of %d, in effect %s", call, calls, isEffective)
                            .isEqualTo(undisturbed);
                    assertThat(fixture.deaths).isEqualTo(1);
                    deaths++;
                }
            }
        }
        LOG.info("died {} times, in effect {}", deaths, isEffective);
        return deaths;
    }

    private static Outcome outcome(RunFixture fixture, EvalRunSpec spec) {
        fixture.create(spec);
        for (int i = 0; i < MOST_STEPS; i++) {
            EvalRunStatus status = fixture.status();
            if (status != null && status.phase() != null && status.phase().isFinal()) {
                break;
            }
            try {
                fixture.step();
            } catch (KubernetesClientException e) {
                fixture.deaths++;
                fixture.restart();
            }
        }
        fixture.cluster.step();
        EvalRunStatus status = fixture.status();
        return new Outcome(
                status.phase(),
                status.message(),
                status.verdict() == null ? "" : status.verdict().decision(),
                status.stages(),
                fixture.api.created().stream().sorted().toList(),
                remaining(fixture),
                // An announcement may be made again; it says the same.
                List.copyOf(new TreeSet<>(fixture.topics.announced())));
    }

    private static List<String> remaining(RunFixture fixture) {
        List<String> names = new ArrayList<>();
        for (HasMetadata object : fixture.objects()) {
            names.add(object.getKind() + "/" + object.getMetadata().getName());
        }
        return names.stream().sorted().toList();
    }
}
