package io.evalstream.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelTagsTest {
    @ParameterizedTest
    @CsvSource({
        "llama-3:release-41, llama-3",
        "registry.example:5000/llama-3:release-41, registry.example:5000/llama-3",
        "llama-3-release-41, llama-3",
        "llama-3/.release-41, llama-3",
        "release-41, release-41",
        "-release-41, -release-41",
        ":release-41, :release-41",
        "llama-3, llama-3",
        "llama-3:, llama-3"
    })
    void theModelIsWhatTheReleaseIsOf(String tag, String model) {
        assertThat(ModelTags.defaultModel(tag)).isEqualTo(model);
    }
}
