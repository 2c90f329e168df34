package io.evalstream.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.evalstream.embedded.ServiceUnavailableException;

import org.junit.jupiter.api.Test;

class SqlFaultTest {

    private static final SqlStatement STATEMENT = new SqlStatement("SELECT\n  nix", 4, 3);

    private static ObjectNode trace(String... causes) {
        ObjectNode answer = new ObjectMapper().createObjectNode();
        StringBuilder trace = new StringBuilder("<Exception on server side:\norg.a.B: outermost\n");
        for (String cause : causes) {
            trace.append("\tat org.a.B.c(B.java:1)\nCaused by: ").append(cause).append('\n');
        }
        trace.append("\tat org.a.B.d(B.java:2)\n\t... 7 more\n\nEnd of exception on server side>");
        answer.putArray("errors").add("Internal server error.").add(trace.toString());
        return answer;
    }

    @Test
    void theInnermostCauseSpeaksAndAnOuterOneSaysWhere() {
        BadSqlException fault =
                SqlFault.of(
                        trace(
                                "org.x.ContextException: From line 2, column 3 to line 2, column 5:"
                                        + " Column 'nix' not found",
                                "org.x.ValidatorException: Column 'nix' not found"));
        assertThat(fault.in("q.sql", STATEMENT)).hasMessage("q.sql:5:3: Column 'nix' not found");
        assertThat(fault.in("", STATEMENT)).hasMessage("line 5, column 3: Column 'nix' not found");
    }

    @Test
    void thePlaceInTheFirstLineCountsFromTheStatement() {
        BadSqlException fault =
                SqlFault.of(
                        trace(
                                "org.x.ParseException: Encountered \"nix\" at line 1, column 8.\n"
                                        + "Was expecting one of:\n    \"FROM\" ...\n"));
        assertThat(fault.in("q.sql", STATEMENT)).hasMessage("q.sql:4:10: Encountered \"nix\"");
    }

    @Test
    void aMessageOfSeveralLinesBecomesOne() {
        assertThat(
                        SqlFault.of(trace("org.x.E: do not match.\nCause: columns.\n"))
                                .in("", STATEMENT))
                .hasMessage("line 4, column 3: do not match. Cause: columns.");
    }

    @Test
    void aServiceThatIsAwayIsNotTheFaultOfTheStatement() {
        assertThatThrownBy(
                        () ->
                                SqlFault.of(
                                        trace(
                                                "org.x.CatalogException: ClickHouse at http://h:1 does not answer: x")))
                .isInstanceOf(ServiceUnavailableException.class)
                .hasMessageStartingWith("ClickHouse at http://h:1 does not answer");
    }
}
