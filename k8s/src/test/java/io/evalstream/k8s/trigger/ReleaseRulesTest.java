package io.evalstream.k8s.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evalstream.k8s.api.EvalRunSpec;
import io.evalstream.k8s.files.UnusableFileException;
import io.evalstream.k8s.registry.ImageName;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;

class ReleaseRulesTest {

    private static final String FILE =
            """
            releases:
              - images: [ghcr.io/acme/minilm, "ghcr.io/acme/tiny-*"]
                run:
                  model: minilm
                  suites:
                    - {name: general, harness: LM_EVAL, tasks: [arc_easy], samples: 100}
                  stages:
                    - {name: smoke, samples: 20}
                  deadline: PT2H
              - images: ["ghcr.io/*/*"]
                tags: v[0-9]+
                run:
                  suites:
                    - {name: short, harness: DEEPEVAL, tasks: [faithful]}
            """;

    @TempDir private Path directory;

    private ReleaseRules read(String text) throws Exception {
        Path file = directory.resolve("releases.yaml");
        Files.writeString(file, text);
        return ReleaseRules.read(file);
    }

    @ParameterizedTest
    @CsvSource({
        "ghcr.io/acme/minilm, release-1, general",
        "ghcr.io/acme/tiny-a, release-1, general",
        "ghcr.io/acme/minilm, v1, short",
        "ghcr.io/acme/minilm, release-, ''",
        "ghcr.io/acme/tiny-a/b, release-1, ''",
        "ghcr.io/acme/minilmx, release-1, ''",
        "ghcr.io.evil.com/acme/minilm, release-1, ''",
    })
    void theFirstRuleThatCoversImageAndTagCounts(String image, String tag, String suite)
            throws Exception {
        assertThat(
                        read(FILE)
                                .ruleFor(ImageName.parse(image).orElseThrow(), tag)
                                .map(rule -> rule.run().spec().suites().get(0).name())
                                .orElse(""))
                .isEqualTo(suite);
    }

    @Test
    void onlyImagesWithoutAStarCanBeAskedFor() throws Exception {
        assertThat(read(FILE).namedImages())
                .containsExactly(new ImageName("ghcr.io", "acme/minilm"));
    }

    @Test
    void theRunIsTheTemplateWithTheRelease() throws Exception {
        Release release =
                new Release(
                        new ImageName("ghcr.io", "acme/minilm"),
                        "release-1",
                        "sha256:" + "a".repeat(64));
        EvalRunSpec spec = read(FILE).releases().get(0).run().of(release);
        assertThat(spec.image()).isEqualTo("ghcr.io/acme/minilm");
        assertThat(spec.tag()).isEqualTo("release-1");
        assertThat(spec.digest()).isEqualTo(release.digest());
        assertThat(spec.model()).isEqualTo("minilm");
        assertThat(spec.stages()).hasSize(1);
        assertThat(spec.suites().get(0).samples()).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "harness: LM_EVAL | harness: LMEVAL | line 6: releases[0].run.suites[0].harness: 'LMEVAL' is none of",
                "tasks: [arc_easy] | task: [arc_easy] | releases[0].run.suites[0].task: is unknown; known are",
                "tasks: [arc_easy] | tasks: [] | suites[0].tasks: has 0 items, 1 to 256",
                "samples: 100 | samples: -1 | suites[0].samples: -1 is below 0",
                "samples: 100 | samples: many | releases[0].run.suites[0].samples: 'many' is no Long",
                "name: general | name: General | suites[0].name: 'General' does not match",
                "deadline: PT2H | deadline: 2h | run.deadline: '2h' does not match",
                "deadline: PT2H | tag: release-1 | run.tag: is that of the push; leave it out",
                "tags: v[0-9]+ | tags: 'v[' | releases[1].tags: 'v[':",
                "ghcr.io/acme/minilm | ghcr.io/Acme/minilm | releases[0].images: 'ghcr.io/Acme",
                "'ghcr.io/*/*' | '*/a/b' | releases[1].images: '*/a/b'",
                "'ghcr.io/*/*' | minilm | releases[1].images: 'minilm'",
                "releases: | release: | release: is unknown; known are [releases]",
                "- {name: short | - {short | releases[1].run.suites[0]",
                "deadline: PT2H | deadline: [PT2H | line",
            })
    void whatCannotBeIsSaidWithItsPlace(String text, String replacement, String message) {
        String broken =
                FILE.replace('"', '\'')
                        .replaceFirst(
                                java.util.regex.Pattern.quote(text),
                                java.util.regex.Matcher.quoteReplacement(replacement));
        assertThat(broken).isNotEqualTo(FILE.replace('"', '\''));
        assertThatThrownBy(() -> read(broken))
                .isInstanceOf(UnusableFileException.class)
                .hasMessageContaining("releases.yaml")
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void anEmptyFileAndNoFileAreNoRules() {
        assertThatThrownBy(() -> read("")).isInstanceOf(UnusableFileException.class);
        assertThatThrownBy(() -> read("releases: []")).hasMessageContaining("name at least one");
        assertThatThrownBy(() -> ReleaseRules.read(directory.resolve("none.yaml")))
                .isInstanceOf(UnusableFileException.class)
                .hasMessageContaining("none.yaml: cannot be read");
    }
}
