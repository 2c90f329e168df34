package io.evalstream.cli.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Text split at its semicolons, as far as they are not in quotes, comments or a statement set. */
public final class SqlScript {

    private static final Pattern SET_BEGIN =
            Pattern.compile("(?is).*\\bSTATEMENT\\s+SET\\s+(AS\\s+)?BEGIN\\b.*");
    private static final Pattern SET_END = Pattern.compile("(?is).*\\bEND\\s*");

    private final String text;
    private final List<SqlStatement> statements = new ArrayList<>();
    private int line = 1;
    private int lineStart;

    /** The statement that is being read: where it begins, without leading blanks and comments. */
    private int begin = -1;

    private int beginLine;
    private int beginColumn;

    private boolean complete = true;

    private SqlScript(String text) {
        this.text = text;
    }

    /** The statements of a text; the last one may lack its semicolon. */
    public static List<SqlStatement> statements(String text) {
        SqlScript script = new SqlScript(text);
        script.split();
        return script.statements;
    }

    /** Whether the text ends with a semicolon that ends a statement, or says nothing yet. */
    public static boolean isComplete(String text) {
        SqlScript script = new SqlScript(text);
        script.split();
        return script.complete;
    }

    private void split() {
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (text.startsWith("--", at)) {
                at = after("\n", at, at + 2);
            } else if (text.startsWith("/*", at)) {
                at = after("*/", at, at + 2);
            } else if (c == '\'' || c == '"' || c == '`') {
                begin(at);
                at = after(String.valueOf(c), at, at + 1);
            } else if (c == ';') {
                at++;
                end(at - 1);
            } else {
                if (c == '\n') {
                    newLine(at);
                } else if (!Character.isWhitespace(c)) {
                    begin(at);
                }
                at++;
            }
        }
        if (begin >= 0) {
            complete = false;
            add(text.length());
        }
    }

    private void begin(int at) {
        if (begin < 0) {
            begin = at;
            beginLine = line;
            beginColumn = at - lineStart + 1;
        }
    }

    private void newLine(int at) {
        line++;
        lineStart = at + 1;
    }

    /** The place after the next such mark, or the end; counts the lines between. */
    private int after(String mark, int from, int search) {
        int found = text.indexOf(mark, search);
        if (found < 0) {
            complete &= mark.equals("\n");
        }
        int to = found < 0 ? text.length() : found + mark.length();
        for (int i = from; i < to; i++) {
            if (text.charAt(i) == '\n') {
                newLine(i);
            }
        }
        return to;
    }

    private void end(int semicolon) {
        if (begin < 0) {
            return;
        }
        String statement = text.substring(begin, semicolon);
        if (SET_BEGIN.matcher(statement).matches() && !SET_END.matcher(statement).matches()) {
            return;
        }
        add(semicolon);
    }

    private void add(int end) {
        statements.add(
                new SqlStatement(
                        text.substring(begin, end).stripTrailing(), beginLine, beginColumn));
        begin = -1;
    }
}
