package io.evalstream.embedded.clickhouse;

import java.util.Arrays;
import java.util.Optional;

/** What the façade has to know of a statement before it hands it to the engine. */
final class Statement {

    /**
     * An INSERT whose rows are given with it, in place or in what follows.
     *
     * @param headEnd where the statement ends and FORMAT or VALUES begins
     * @param format the named format, if any
     * @param dataStart where the rows begin
     */
    record Insert(int headEnd, Optional<String> format, int dataStart) {}

    private Statement() {}

    /** The insert that {@code sql} starts, unless it inserts what a SELECT or a file gives. */
    static Optional<Insert> insert(byte[] sql) {
        SqlTokens tokens = new SqlTokens(sql);
        if (!tokens.next() || !tokens.keyword().equals("INSERT")) {
            return Optional.empty();
        }
        boolean nameExpected = true;
        boolean opened = false;
        while (tokens.next()) {
            String keyword = tokens.keyword();
            boolean isName = nameExpected;
            nameExpected =
                    tokens.is('.') || Arrays.asList("INTO", "TABLE", "FUNCTION").contains(keyword);
            if (opened && (keyword.equals("SELECT") || keyword.equals("WITH"))) {
                return Optional.empty();
            }
            opened = tokens.is('(');
            if (tokens.depth() > 0 || (isName && !nameExpected)) {
                continue;
            }
            switch (keyword) {
                case "SELECT", "WITH", "FROM", "WATCH" -> {
                    return Optional.empty();
                }
                case "VALUES" -> {
                    return Optional.of(
                            new Insert(tokens.start(), Optional.of("Values"), tokens.end()));
                }
                case "FORMAT" -> {
                    int headEnd = tokens.start();
                    if (!tokens.next() || !tokens.isWord()) {
                        return Optional.empty();
                    }
                    return Optional.of(
                            new Insert(
                                    headEnd,
                                    Optional.of(tokens.text()),
                                    dataStart(sql, tokens.end())));
                }
                default -> {
                    if (tokens.is(';')) {
                        return Optional.of(
                                new Insert(tokens.start(), Optional.empty(), tokens.end()));
                    }
                }
            }
        }
        return Optional.of(new Insert(sql.length, Optional.empty(), sql.length));
    }

    /** Rows begin after the blanks behind the format's name and at most one line end. */
    private static int dataStart(byte[] sql, int from) {
        int at = from;
        while (at < sql.length && (sql[at] == ' ' || sql[at] == '\t' || sql[at] == '\f')) {
            at++;
        }
        if (at < sql.length && sql[at] == '\r') {
            at++;
        }
        if (at < sql.length && sql[at] == '\n') {
            at++;
        }
        return at;
    }

    /** Whether the statement is a SELECT, whose output the engine can stream. */
    static boolean isSelect(byte[] sql) {
        SqlTokens tokens = new SqlTokens(sql);
        while (tokens.next()) {
            if (!tokens.is('(')) {
                String keyword = tokens.keyword();
                return keyword.equals("SELECT") || keyword.equals("WITH");
            }
        }
        return false;
    }

    /** The output format named by the statement's FORMAT clause, if any. */
    static Optional<String> outputFormat(byte[] sql) {
        SqlTokens tokens = new SqlTokens(sql);
        Optional<String> found = Optional.empty();
        boolean after = false;
        while (tokens.next()) {
            String keyword = tokens.keyword();
            if (after && tokens.isWord()) {
                found = Optional.of(tokens.text());
                after = false;
                continue;
            }
            after = tokens.depth() == 0 && keyword.equals("FORMAT");
            if (found.isPresent() && tokens.depth() == 0 && !after) {
                // Only SETTINGS may follow; anything else says that "format" was a name.
                if (keyword.equals("SETTINGS")) {
                    return found;
                }
                if (!tokens.is(';')) {
                    found = Optional.empty();
                }
            }
        }
        return found;
    }

    /**
     * Without the semicolon at its end.
     *
     * @throws EngineException when something follows the semicolon: the engine would run it too,
     *     which a ClickHouse server never does
     */
    static byte[] single(byte[] sql) throws EngineException {
        SqlTokens tokens = new SqlTokens(sql);
        int end = -1;
        while (tokens.next()) {
            if (end >= 0 && !tokens.is(';')) {
                throw EngineException.of(
                        62,
                        "Syntax error (Multi-statements are not allowed): failed at position "
                                + (end + 1),
                        "SYNTAX_ERROR");
            }
            if (end < 0 && tokens.is(';')) {
                end = tokens.start();
            }
        }
        return end < 0 ? sql : Arrays.copyOf(sql, end);
    }
}
