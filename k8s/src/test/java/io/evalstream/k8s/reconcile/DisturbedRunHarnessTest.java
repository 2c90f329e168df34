package io.evalstream.k8s.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evalstream.contract.RunEvent;
import io.evalstream.k8s.api.BudgetSpec;
import io.evalstream.k8s.api.EvalRunSpec;
import io.evalstream.k8s.api.EvalRunStatus;
import io.evalstream.k8s.api.EvalRunStatus.Phase;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/** What becomes of a run in which something goes wrong, or that somebody ends. */
class DisturbedRunHarnessTest {

    private static final String SMOKE_JUDGE = RunFixture.RUN + "-smoke-judge";

    private final RunFixture fixture = new RunFixture();

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void aShardThatFailsOnceIsTriedAgain() {
        fixture.cluster.failures.put(SMOKE_JUDGE + "/0", 1);
        fixture.create(RunFixture.spec());

        EvalRunStatus status = fixture.until(Phase.SUCCEEDED);

        assertThat(fixture.cluster.attempts).containsEntry(SMOKE_JUDGE + "/0", 2);
        assertThat(status.verdict().decision()).isEqualTo("PASS");
    }

    @Test
    void aShardThatKeepsFailingFailsTheRunAndIsNamed() {
        fixture.cluster.failures.put(SMOKE_JUDGE + "/0", 99);
        fixture.cluster.verdicts.put(RunFixture.RUN + ".smoke", "INCONCLUSIVE");
        fixture.create(RunFixture.spec());

        EvalRunStatus status = fixture.until(Phase.FAILED);

        assertThat(status.message())
                .isEqualTo(
                        "1 shards of "
                                + RunFixture.RUN
                                + ".smoke failed: judge[0]; see their logs");
        assertThat(fixture.objects()).noneMatch(object -> object.getKind().equals("Deployment"));
        assertThat(fixture.told)
                .singleElement()
                .satisfies(
                        told -> {
                            assertThat(told.reason()).isEqualTo("Failed");
                            assertThat(told.message()).isEqualTo(status.message());
                        });
    }

    /** Kubernetes ignores evicted pods of the Job, which the policy on it says; nothing is lost. */
    @Test
    void podsThatAreDisruptedDoNotCountAndBadInputIsNotRepeated() {
        fixture.create(RunFixture.spec());
        fixture.until(Phase.RUNNING);

        Job job = job(SMOKE_JUDGE);

        assertThat(job.getSpec().getPodFailurePolicy().getRules().get(0).getAction())
                .isEqualTo("Ignore");
        assertThat(job.getSpec().getPodFailurePolicy().getRules().get(0).getOnPodConditions())
                .singleElement()
                .satisfies(on -> assertThat(on.getType()).isEqualTo("DisruptionTarget"));
        assertThat(job.getSpec().getPodFailurePolicy().getRules().get(1).getAction())
                .isEqualTo("FailIndex");
        assertThat(
                        job.getSpec()
                                .getPodFailurePolicy()
                                .getRules()
                                .get(1)
                                .getOnExitCodes()
                                .getValues())
                .containsExactly(64, 65);
        assertThat(job.getSpec().getBackoffLimitPerIndex()).isEqualTo(2);
        assertThat(job.getSpec().getTemplate().getSpec().getActiveDeadlineSeconds())
                .isEqualTo(1800);
    }

    @Test
    void aLostServerIsWaitedForWhileTheShardsGoOn() {
        fixture.cluster.runnersWork = false;
        fixture.create(RunFixture.spec());
        fixture.until(Phase.RUNNING);

        fixture.cluster.serverComesUp = false;
        fixture.step();
        assertThat(fixture.status().phase()).isEqualTo(Phase.SERVING);
        assertThat(fixture.status().conditions())
                .anyMatch(on -> on.getType().equals("Serving") && on.getStatus().equals("False"));

        fixture.cluster.serverComesUp = true;
        fixture.cluster.runnersWork = true;
        fixture.until(Phase.SUCCEEDED);
    }

    @Test
    void aRunThatTakesTooLongFails() {
        fixture.cluster.runnersWork = false;
        fixture.create(RunFixture.spec());
        fixture.until(Phase.RUNNING);

        fixture.now = fixture.now.plus(Duration.ofHours(2));

        assertThat(fixture.until(Phase.FAILED).message())
                .startsWith("not done within PT2H, was RUNNING");
        assertThat(fixture.topics.announced())
                .contains("RUN_CANCELLED " + RunFixture.RUN + ".smoke");
        assertThat(fixture.objects())
                .noneMatch(
                        object ->
                                object.getKind().equals("Job")
                                        && object.getMetadata().getName().contains("smoke"));
    }

