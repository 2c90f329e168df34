package io.evalstream.udfs.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.udfs.sql.SqlFunction.Example;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Keeps {@code sql/functions.md}: it must say what {@link SqlFunctions} says. Run with {@code
 * -Devalstream.write.reference=true} to write it anew.
 */
class FunctionReferenceTest {

    private static final Path REFERENCE = Path.of("..", "sql", "functions.md");

    @Test
    void theReferenceSaysWhatTheFunctionsSay() throws IOException {
        String reference = reference();
        if (Boolean.getBoolean("evalstream.write.reference")) {
            Files.writeString(REFERENCE, reference);
        }
        assertThat(Files.readString(REFERENCE))
                .as("run this test with -Devalstream.write.reference=true")
                .isEqualTo(reference);
    }

    private static String reference() {
        StringBuilder text =
                new StringBuilder(
                        """
                        # SQL functions

                        `LOAD MODULE evalstream` makes these functions known to Flink SQL, in batch \
                        and in streaming. A function of rows gives NULL where an argument is NULL; \
                        an aggregate leaves such rows out. The examples are run by a test.

                        An aggregate marked *appends only* cannot take rows back: over a result that \
                        changes, such as another aggregate without a window in streaming, the query \
                        is refused before it runs. Every aggregate can be merged, so that windows \
                        may overlap and work may be split.
                        """);
        String group = "";
        for (SqlFunction function : SqlFunctions.all()) {
            if (!function.group().equals(group)) {
                group = function.group();
                text.append("\n## ").append(group).append("\n\n");
                text.append("| function | result | what it is |\n|---|---|---|\n");
                append(text, group);
                text.append("\n```sql\n");
                appendExamples(text, group);
                text.append("```\n");
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String group) {
        for (SqlFunction function : SqlFunctions.all()) {
            if (function.group().equals(group)) {
                text.append("| ");
                String separator = "";
                for (String arguments : function.arguments()) {
                    text.append(separator)
                            .append('`')
                            .append(function.name())
                            .append('(')
                            .append(arguments)
                            .append(")`");
                    separator = "<br>";
                }
                text.append(" | `").append(function.result()).append("` | ");
                if (function.isAggregate()) {
                    text.append(
                            function.takesBack() ? "*Aggregate.* " : "*Aggregate, appends only.* ");
                }
                text.append(function.description()).append(" |\n");
            }
        }
    }

    private static void appendExamples(StringBuilder text, String group) {
        for (SqlFunction function : SqlFunctions.all()) {
            if (function.group().equals(group)) {
                for (Example example : function.examples()) {
                    text.append(example.query())
                            .append(";\n-- ")
                            .append(example.answer())
                            .append(example.needsBatch() ? " (in batch)" : "")
                            .append('\n');
                }
            }
        }
    }
}
