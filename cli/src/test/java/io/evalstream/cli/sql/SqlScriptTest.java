package io.evalstream.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class SqlScriptTest {

    private static List<String> texts(String script) {
        return SqlScript.statements(script).stream().map(SqlStatement::text).toList();
    }

    @Test
    void splitsAtSemicolonsOutsideQuotesAndComments() {
        assertThat(
                        texts(
                                "SELECT ';' AS `a;b`; -- no; end\n/* nor; here */ SELECT 'it''s; one';"
                                        + "\nSELECT \";\""))
                .containsExactly("SELECT ';' AS `a;b`", "SELECT 'it''s; one'", "SELECT \";\"");
    }

    @Test
    void tellsWhereAStatementBegins() {
        assertThat(SqlScript.statements("-- a banner\n\n  SELECT 1;\nSELECT\n  'x\ny'; SELECT 3"))
                .containsExactly(
                        new SqlStatement("SELECT 1", 3, 3),
                        new SqlStatement("SELECT\n  'x\ny'", 4, 1),
                        new SqlStatement("SELECT 3", 6, 5));
    }

    @Test
    void aStatementSetIsOneStatement() {
        String set =
                "EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT 1; INSERT INTO b SELECT 2; END";
        assertThat(texts(set + "; SELECT 3")).containsExactly(set, "SELECT 3");
    }

    @Test
    void commentsAloneAreNoStatement() {
        assertThat(texts("-- nothing\n/* here */ ;;\n")).isEmpty();
    }

    @Test
    void isCompleteOnceTheLastStatementHasItsSemicolon() {
        assertThat(SqlScript.isComplete("SELECT 1;")).isTrue();
        assertThat(SqlScript.isComplete("SELECT 1; -- and that is it")).isTrue();
        assertThat(SqlScript.isComplete("")).isTrue();
        assertThat(SqlScript.isComplete("SELECT 1")).isFalse();
        assertThat(SqlScript.isComplete("SELECT 'a;")).isFalse();
        assertThat(SqlScript.isComplete("SELECT 1; /* open")).isFalse();
    }
}
