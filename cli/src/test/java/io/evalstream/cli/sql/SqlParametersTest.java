package io.evalstream.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.Map;

class SqlParametersTest {

    private static final String SCRIPT =
            "-- param tag = a:b (a release)\n-- param file (no default)\nSELECT '${tag}', '${file}';";

    @Test
    void valuesTakeThePlaceOfDefaults() {
        assertThat(SqlParameters.fill(SCRIPT, Map.of("file", "f$1")))
                .endsWith("SELECT 'a:b', 'f$1';");
        assertThat(SqlParameters.fill(SCRIPT, Map.of("file", "f", "tag", "c")))
                .endsWith("SELECT 'c', 'f';");
    }

    @Test
    void aQuoteDoesNotEndTheLiteral() {
        assertThat(SqlParameters.fill(SCRIPT, Map.of("file", "f'; DROP TABLE x; '")))
                .endsWith("'f''; DROP TABLE x; ''';");
    }

    @Test
    void whatIsMissingOrUnknownIsSaid() {
        assertThatThrownBy(() -> SqlParameters.fill(SCRIPT, Map.of()))
                .hasMessage("give parameter file a value: -p file=...");
        assertThatThrownBy(() -> SqlParameters.fill(SCRIPT, Map.of("fil", "x")))
                .hasMessage("there is no parameter fil; there are [tag, file]");
    }
}
