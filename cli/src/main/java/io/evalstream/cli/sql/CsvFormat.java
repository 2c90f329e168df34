package io.evalstream.cli.sql;

import java.io.PrintWriter;
import java.util.List;
import java.util.StringJoiner;

/** Comma-separated values as RFC 4180 has them, with a line of names; null is empty. */
final class CsvFormat implements AnswerFormat {

    private final PrintWriter out;
    private final List<SqlAnswer.Column> columns;
    private final boolean changes;

    CsvFormat(PrintWriter out, List<SqlAnswer.Column> columns, boolean changes) {
        this.out = out;
        this.columns = columns;
        this.changes = changes;
        StringJoiner head = new StringJoiner(",");
        if (changes) {
            head.add("op");
        }
        for (SqlAnswer.Column column : columns) {
            head.add(cell(column.name()));
        }
        out.println(head);
    }

    @Override
    public void rows(List<SqlAnswer.Row> rows) {
        for (SqlAnswer.Row row : rows) {
            StringJoiner line = new StringJoiner(",");
            if (changes) {
                line.add(row.change());
            }
            for (int i = 0; i < columns.size(); i++) {
                line.add(cell(CellText.of(columns.get(i), row.values().get(i), "")));
            }
            out.println(line);
        }
        out.flush();
    }

    private static String cell(String text) {
        boolean quote = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quote ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    @Override
    public void end() {}
}
