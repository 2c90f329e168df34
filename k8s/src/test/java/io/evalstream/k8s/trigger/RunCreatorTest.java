package io.evalstream.k8s.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.registry.ImageName;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

@EnableKubernetesMockClient(crud = true)
class RunCreatorTest {

    private static final String NAMESPACE = "eval";
    private static final String DIGEST = "sha256:0123abcd" + "0".repeat(56);

    private KubernetesClient client;

    private static Release release(String image, String tag, String digest) {
        return new Release(ImageName.parse(image).orElseThrow(), tag, digest);
    }

    @Test
    void aReleaseHasOneRun() {
        RunCreator creator = new RunCreator(client, NAMESPACE);
        Release release = release("ghcr.io/acme/minilm", "release-1", DIGEST);
        assertThat(creator.create(release, Templates.least(), "webhook"))
                .isEqualTo(new RunCreator.Outcome("minilm-release-1-0123abcd", true));
        assertThat(creator.create(release, Templates.least(), "poller"))
                .isEqualTo(new RunCreator.Outcome("minilm-release-1-0123abcd", false));
        EvalRun run = creator.all().get(0);
        assertThat(creator.all()).hasSize(1);
        assertThat(run.getSpec().image()).isEqualTo("ghcr.io/acme/minilm");
        assertThat(run.getMetadata().getLabels())
                .containsEntry("evalstream.io/run", "minilm-release-1-0123abcd")
                .containsEntry("app.kubernetes.io/part-of", "evalstream");
        assertThat(run.getMetadata().getAnnotations())
                .containsEntry("evalstream.io/triggered-by", "webhook");
    }

    @Test
    void ofMoreReleasesEachHasOneWhateverTheyShare() {
        RunCreator creator = new RunCreator(client, NAMESPACE);
        List<Release> releases =
                List.of(
                        release("ghcr.io/a/m", "release-1", DIGEST),
                        release("ghcr.io/b/m", "release-1", DIGEST),
                        release("ghcr.io/a/m", "release_1", DIGEST),
                        release("ghcr.io/a/m", "Release-1", DIGEST),
                        release("ghcr.io/a/m", "release-1", DIGEST.replace("0000", "1111")),
                        release("ghcr.io/a/m", "release-1", "sha256:" + "b".repeat(64)));
        for (int round = 0; round < 3; round++) {
            for (Release release : releases) {
                assertThat(creator.create(release, Templates.least(), "webhook").isNew())
                        .isEqualTo(round == 0);
            }
        }
        assertThat(creator.all()).hasSize(releases.size());
    }

    @Test
    void ofManyWhoTryAtOnceOneMakesTheRun() throws Exception {
        Release release = release("ghcr.io/acme/minilm", "release-1", DIGEST);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<RunCreator.Outcome>> tries = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                RunCreator replica = new RunCreator(client, NAMESPACE);
                tries.add(() -> replica.create(release, Templates.least(), "webhook"));
            }
            int made = 0;
            for (Future<RunCreator.Outcome> outcome : threads.invokeAll(tries)) {
                made += outcome.get().isNew() ? 1 : 0;
            }
            assertThat(made).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
        assertThat(new RunCreator(client, NAMESPACE).all()).hasSize(1);
    }

    @Test
    void anotherRunIsMadeOnRequestAndNumbered() {
        RunCreator creator = new RunCreator(client, NAMESPACE);
        Release release = release("ghcr.io/acme/minilm", "release-1", DIGEST);
        creator.create(release, Templates.least(), "webhook");
        assertThat(creator.createAnother(release, Templates.least(), "command").run())
                .isEqualTo("minilm-release-1-0123abcd-2");
        assertThat(creator.createAnother(release, Templates.least(), "command").run())
                .isEqualTo("minilm-release-1-0123abcd-3");
        assertThat(creator.create(release, Templates.least(), "webhook").isNew()).isFalse();
    }
}
