package io.evalstream.k8s.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.files.UnusableFileException;
import io.evalstream.k8s.metrics.ControllerMetrics;
import io.evalstream.k8s.registry.RegistryClient;
import io.evalstream.k8s.registry.RegistryCredentials;
import io.evalstream.k8s.registry.StubRegistry;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;

@EnableKubernetesMockClient(crud = true)
class ReleasePollerTest {

    private static final Instant NOW = Instant.parse("2026-03-02T00:00:00Z");
    private static final String YOUNG = "2026-03-01T12:00:00Z";
    private static final String OLD = "2026-02-01T12:00:00Z";

    @TempDir private Path directory;
    private KubernetesClient client;
    private StubRegistry registry;
    private RunCreator creator;

    @BeforeEach
    void start() throws Exception {
        registry = new StubRegistry();
        creator = new RunCreator(client, "eval");
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private ReleasePoller poller(int mostPerPoll, String... images) throws Exception {
        Path file = directory.resolve("config.json");
        Files.writeString(file, registry.dockerConfiguration());
        RegistryCredentials credentials = credentials(file);
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        RegistryClient asked =
                new RegistryClient(() -> credentials, Set.of(), Duration.ofSeconds(5), clock);
        ReleaseRules rules = Templates.rules(images);
        ControllerMetrics metrics = new ControllerMetrics();
        return new ReleasePoller(
                () -> rules,
                asked,
                creator,
                new ReleaseStarter(() -> rules, asked, creator, metrics),
                metrics,
                Duration.ofDays(1),
                mostPerPoll,
                clock);
    }

    private static RegistryCredentials credentials(Path file) throws UnusableFileException {
        return RegistryCredentials.read(file);
    }

    @Test
    void whatNobodyToldOfIsFoundOnce() throws Exception {
        String digest = registry.push("acme/m", "release-1", YOUNG);
        registry.push("acme/m", "nightly", YOUNG);
        registry.push("acme/m", "release-0", OLD);
        registry.push("acme/m", "release-2", "1970-01-01T00:00:00Z");
        registry.push("acme/other", "release-1", YOUNG);
        ReleasePoller poller = poller(10, registry.host() + "/acme/m");
        assertThat(poller.poll()).isEqualTo(1);
        assertThat(poller.poll()).isZero();
        assertThat(creator.all())
                .singleElement()
                .extracting(EvalRun::getSpec)
                .satisfies(
                        spec -> {
                            assertThat(spec.tag()).isEqualTo("release-1");
                            assertThat(spec.digest()).isEqualTo(digest);
                        });
    }

    @Test
    void aTagThatMovedIsAnotherRelease() throws Exception {
        registry.push("acme/m", "release-1", YOUNG);
        ReleasePoller poller = poller(10, registry.host() + "/acme/m");
        assertThat(poller.poll()).isEqualTo(1);
        registry.push("acme/m", "release-1", "2026-03-01T13:00:00Z");
        assertThat(poller.poll()).isEqualTo(1);
        assertThat(creator.all()).hasSize(2);
    }

    @Test
    void aPollMakesNoMoreRunsThanItMay() throws Exception {
        for (int i = 0; i < 5; i++) {
            registry.push("acme/m", "release-" + i, YOUNG);
        }
        ReleasePoller poller = poller(2, registry.host() + "/acme/m");
        assertThat(poller.poll()).isEqualTo(2);
        assertThat(poller.poll()).isEqualTo(2);
        assertThat(poller.poll()).isEqualTo(1);
    }

    @Test
    void underAStarThoseAreLookedAtThatHadARunBefore() throws Exception {
        String digest = registry.push("acme/m", "release-1", YOUNG);
        registry.push("acme/m", "release-2", YOUNG);
        ReleasePoller poller = poller(10, registry.host() + "/acme/*");
        assertThat(poller.poll()).isZero();
        creator.create(
                new Release(registry.image("acme/m"), "release-1", digest),
                Templates.least(),
                "webhook");
        assertThat(poller.poll()).isEqualTo(1);
    }

    @Test
    void anImageThatCannotBeLookedAtDoesNotKeepTheOthersFromIt() throws Exception {
        registry.push("acme/broken", "release-1", YOUNG);
        registry.push("acme/m", "release-1", YOUNG);
        registry.tag("acme/broken", "release-0", registry.put(StubRegistry.MANIFEST, "no JSON"));
        ReleasePoller poller =
                poller(10, registry.host() + "/acme/broken", registry.host() + "/acme/m");
        assertThat(poller.poll()).isEqualTo(1);
    }
}
