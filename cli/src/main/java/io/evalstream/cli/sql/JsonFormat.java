package io.evalstream.cli.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;

import java.io.PrintWriter;
import java.util.List;

/** One JSON object a row and a line. */
final class JsonFormat implements AnswerFormat {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintWriter out;
    private final List<SqlAnswer.Column> columns;
    private final boolean changes;

    JsonFormat(PrintWriter out, List<SqlAnswer.Column> columns, boolean changes) {
        this.out = out;
        this.columns = columns;
        this.changes = changes;
    }

    @Override
    public void rows(List<SqlAnswer.Row> rows) {
        for (SqlAnswer.Row row : rows) {
            ObjectNode line = JSON.createObjectNode();
            if (changes) {
                line.put("op", row.change());
            }
            for (int i = 0; i < columns.size(); i++) {
                SqlAnswer.Column column = columns.get(i);
                JsonNode value = row.values().get(i);
                if (value.isTextual()) {
                    line.put(column.name(), CellText.of(column, value, ""));
                } else if (value.isNumber()) {
                    line.putRawValue(column.name(), new RawValue(CellText.number(column, value)));
                } else {
                    line.set(column.name(), value);
                }
            }
            out.println(line);
        }
        out.flush();
    }

    @Override
    public void end() {}
}
