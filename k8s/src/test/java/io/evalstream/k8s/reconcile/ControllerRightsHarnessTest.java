package io.evalstream.k8s.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.evalstream.k8s.api.EvalRunStatus.Phase;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The Role of the controller gives the rights that it makes use of, and no other. */
@Timeout(180)
class ControllerRightsHarnessTest {

    private static final Path ROLES = Path.of("base/controller/rbac.yaml");

    private static final String OLD = "old";

    @TempDir private Path directory;

    @Test
    void theRoleIsWhatIsUsedFromTheFirstPushToTheLastDeletion() throws Exception {
        Set<UsedRight> used;
        try (RunningController controller = new RunningController(directory)) {
            controller.push("acme/llm", "release-1");
            controller.awaitRuns(
                    run -> run.getStatus() != null && run.getStatus().phase() == Phase.SUCCEEDED);

            controller.cluster.runnersWork = false;
            controller.create("halts", RunFixture.spec());
            controller.await("halts", Phase.RUNNING);
            makeOld(controller, controller.client.services().list().getItems());
            makeOld(controller, controller.client.apps().deployments().list().getItems());
            controller.edit("halts", spec -> RunFixture.suspended(spec, true));
            controller.await("halts", Phase.SUSPENDED);
            controller.edit("halts", spec -> RunFixture.suspended(spec, false));
            controller.cluster.runnersWork = true;
            controller.await("halts", Phase.SUCCEEDED);

            controller.cluster.datasetState = "FAILED";
            controller.create("fails", RunFixture.spec());
            controller.await("fails", Phase.FAILED);
            controller.cluster.datasetState = "FINISHED";

            controller.create("waits", RunFixture.queued(true));
            controller.await("waits", Phase.SUSPENDED);
            controller.cluster.runnersWork = false;
            controller.edit("waits", spec -> RunFixture.queued(false));
            controller.await(() -> isBegun(controller));
            controller.edit("waits", spec -> RunFixture.queued(true));
            controller.await("waits", Phase.SUSPENDED);
            controller.await(() -> !isBegun(controller));
            controller.client.resource(controller.run("waits")).delete();
            controller.await(() -> controller.run("waits") == null);

            controller.cluster.runnersWork = true;
            controller.cluster.datasetState = "RUNNING";
            controller.create("deleted", RunFixture.spec());
            controller.await("deleted", Phase.PREPARING);
            makeOld(controller, controller.flinkDeployments());
            controller.await(
                    () ->
                            controller.flinkDeployments().stream()
                                    .noneMatch(object -> isOld(object)));
            controller.client.resource(controller.run("deleted")).delete();
            controller.await(() -> controller.run("deleted") == null);
            controller.leave();
            used = controller.api.rights();
        }
        assertThat(granted()).containsExactlyInAnyOrderElementsOf(used);
    }

    /** Has objects look as if another version of the controller had made them. */
    private static void makeOld(RunningController controller, List<? extends HasMetadata> objects) {
        assertThat(objects).isNotEmpty();
        for (HasMetadata object : objects) {
            controller.annotate(object, HashedResourceApplier.APPLIED, OLD);
        }
    }

    private static boolean isOld(HasMetadata object) {
        return OLD.equals(object.getMetadata().getAnnotations().get(HashedResourceApplier.APPLIED));
    }

    private static boolean isBegun(RunningController controller) {
        Job job = controller.client.batch().v1().jobs().withName("waits-full-lm").get();
        return job != null && !job.getSpec().getSuspend();
    }

    private static Set<UsedRight> granted() throws Exception {
        Set<UsedRight> granted = new TreeSet<>();
        for (String document : Files.readString(ROLES).split("(?m)^---$", -1)) {
            JsonNode object = Serialization.yamlMapper().readTree(document);
            for (JsonNode rule : object.path("rules")) {
                for (JsonNode group : rule.path("apiGroups")) {
                    for (JsonNode resource : rule.path("resources")) {
                        for (JsonNode verb : rule.path("verbs")) {
                            granted.add(
                                    new UsedRight(
                                            group.asText(), resource.asText(), verb.asText()));
                        }
                    }
                }
            }
        }
        return granted;
    }
}
