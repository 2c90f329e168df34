package io.evalstream.k8s.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.k8s.api.EvalRunStatus;
import io.evalstream.k8s.api.EvalRunStatus.Phase;
import io.evalstream.k8s.resources.Labels;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.batch.v1.Job;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Shards in a queue of Kueue begin and wait when Kueue says so. */
class QueuedRunHarnessTest {

    private static final String JOB = RunFixture.RUN + "-full-lm";

    private final RunFixture fixture = new RunFixture();

    @BeforeEach
    void create() {
        fixture.create(RunFixture.queued(false));
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void aJobIsMadeSuspendedAndBegunByNobodyElse() {
        fixture.cluster.admits = false;
        fixture.until(Phase.RUNNING);
        for (int i = 0; i < 5; i++) {
            fixture.step();
        }

        assertThat(job().getMetadata().getLabels()).containsEntry(Labels.QUEUE, "gpus");
        assertThat(job().getSpec().getSuspend()).isTrue();
        assertThat(job().getSpec().getParallelism()).isEqualTo(3);
        assertThat(fixture.status().message()).isEqualTo("stage full waits in the queue gpus");
        assertThat(fixture.cluster.attempts).isEmpty();

        fixture.cluster.admits = true;
        fixture.until(Phase.SUCCEEDED);
    }

    @Test
    void aJobThatMakesRoomGoesOnWhenItsTurnComesAgain() {
        fixture.cluster.runnersWork = false;
        fixture.until(Phase.RUNNING);
        fixture.step();
        fixture.step();
        assertThat(job().getSpec().getSuspend()).isFalse();
        assertThat(fixture.status().message()).isEqualTo("stage full");

        fixture.cluster.admits = false;
        fixture.step();
        fixture.step();
        assertThat(job().getSpec().getSuspend()).isTrue();
        assertThat(fixture.status().phase()).isEqualTo(Phase.RUNNING);

        fixture.cluster.admits = true;
        fixture.cluster.runnersWork = true;
        fixture.until(Phase.SUCCEEDED);
    }

    @Test
    void aWorkloadThatWasDeactivatedSuspendsTheRunAndPeopleAreToldOnce() {
        fixture.cluster.runnersWork = false;
        fixture.until(Phase.RUNNING);
        fixture.step();
        fixture.cluster.deactivate(JOB, true);

        EvalRunStatus status = fixture.until(Phase.SUSPENDED);
        fixture.step();
        fixture.step();

        assertThat(status.message())
                .startsWith(
                        "the shards of lm were taken out of the queue gpus (exceeded the maximum"
                                + " number of re-queuing); set spec.active");
        assertThat(fixture.told)
                .singleElement()
                .satisfies(told -> assertThat(told.reason()).isEqualTo("Deactivated"));
        assertThat(workload().getMetadata().getAnnotations()).isNullOrEmpty();
        assertThat(
                        fixture.client
                                .apps()
                                .deployments()
                                .inNamespace(SimulatedCluster.NAMESPACE)
                                .withName(RunFixture.RUN + "-server")
                                .get()
                                .getSpec()
                                .getReplicas())
                .isZero();

        fixture.cluster.deactivate(JOB, false);
        fixture.cluster.runnersWork = true;
        fixture.until(Phase.SUCCEEDED);
    }

    @Test
    void aSuspendedRunLeavesTheQueueAndComesBack() {
        fixture.cluster.runnersWork = false;
        fixture.until(Phase.RUNNING);
        fixture.step();
        fixture.edit(spec -> RunFixture.queued(true));
        fixture.until(Phase.SUSPENDED);
        fixture.step();
        fixture.step();

        Object active = workload().get("spec", "active");
        assertThat(active).isEqualTo(false);
        assertThat(job().getSpec().getSuspend()).isTrue();
        assertThat(fixture.told).isEmpty();

        fixture.edit(spec -> RunFixture.queued(false));
        fixture.cluster.runnersWork = true;
        fixture.until(Phase.SUCCEEDED);
        assertThat(fixture.api.created()).doesNotHaveDuplicates();
    }

    private Job job() {
        return fixture.client
                .batch()
                .v1()
                .jobs()
                .inNamespace(SimulatedCluster.NAMESPACE)
                .withName(JOB)
                .get();
    }

    private GenericKubernetesResource workload() {
        return fixture.client
                .genericKubernetesResources(KueueWorkloads.CONTEXT)
                .inNamespace(SimulatedCluster.NAMESPACE)
                .withName("job-" + JOB)
                .get();
    }
}
