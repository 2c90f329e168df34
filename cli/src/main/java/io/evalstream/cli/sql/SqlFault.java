package io.evalstream.cli.sql;

import com.fasterxml.jackson.databind.JsonNode;

import io.evalstream.embedded.ServiceUnavailableException;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds in a gateway's stack traces the one line that tells a person what to change. */
final class SqlFault {

    private static final Pattern CAUSE =
            Pattern.compile("(?m)^(?:\\[?Caused by: )?((?:[a-z_0-9]+\\.)+[\\w$]+): ");

    /** A line of a stack trace, or what separates traces. */
    private static final Pattern TRACE =
            Pattern.compile("(?m)^\\s*(at [\\w.$/]+\\(|at [\\w.$/]+<|\\.\\.\\. \\d+ more|\\t).*");

    private static final Pattern POSITION =
            Pattern.compile(
                    "(?:[Ff]rom|[Aa]t) line (\\d+), column (\\d+)(?: to line \\d+, column \\d+)?[:.]?");

    private SqlFault() {}

    /**
     * @throws ServiceUnavailableException when the fault is that a service does not answer
     */
    static BadSqlException of(JsonNode answer) {
        StringBuilder all = new StringBuilder();
        answer.path("errors").forEach(error -> all.append(error.asText()).append('\n'));
        String text = rootCause(all.toString());
        if (text.contains("does not answer")) {
            throw new ServiceUnavailableException(text);
        }
        if (text.equals("Non-query expression encountered in illegal context")) {
            return new BadSqlException("this is no statement of Flink SQL", 1, 1);
        }
        // Often told by a cause further out than the one that says what is wrong.
        Matcher position = POSITION.matcher(all);
        int line = 0;
        int column = 0;
        while (position.find()) {
            line = Integer.parseInt(position.group(1));
            column = Integer.parseInt(position.group(2));
        }
        String rest = POSITION.matcher(text).replaceAll("");
        return new BadSqlException(rest.strip().replaceAll("\\s+", " "), line, column);
    }

    /** The message of the innermost cause, as one line. */
    private static String rootCause(String trace) {
        Matcher cause = CAUSE.matcher(trace);
        int begin = 0;
        while (cause.find()) {
            begin = cause.end();
        }
        String message = trace.substring(begin);
        Matcher end = TRACE.matcher(message);
        if (end.find()) {
            message = message.substring(0, end.start());
        }
        int expecting = message.indexOf("Was expecting");
        if (expecting > 0) {
            message = message.substring(0, expecting);
        }
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
