package io.evalstream.k8s.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evalstream.k8s.api.EvalRun;
import io.fabric8.kubernetes.client.utils.Serialization;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

class RunDirectoryTest {

    private static final String YAML =
            """
            apiVersion: evalstream.io/v1alpha1
            kind: EvalRun
            metadata: {name: by-hand}
            spec:
              image: ghcr.io/acme/m
              tag: release-1
              digest: sha256:00
              suites: [{name: s, harness: LM_EVAL, tasks: [t]}]
            """;

    @TempDir private Path directory;
    private RunDirectory runs;

    @BeforeEach
    void open() throws Exception {
        Clock clock = Clock.fixed(Instant.parse("2026-03-02T10:00:00Z"), ZoneOffset.UTC);
        runs = new RunDirectory(directory, "local", "http://127.0.0.1:8000/v1", clock);
    }

    @Test
    void ofTwoThatMakeOneRunOneSucceeds() {
        EvalRun run = Serialization.unmarshal(YAML.replace("by-hand", "a"), EvalRun.class);
        run.getMetadata().setLabels(Map.of("l", "v"));
        assertThat(runs.create(run)).isTrue();
        assertThat(runs.create(run)).isFalse();
        assertThat(runs.labelled("local", "l", "v")).hasSize(1);
        assertThat(runs.labelled("local", "l", "other")).isEmpty();
        EvalRun read = runs.get("local", "a").orElseThrow();
        assertThat(read.getMetadata().getCreationTimestamp()).isEqualTo("2026-03-02T10:00:00Z");
        assertThat(read.getSpec().serving().endpoint()).isEqualTo("http://127.0.0.1:8000/v1");
        assertThat(directory.resolve("runs")).isDirectoryContaining("glob:**/a.yaml");
    }

    @Test
    void aFileOfAUserIsARunWhoseIdentityIsKeptWithItsStatus() throws Exception {
        Files.writeString(directory.resolve("runs/by-hand.yaml"), YAML);
        EvalRun first = runs.get("local", "by-hand").orElseThrow();
        runs.writeStatus(first);
        EvalRun again = runs.get("local", "by-hand").orElseThrow();
        assertThat(again.getMetadata().getUid()).isEqualTo(first.getMetadata().getUid());
        assertThat(runs.names()).containsExactly("by-hand");
        assertThat(runs.deleted("by-hand")).isEmpty();

        Files.delete(directory.resolve("runs/by-hand.yaml"));
        assertThat(runs.get("local", "by-hand")).isEmpty();
        assertThat(runs.deleted("by-hand").orElseThrow().getMetadata().getUid())
                .isEqualTo(first.getMetadata().getUid());
        runs.forget("by-hand");
        assertThat(runs.names()).isEmpty();
    }

    @Test
    void aFileThatIsNoRunIsNamedInOneLineAndHidesNoOther() throws Exception {
        Files.writeString(directory.resolve("runs/by-hand.yaml"), YAML);
        Files.writeString(directory.resolve("runs/other.yaml"), YAML);
        Files.writeString(
                directory.resolve("runs/broken.yaml"), "kind: EvalRun\nmetadata: {name: ]\n");
        Files.writeString(
                directory.resolve("runs/empty-spec.yaml"),
                YAML.replace("by-hand", "empty-spec").replace("tag: release-1", ""));
        assertThat(runs.all("local")).hasSize(1);
        assertFault("other", "metadata.name: is not that of the file; say 'other'");
        assertFault("broken", "broken.yaml line 2: ");
        assertFault("empty-spec", "spec: image, tag, digest and suites are needed");
    }

    private void assertFault(String name, String text) {
        assertThatThrownBy(() -> runs.get("local", name))
                .isInstanceOf(UnusableRunException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining(text)
                .message()
                .doesNotContain("\n");
    }
}
