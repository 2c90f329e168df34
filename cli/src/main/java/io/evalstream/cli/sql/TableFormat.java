package io.evalstream.cli.sql;

import org.jline.utils.WCWidth;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A table for people: columns as wide as the first thousand rows ask for, numbers on the right,
 * long texts cut. A column that is alone is shown as it is.
 */
final class TableFormat implements AnswerFormat {

    private static final int PAGE = 1000;
    private static final int WIDEST = 80;
    private static final int TIME = 23;
    private static final int NUMBER = 8;
    private static final int TEXT = 16;
    private static final String GAP = "  ";

    private final PrintWriter out;
    private final List<SqlAnswer.Column> columns;
    private final boolean changes;
    private final List<SqlAnswer.Row> waiting = new ArrayList<>();
    private int[] widths;

    TableFormat(PrintWriter out, List<SqlAnswer.Column> columns, boolean changes) {
        this.out = out;
        this.columns = columns;
        this.changes = changes;
    }

    @Override
    public void rows(List<SqlAnswer.Row> rows) {
        waiting.addAll(rows);
        // Of a live question each row counts when it comes.
        boolean enough = widths != null || changes || waiting.size() >= PAGE;
        if (enough && !waiting.isEmpty()) {
            print();
        }
    }

    @Override
    public void end() {
        print();
    }

    private void print() {
        if (widths == null) {
            widths = widths();
            List<String> names = new ArrayList<>();
            columns.forEach(column -> names.add(column.name()));
            line("op", names);
            List<String> rules = new ArrayList<>();
            for (int width : widths) {
                rules.add("-".repeat(width));
            }
            line("--", rules);
        }
        for (SqlAnswer.Row row : waiting) {
            line(row.change(), cells(row));
        }
        waiting.clear();
        out.flush();
    }

    private int[] widths() {
        int[] most = new int[columns.size()];
        for (int i = 0; i < most.length; i++) {
            most[i] = Math.max(width(columns.get(i).name()), changes ? expected(i) : 0);
        }
        for (SqlAnswer.Row row : waiting) {
            List<String> cells = cells(row);
            for (int i = 0; i < most.length; i++) {
                most[i] = Math.max(most[i], width(cells.get(i)));
            }
        }
        return most;
    }

    /** Of rows that are not there yet. */
    private int expected(int column) {
        String type = columns.get(column).type();
        if (type.startsWith("TIMESTAMP")) {
            return TIME;
        }
        return columns.get(column).isNumber() ? NUMBER : TEXT;
    }

    private List<String> cells(SqlAnswer.Row row) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            String cell = CellText.of(columns.get(i), row.values().get(i), "NULL");
            // A text alone, such as a plan, has the room to be shown as it is.
            cells.add(columns.size() == 1 ? cell : cut(cell));
        }
        return cells;
    }

    private static String cut(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        if (width(line) <= WIDEST) {
            return line;
        }
        int end = 0;
        for (int width = 0; end < line.length(); ) {
            int character = line.codePointAt(end);
            width += Math.max(0, WCWidth.wcwidth(character));
            if (width >= WIDEST) {
                break;
            }
            end += Character.charCount(character);
        }
        return line.substring(0, end) + "…";
    }

    /** In columns of a terminal, where a Korean syllable takes two. */
    private static int width(String text) {
        return text.codePoints().map(c -> Math.max(0, WCWidth.wcwidth(c))).sum();
    }

    private void line(String change, List<String> cells) {
        StringBuilder line = new StringBuilder(changes ? change + GAP : "");
        for (int i = 0; i < cells.size(); i++) {
            String fill = " ".repeat(Math.max(0, widths[i] - width(cells.get(i))));
            line.append(i == 0 ? "" : GAP);
            line.append(columns.get(i).isNumber() ? fill + cells.get(i) : cells.get(i) + fill);
        }
        out.println(line.toString().stripTrailing());
    }
}