    @Test
    void dataThatCannotBePreparedFailsTheRunBeforeAnythingElseIsMade() {
        fixture.cluster.datasetState = "FAILED";
        fixture.create(RunFixture.spec());

        assertThat(fixture.until(Phase.FAILED).message())
                .startsWith("preparing the data sets failed: no such bucket");
        assertThat(fixture.api.created())
                .noneMatch(path -> path.contains("/jobs/") || path.contains("/deployments/"));
        assertThat(fixture.objects()).isEmpty();
    }

    @Test
    void aServerThatNeverAnswersFailsTheRun() {
        fixture.cluster.serverComesUp = false;
        fixture.create(RunFixture.spec());
        fixture.until(Phase.SERVING);
        fixture.now = fixture.now.plus(Duration.ofMinutes(31));

        assertThat(fixture.until(Phase.FAILED).message())
                .startsWith("the server was not ready within 30 minutes (0 of 1 pods)");
        assertThat(fixture.objects()).isEmpty();
    }

    @Test
    void aServerThatDoesNotWarmUpFailsTheRun() {
        fixture.cluster.warmUpSucceeds = false;
        fixture.create(RunFixture.spec());

        assertThat(fixture.until(Phase.FAILED).message()).contains("warm");
    }

    @Test
    void shardsThatEndWithoutReportingFailTheRun() {
        fixture.cluster.silentShards.add(SMOKE_JUDGE + "/0");
        fixture.perStep = Duration.ofMinutes(2);
        fixture.create(RunFixture.spec());

        assertThat(fixture.until(Phase.FAILED).message()).contains("reported their end");
    }

    @Test
    void aRunWithoutVerdictFails() {
        fixture.cluster.judges = false;
        fixture.perStep = Duration.ofMinutes(2);
        fixture.create(RunFixture.spec());

        assertThat(fixture.until(Phase.FAILED).message()).startsWith("no verdict of");
    }

    @Test
    void nothingIsConcludedFromTopicsThatWereNotRead() {
        fixture.topics.caughtUp(false);
        fixture.create(RunFixture.spec());
        for (int i = 0; i < 5; i++) {
            fixture.step();
        }
        assertThat(fixture.objects()).isEmpty();

        fixture.topics.caughtUp(true);
        fixture.until(Phase.SUCCEEDED);
    }

    @Test
    void theSameRunIsThereOnce() {
        fixture.create(RunFixture.spec());

        assertThatThrownBy(() -> fixture.create(RunFixture.spec()))
                .isInstanceOf(KubernetesClientException.class);
        fixture.until(Phase.SUCCEEDED);
        List<String> created = fixture.api.created();
        fixture.step();
        fixture.step();

        assertThat(fixture.api.created()).isEqualTo(created).doesNotHaveDuplicates();
    }

    @Test
    void overItsBudgetARunGivesItsGpusBackAndPeopleAreToldOnce() {
        fixture.cluster.runnersWork = false;
        fixture.create(with(RunFixture.spec(), new BudgetSpec(600L), false));
        fixture.until(Phase.RUNNING);

        EvalRunStatus status = fixture.until(Phase.SUSPENDED);
        fixture.step();
        fixture.step();

        assertThat(status.message()).contains("GPU-seconds of 600");
        assertThat(status.gpuSecondsUsed()).isBetween(600L, 660L);
        assertThat(fixture.status().gpuSecondsUsed()).isLessThan(700);
        assertThat(server().getSpec().getReplicas()).isZero();
        assertThat(job(SMOKE_JUDGE).getSpec().getSuspend()).isTrue();
        assertThat(fixture.told)
                .singleElement()
                .satisfies(told -> assertThat(told.reason()).isEqualTo("BudgetExceeded"));
        assertThat(
                        fixture.client
                                .v1()
                                .events()
                                .inNamespace(SimulatedCluster.NAMESPACE)
                                .list()
                                .getItems())
                .singleElement()
                .satisfies(event -> assertThat(event.getReason()).isEqualTo("BudgetExceeded"));

        fixture.cluster.runnersWork = true;
        fixture.edit(spec -> with(spec, new BudgetSpec(100_000L), false));
        fixture.until(Phase.SUCCEEDED);
    }

    @Test
    void overTheBudgetOfTheDayARunGoesOnTheNextDay() {
        fixture.environment = RunFixture.environment(600);
        fixture.restart();
        fixture.cluster.runnersWork = false;
        fixture.create(RunFixture.spec());
        fixture.until(Phase.SUSPENDED);
        fixture.step();

        fixture.cluster.runnersWork = true;
        fixture.now = fixture.now.plus(Duration.ofDays(1));

        assertThat(fixture.until(Phase.SUCCEEDED).verdict().decision()).isEqualTo("PASS");
    }

