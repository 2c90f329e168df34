package io.evalstream.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

class AnswerFormatTest {

    private static final List<SqlAnswer.Column> COLUMNS =
            List.of(
                    new SqlAnswer.Column("text", "VARCHAR"),
                    new SqlAnswer.Column("n", "DECIMAL(20, 0)"),
                    new SqlAnswer.Column("x", "DOUBLE"),
                    new SqlAnswer.Column("at", "TIMESTAMP_WITHOUT_TIME_ZONE"),
                    new SqlAnswer.Column("id", "VARBINARY"));

    private static String print(AnswerFormat.Kind kind, boolean changes) throws Exception {
        StringWriter out = new StringWriter();
        AnswerFormat format = AnswerFormat.of(kind, new PrintWriter(out), COLUMNS, changes);
        format.rows(
                List.of(
                        row("+I", "[\"a,\\\"b\\\"\",1.2E2,0.5,\"2026-01-02T03:04:05\",\"/wA=\"]"),
                        row("-D", "[\"서울\",7,1E-7,null,null]")));
        format.end();
        return out.toString();
    }

    private static SqlAnswer.Row row(String change, String json) throws Exception {
        List<JsonNode> values = new ArrayList<>();
        new ObjectMapper()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .readTree(json)
                .forEach(values::add);
        return new SqlAnswer.Row(change, values);
    }

    @Test
    void aTableHasNumbersOnTheRightAndKnowsWideLetters() throws Exception {
        assertThat(print(AnswerFormat.Kind.TABLE, false))
                .isEqualToNormalizingNewlines(
                        """
                        text     n       x  at                   id
                        -----  ---  ------  -------------------  ----
                        a,"b"  120     0.5  2026-01-02 03:04:05  ff00
                        서울     7  1.0E-7  NULL                 NULL
                        """);
    }

    @Test
    void csvIsQuotedWhereItMustBe() throws Exception {
        assertThat(print(AnswerFormat.Kind.CSV, true))
                .isEqualToNormalizingNewlines(
                        """
                        op,text,n,x,at,id
                        +I,"a,""b""\",120,0.5,2026-01-02 03:04:05,ff00
                        -D,서울,7,1.0E-7,,
                        """);
    }

    @Test
    void jsonIsOneObjectALine() throws Exception {
        assertThat(print(AnswerFormat.Kind.JSON, false))
                .isEqualToNormalizingNewlines(
                        """
                        {"text":"a,\\"b\\"","n":120,"x":0.5,"at":"2026-01-02 03:04:05","id":"ff00"}
                        {"text":"서울","n":7,"x":1.0E-7,"at":null,"id":null}
                        """);
    }
}
