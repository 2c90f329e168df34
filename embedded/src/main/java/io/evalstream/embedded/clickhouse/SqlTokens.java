package io.evalstream.embedded.clickhouse;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Walks over the significant tokens of ClickHouse SQL in bytes, without understanding them. */
final class SqlTokens {

    private final byte[] sql;
    private final int limit;
    private int start;
    private int end;
    private int depth;

    SqlTokens(byte[] sql) {
        this.sql = sql;
        this.limit = sql.length;
    }

    /** Moves to the next token; white space and comments are none. */
    boolean next() {
        start = skipBlanks(end);
        if (start >= limit) {
            end = limit;
            return false;
        }
        int c = sql[start];
        if (isWordPart(c)) {
            end = start;
            while (end < limit && isWordPart(sql[end])) {
                end++;
            }
        } else if (c == '\'' || c == '"' || c == '`') {
            end = afterQuote(start, c);
        } else if (c == '$') {
            end = afterHeredoc(start);
        } else {
            end = start + 1;
            if (c == '(' || c == '[' || c == '{') {
                depth++;
            } else if (c == ')' || c == ']' || c == '}') {
                depth--;
            }
        }
        return true;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /** Open brackets after this token. */
    int depth() {
        return depth;
    }

    boolean isWord() {
        return isWordPart(sql[start]);
    }

    boolean is(char symbol) {
        return end == start + 1 && sql[start] == symbol;
    }

    /** The token in upper case when it is a word, else empty. */
    String keyword() {
        return isWord() ? text().toUpperCase(Locale.ROOT) : "";
    }

    String text() {
        return new String(sql, start, end - start, StandardCharsets.UTF_8);
    }

    private static boolean isWordPart(int c) {
        return c == '_'
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9');
    }

    private int skipBlanks(int from) {
        int at = from;
        while (at < limit) {
            int c = sql[at];
            int following = at + 1 < limit ? sql[at + 1] : -1;
            if (c == ' ' || (c >= '\t' && c <= '\r')) {
                at++;
            } else if (c == '-' && following == '-') {
                at = indexOf('\n', at);
            } else if (c == '#' && (following == ' ' || following == '!')) {
                at = indexOf('\n', at);
            } else if (c == '/' && following == '*') {
                at = afterBlockComment(at);
            } else {
                return at;
            }
        }
        return at;
    }

    private int afterBlockComment(int from) {
        for (int at = from + 2; at + 1 < limit; at++) {
            if (sql[at] == '*' && sql[at + 1] == '/') {
                return at + 2;
            }
        }
        return limit;
    }

    /** A doubled quote reads as two adjacent strings, which comes to the same. */
    private int afterQuote(int from, int quote) {
        for (int at = from + 1; at < limit; at++) {
            if (sql[at] == '\\') {
                at++;
            } else if (sql[at] == quote) {
                return at + 1;
            }
        }
        return limit;
    }

    private int afterHeredoc(int from) {
        int tagEnd = from + 1;
        while (tagEnd < limit && isWordPart(sql[tagEnd])) {
            tagEnd++;
        }
        if (tagEnd >= limit || sql[tagEnd] != '$') {
            return from + 1;
        }
        int size = tagEnd + 1 - from;
        for (int at = tagEnd + 1; at + size <= limit; at++) {
            if (Arrays.equals(sql, from, from + size, sql, at, at + size)) {
                return at + size;
            }
        }
        return limit;
    }

    private int indexOf(char wanted, int from) {
        int at = from;
        while (at < limit && sql[at] != wanted) {
            at++;
        }
        return at;
    }
}