    @Test
    void aCertainBreachEndsTheShardsThatAreLeft() {
        fixture.create(RunFixture.spec());
        fixture.until(Phase.JUDGING);
        fixture.cluster.verdicts.put(RunFixture.RUN, "BREACH");
        fixture.cluster.runnersWork = false;
        fixture.until(Phase.RUNNING);
        fixture.step();
        fixture.topics.verdict(RunFixture.RUN, "BREACH", false);
        fixture.topics.say(RunEvent.Type.CANCEL_REQUESTED, RunFixture.RUN, -1);

        EvalRunStatus status = fixture.until(Phase.CANCELLED);

        assertThat(status.message()).isEqualTo("called off: the verdict is certain");
        assertThat(status.verdict().decision()).isEqualTo("BREACH");
        assertThat(status.gpuSecondsSaved()).isPositive();
        assertThat(fixture.topics.announced()).contains("RUN_CANCELLED " + RunFixture.RUN);
        assertThat(fixture.objects()).noneMatch(object -> object.getKind().equals("Deployment"));
        assertThat(fixture.objects()).noneMatch(object -> object.getKind().equals("Pod"));
    }

    @Test
    void aCancelledRunSavesWhatWasPlanned() {
        fixture.cluster.runnersWork = false;
        fixture.create(RunFixture.spec());
        fixture.until(Phase.RUNNING);
        fixture.edit(spec -> with(spec, null, true));

        EvalRunStatus status = fixture.until(Phase.CANCELLED);

        // 3 tasks of 20 and of 1000 samples, a second each, three pods at once, one GPU serving.
        assertThat(status.gpuSecondsSaved()).isEqualTo((3 * 20 + 3 * 1000) / 3);
    }

    @Test
    void aBreachInAnEarlyStageEndsTheRun() {
        fixture.cluster.verdicts.put(RunFixture.RUN + ".smoke", "BREACH");
        fixture.create(RunFixture.spec());

        EvalRunStatus status = fixture.until(Phase.SUCCEEDED);

        assertThat(status.message()).isEqualTo("BREACH in stage smoke");
        assertThat(status.stages()).extracting(stage -> stage.name()).containsExactly("smoke");
        assertThat(status.gpuSecondsSaved()).isEqualTo(3 * 1000 / 3);
        assertThat(fixture.topics.announced()).doesNotContain("RUN_STARTED " + RunFixture.RUN);
    }

    @Test
    void aRunThatIsDeletedEndsWhatGoesOn() {
        fixture.cluster.runnersWork = false;
        fixture.create(RunFixture.spec());
        fixture.until(Phase.RUNNING);

        assertThat(fixture.cleanUp()).isFalse();
        fixture.cluster.step();
        assertThat(fixture.cleanUp()).isTrue();
        assertThat(fixture.topics.announced())
                .contains("RUN_CANCELLED " + RunFixture.RUN + ".smoke");

        fixture.client.resource(fixture.run()).delete();
        fixture.cluster.step();
        assertThat(fixture.objects()).isEmpty();
    }

    @Test
    void anObjectOfSomebodyElseIsNotTouched() {
        fixture.create(RunFixture.spec());
        fixture.until(Phase.SERVING);
        Job foreign = job(SMOKE_JUDGE);
        assertThat(foreign).isNull();
        fixture.client
                .resource(
                        new io.fabric8.kubernetes.api.model.ConfigMapBuilder()
                                .withNewMetadata()
                                .withName(SMOKE_JUDGE)
                                .withNamespace(SimulatedCluster.NAMESPACE)
                                .addNewOwnerReference()
                                .withUid("other")
                                .endOwnerReference()
                                .endMetadata()
                                .build())
                .create();

        assertThatThrownBy(() -> fixture.until(Phase.SUCCEEDED))
                .isInstanceOf(ForeignObjectException.class)
                .hasMessageContaining("ConfigMap " + SMOKE_JUDGE);
    }

    private Job job(String name) {
        return fixture.client
                .batch()
                .v1()
                .jobs()
                .inNamespace(SimulatedCluster.NAMESPACE)
                .withName(name)
                .get();
    }

    private io.fabric8.kubernetes.api.model.apps.Deployment server() {
        return fixture.client
                .apps()
                .deployments()
                .inNamespace(SimulatedCluster.NAMESPACE)
                .withName(RunFixture.RUN + "-server")
                .get();
    }

    private static EvalRunSpec with(EvalRunSpec spec, BudgetSpec budget, boolean cancel) {
        return new EvalRunSpec(
                spec.image(),
                spec.tag(),
                spec.digest(),
                spec.model(),
                spec.suites(),
                spec.matrix(),
                spec.stages(),
                spec.serving(),
                spec.gpu(),
                spec.parallelism(),
                budget,
                spec.deadline(),
                spec.suspend(),
                cancel,
                spec.queue());
    }
}
