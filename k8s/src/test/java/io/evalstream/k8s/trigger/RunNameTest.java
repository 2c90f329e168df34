package io.evalstream.k8s.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.k8s.registry.ImageName;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

import org.junit.jupiter.api.Test;

class RunNameTest {

    private static final String DIGEST = "sha256:0123abcd" + "0".repeat(56);

    private static Release release(String image, String tag) {
        return new Release(ImageName.parse(image).orElseThrow(), tag, DIGEST);
    }

    @Test
    void aNameIsModelTagAndDigest() {
        Release release = release("ghcr.io/acme/minilm", "release-2026.03_RC");
        assertThat(RunName.readable(release, 1)).isEqualTo("minilm-release-2026-03-rc-0123abcd");
        assertThat(RunName.readable(release, 2)).isEqualTo("minilm-release-2026-03-rc-0123abcd-2");
    }

    @Test
    void whatIsCutIsToldApartByAHash() {
        String first = RunName.readable(release("ghcr.io/a/m", "release-" + "x".repeat(100)), 1);
        String second =
                RunName.readable(release("ghcr.io/a/m", "release-" + "x".repeat(100) + "y"), 1);
        assertThat(first).hasSizeLessThanOrEqualTo(63).endsWith("-0123abcd").isNotEqualTo(second);
    }

    @Test
    void modelsOfTwoOwnersHaveUnmistakableNames() {
        Release one = release("ghcr.io/a/m", "release-1");
        Release other = release("ghcr.io/b/m", "release-1");
        assertThat(RunName.readable(one, 1)).isEqualTo(RunName.readable(other, 1));
        assertThat(RunName.unmistakable(one, 1)).isNotEqualTo(RunName.unmistakable(other, 1));
    }

    /** https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
    @Property
    void everyNameIsALabelOfTheDns(
            @ForAll
                    @StringLength(min = 1, max = 127)
                    @CharRange(from = 'a', to = 'z')
                    @CharRange(from = 'A', to = 'Z')
                    @CharRange(from = '0', to = '9')
                    @CharRange(from = '-', to = '.')
                    String tag,
            @ForAll @IntRange(min = 1, max = 60) int length,
            @ForAll @IntRange(min = 1, max = 100) int attempt) {
        Release release = release("ghcr.io/acme/" + "m".repeat(length), "_" + tag);
        for (String name :
                new String[] {
                    RunName.readable(release, attempt), RunName.unmistakable(release, attempt)
                }) {
            assertThat(name).matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?").doesNotContain("--");
        }
    }
}
