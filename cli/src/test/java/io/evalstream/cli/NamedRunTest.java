package io.evalstream.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine.TypeConversionException;

import java.nio.file.Path;

class NamedRunTest {

    private final NamedRun.Converter converter = new NamedRun.Converter();

    @Test
    void theFirstEqualsSignSeparates() {
        assertThat(converter.convert("llm:release-1=out/a=b"))
                .isEqualTo(new NamedRun("llm:release-1", Path.of("out/a=b")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "=", "tag", "tag=", "=path", " =path"})
    void bothPartsAreNeeded(String value) {
        assertThatThrownBy(() -> converter.convert(value))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("'" + value + "' is not TAG=PATH");
    }
}
