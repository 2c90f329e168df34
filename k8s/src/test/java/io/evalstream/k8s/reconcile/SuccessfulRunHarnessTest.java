package io.evalstream.k8s.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.k8s.api.EvalRunStatus;
import io.evalstream.k8s.api.EvalRunStatus.Phase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A run that nothing disturbs. */
class SuccessfulRunHarnessTest {

    private final RunFixture fixture = new RunFixture();

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void goesThroughAllStagesToItsVerdict() {
        fixture.create(RunFixture.spec());

        EvalRunStatus status = fixture.until(Phase.SUCCEEDED);

        assertThat(status.verdict().decision()).isEqualTo("PASS");
        assertThat(status.message()).isEqualTo("PASS in stage full");
        assertThat(status.stages())
                .extracting(stage -> stage.name())
                .containsExactly("smoke", "full");
        assertThat(status.stages())
                .allSatisfy(stage -> assertThat(stage.shardsDone()).isEqualTo(stage.shards()));
        assertThat(status.links()).containsKey("dashboard");
        assertThat(fixture.topics.announced())
                .containsExactly(
                        "RUN_STARTED " + RunFixture.RUN + ".smoke",
                        "RUN_FINISHED " + RunFixture.RUN + ".smoke",
                        "RUN_STARTED " + RunFixture.RUN,
                        "RUN_FINISHED " + RunFixture.RUN);
        assertThat(fixture.cluster.mostAtOnce).isLessThanOrEqualTo(3);
    }
}
