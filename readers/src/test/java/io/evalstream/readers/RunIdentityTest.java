package io.evalstream.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;

class RunIdentityTest {

    @Test
    void derivesTheModelFromTheTag() {
        assertThat(new RunIdentity("r", "", "llama:release-3", "").model()).isEqualTo("llama");
        assertThat(new RunIdentity("r", "own", "llama:release-3", "").model()).isEqualTo("own");
        assertThat(new RunIdentity("", "", "", "").model()).isEmpty();
    }

    @Test
    void refusesADigestThatIsNone() {
        assertThatThrownBy(() -> new RunIdentity("r", "", "m:1", "sha256:ab"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("64 lower-case hexadecimal digits");
    }

    @Test
    void isNeededToReadFilesThatDoNotNameTheRun() {
        RunIdentity nobody = new RunIdentity("", "", "", "");

        assertThatThrownBy(() -> new LmEvalReader().check(List.of(Path.of("a")), nobody))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("run id and a model tag");
    }
}
