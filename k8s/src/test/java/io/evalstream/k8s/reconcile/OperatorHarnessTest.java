package io.evalstream.k8s.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.api.EvalRunStatus.Phase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** Runs are taken further by what happens to them, from the push to the end. */
@Timeout(180)
class OperatorHarnessTest {

    private static final String RUN = RunFixture.RUN;

    @TempDir private Path directory;
    private RunningController controller;

    @BeforeEach
    void start() throws Exception {
        controller = new RunningController(directory);
    }

    @AfterEach
    void stop() {
        controller.close();
    }

    @Test
    void aPushEndsInAVerdict() throws Exception {
        controller.push("acme/llm", "release-1");

        controller.awaitRuns(OperatorHarnessTest::isOver);

        assertThat(controller.runs())
                .singleElement()
                .satisfies(
                        run -> {
                            assertThat(run.getStatus().phase()).isEqualTo(Phase.SUCCEEDED);
                            assertThat(run.getStatus().verdict().decision()).isEqualTo("PASS");
                        });
        assertThat(controller.told).isEmpty();
    }

    @Test
    void aRunThatIsDeletedIsGoneWhenNothingOfItGoesOn() throws Exception {
        controller.cluster.runnersWork = false;
        controller.create(RUN, RunFixture.spec());
        controller.await(RUN, Phase.RUNNING);
        assertThat(controller.run(RUN).getMetadata().getFinalizers()).hasSize(1);

        controller.client.resource(controller.run(RUN)).delete();

        controller.await(() -> controller.run(RUN) == null);
        assertThat(controller.topics.announced()).contains("RUN_CANCELLED " + RUN + ".smoke");
        controller.await(() -> controller.client.pods().list().getItems().isEmpty());
        assertThat(controller.client.apps().deployments().list().getItems()).isEmpty();
        assertThat(controller.client.batch().v1().jobs().list().getItems()).isEmpty();
    }

    @Test
    void aWatchThatIsCutIsTakenUpAgain() throws Exception {
        controller.cluster.runnersWork = false;
        controller.create(RUN, RunFixture.spec());
        controller.await(RUN, Phase.RUNNING);

        controller.restartApiServer();
        controller.cluster.runnersWork = true;

        controller.await(RUN, Phase.SUCCEEDED);
        controller.create("made-later", RunFixture.spec());
        controller.await("made-later", Phase.SUCCEEDED);
    }

    private static boolean isOver(EvalRun run) {
        return run.getStatus() != null && run.getStatus().phase().isFinal();
    }
}
