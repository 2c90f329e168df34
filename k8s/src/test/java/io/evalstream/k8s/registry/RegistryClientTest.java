package io.evalstream.k8s.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

class RegistryClientTest {

    private static final String CREATED = "2026-03-01T10:00:00Z";

    @TempDir private Path directory;
    private final List<Duration> pauses = new ArrayList<>();
    private StubRegistry registry;
    private ImageName image;
    private RegistryClient client;

    @BeforeEach
    void start() throws Exception {
        registry = new StubRegistry();
        image = registry.image("acme/minilm");
        Path file = directory.resolve("config.json");
        Files.writeString(file, registry.dockerConfiguration());
        RegistryCredentials credentials = RegistryCredentials.read(file);
        client = client(credentials);
    }

    private RegistryClient client(RegistryCredentials credentials) {
        Clock clock = Clock.systemUTC();
        Exchange exchange = new Exchange(Duration.ofSeconds(5), pauses::add, clock);
        return new RegistryClient(exchange, () -> credentials, Set.of(), clock);
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void aTagMeansTheDigestOfItsIndex() throws Exception {
        String digest = registry.push("acme/minilm", "release-1", CREATED);
        assertThat(client.resolve(image, "release-1")).contains(digest);
        assertThat(client.peek(image, "release-1")).contains(digest);
        assertThat(client.resolve(image, "release-2")).isEmpty();
        assertThat(client.peek(registry.image("acme/other"), "release-1")).isEmpty();
    }

    @Test
    void withoutTheHeaderTheManifestItselfIsAsked() throws Exception {
        String digest = registry.push("acme/minilm", "release-1", CREATED);
        registry.isWithoutDigestHeader = true;
        assertThat(client.peek(image, "release-1")).contains(digest);
    }

    @Test
    void aHeaderThatIsNotOfTheManifestIsNotBelieved() {
        registry.push("acme/minilm", "release-1", CREATED);
        registry.digestHeader = "sha256:" + "a".repeat(64);
        assertThatThrownBy(() -> client.resolve(image, "release-1"))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("release-1: the manifest has digest");
    }

    @Test
    void aTokenServesUntilItExpires() throws Exception {
        registry.push("acme/minilm", "release-1", CREATED);
        client.resolve(image, "release-1");
        client.resolve(image, "release-1");
        assertThat(registry.requests).filteredOn("GET /token"::equals).hasSize(1);
    }

    @Test
    void strangersAreToldWhichCredentialsAreMissing() {
        registry.push("acme/minilm", "release-1", CREATED);
        assertThatThrownBy(() -> client(RegistryCredentials.none()).resolve(image, "release-1"))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("gives no token (403); check the credentials for 127.0.0.1");
    }

    @Test
    void credentialsGoToNobodyElse() {
        registry.push("acme/minilm", "release-1", CREATED);
        for (String realm :
                List.of(
                        "https://evil.example/token",
                        "http://localhost:1/token",
                        "ftp://" + registry.host() + "/token")) {
            registry.realm = realm;
            assertThatThrownBy(() -> client.resolve(image, "release-1"))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("not trusted");
        }
    }

    @Test
    void aRegistryInTroubleIsAskedAgainWhenItSays() throws Exception {
        String digest = registry.push("acme/minilm", "release-1", CREATED);
        registry.troubles.addAll(List.of(429, 503));
        assertThat(client.resolve(image, "release-1")).contains(digest);
        assertThat(pauses).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(7));
    }

    @Test
    void aRegistryThatStaysInTroubleIsGivenUp() {
        registry.troubles.addAll(List.of(500, 500, 500, 500, 500));
        assertThatThrownBy(() -> client.resolve(image, "release-1"))
                .isInstanceOfSatisfying(
                        RegistryException.class, fault -> assertThat(fault.isPassing()).isTrue())
                .hasMessageContaining("answers 500 after 4 attempts");
        assertThat(registry.requests).hasSize(4);
    }

    @Test
    void tagsAreReadPageByPage() throws Exception {
        List<String> expected = new ArrayList<>();
        for (int i = 10; i < 35; i++) {
            registry.push("acme/minilm", "release-" + i, CREATED);
            expected.add("release-" + i);
        }
        registry.pageSize = 10;
        assertThat(client.tags(image)).isEqualTo(expected);
        assertThat(client.tags(registry.image("acme/other"))).isEmpty();
    }

    @Test
    void theAgeIsThatOfTheConfigurationWhereverItLies() throws Exception {
        String digest = registry.push("acme/minilm", "release-1", CREATED);
        assertThat(client.createdAt(image, digest)).contains(Instant.parse(CREATED));
        registry.isBlobRedirected = true;
        String other = registry.push("acme/minilm", "release-2", CREATED);
        assertThat(client.createdAt(image, other)).contains(Instant.parse(CREATED));
    }

    @Test
    void anAgeIsAskedForOnce() throws Exception {
        String digest = registry.push("acme/minilm", "release-1", CREATED);
        client.createdAt(image, digest);
        registry.requests.clear();
        assertThat(client.createdAt(image, digest)).contains(Instant.parse(CREATED));
        assertThat(registry.requests).isEmpty();
    }

    @Test
    void aReproducibleImageHasNoAge() throws Exception {
        String digest = registry.push("acme/minilm", "release-1", "1980-01-01T00:00:01Z");
        assertThat(client.createdAt(image, digest)).isEmpty();
    }

    @Test
    void anEndlessAnswerIsCutOff() {
        registry.tag(
                "acme/minilm",
                "release-1",
                registry.put(StubRegistry.MANIFEST, "x".repeat((4 << 20) + 1)));
        assertThatThrownBy(() -> client.resolve(image, "release-1"))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("cannot be asked");
    }

    @Test
    void messagesHoldNoSecret() throws Exception {
        Path file = directory.resolve("broken.json");
        Files.writeString(file, "{\"auths\":{\"ghcr.io\":{\"auth\":\"s3cr3t!\"}}}");
        assertThatThrownBy(() -> RegistryCredentials.read(file))
                .hasMessageContaining("auths.ghcr.io.auth")
                .hasMessageNotContaining("s3cr3t");
        Files.writeString(file, "{\"auths\": s3cr3t}");
        assertThatThrownBy(() -> RegistryCredentials.read(file))
                .hasMessageContaining("line 1")
                .hasMessageNotContaining("s3cr3t");
    }
}
