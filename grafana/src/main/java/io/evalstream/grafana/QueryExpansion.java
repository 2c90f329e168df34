package io.evalstream.grafana;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns a query as it is written in a dashboard into the statement that reaches ClickHouse.
 *
 * <p>As Grafana and its ClickHouse plugin do: {@code $__conditionalAll} in the browser
 * (CHDatasource.ts), macros in the plugin's backend (pkg/macros/macros.go), and variables
 * (templateSrv), of which only the format {@code singlequote} is in use.
 */
public final class QueryExpansion {

    private static final String CONDITIONAL_ALL = "$__conditionalAll(";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(?::(\\w+))?}");
    private static final Pattern BARE = Pattern.compile("\\$(\\w+)");

    private final TimeRange range;
    private final Map<String, List<String>> choices;

    /**
     * @param choices what is chosen for each variable; empty for All
     */
    public QueryExpansion(TimeRange range, Map<String, List<String>> choices) {
        this.range = range;
        this.choices = new TreeMap<>(choices);
    }

    /**
     * @throws IllegalArgumentException when the query uses what neither Grafana nor the plugin
     *     knows, or a variable that the dashboard does not have
     */
    public String expand(String sql) {
        String statement = macros(conditionalAll(sql));
        Matcher left = BARE.matcher(statement);
        if (left.find()) {
            throw new IllegalArgumentException(left.group() + " is not known");
        }
        // Last, so that what a value holds is not taken for a macro.
        return VARIABLE.matcher(statement).replaceAll(this::values);
    }

    /** Leaves the condition out where All is chosen. */
    private String conditionalAll(String sql) {
        String result = sql;
        for (int at = result.lastIndexOf(CONDITIONAL_ALL);
                at >= 0;
                at = result.lastIndexOf(CONDITIONAL_ALL)) {
            Call call = Call.at(result, at + CONDITIONAL_ALL.length() - 1);
            if (call.arguments().size() != 2) {
                throw new IllegalArgumentException("$__conditionalAll takes two arguments");
            }
            Matcher variable = BARE.matcher(call.arguments().get(1).strip());
            if (!variable.matches()) {
                throw new IllegalArgumentException(
                        "the second argument of $__conditionalAll is not a bare variable");
            }
            boolean all = choice(variable.group(1)).isEmpty();
            result =
                    result.substring(0, at)
                            + (all ? "1=1" : call.arguments().get(0))
                            + result.substring(call.end());
        }
        return result;
    }

    private List<String> choice(String variable) {
        List<String> choice = choices.get(variable);
        if (choice == null) {
            throw new IllegalArgumentException("the variable " + variable + " is not known");
        }
        return choice;
    }

    private String values(MatchResult variable) {
        if (!"singlequote".equals(variable.group(2))) {
            throw new IllegalArgumentException(
                    variable.group()
                            + " is not quoted: write ${"
                            + variable.group(1)
                            + ":singlequote}");
        }
        List<String> quoted = new ArrayList<>();
        for (String value : choice(variable.group(1))) {
            quoted.add("'" + value.replace("'", "\\'") + "'");
        }
        return Matcher.quoteReplacement(String.join(",", quoted));
    }

    private String macros(String sql) {
        String from = "fromUnixTimestamp64Milli(" + range.from().toEpochMilli() + ")";
        String to = "fromUnixTimestamp64Milli(" + range.to().toEpochMilli() + ")";
        String fromSecond = "toDateTime(" + range.from().getEpochSecond() + ")";
        String toSecond = "toDateTime(" + range.to().getEpochSecond() + ")";
        String result = sql;
        result = calls(result, "timeFilter_ms", column -> between(column, from, to));
        result = calls(result, "timeFilter", column -> between(column, fromSecond, toSecond));
        result =
                calls(
                        result,
                        "timeInterval",
                        column ->
                                "toStartOfInterval(toDateTime("
                                        + column
                                        + "), INTERVAL "
                                        + range.intervalSeconds()
                                        + " second)");
        return result.replaceAll("\\$__fromTime_ms\\b", from)
                .replaceAll("\\$__toTime_ms\\b", to)
                .replaceAll("\\$__fromTime\\b", fromSecond)
                .replaceAll("\\$__toTime\\b", toSecond)
                .replaceAll("\\$__interval_s\\b", Long.toString(range.intervalSeconds()));
    }

    private static String between(String column, String from, String to) {
        return column + " >= " + from + " AND " + column + " <= " + to;
    }

    private static String calls(String sql, String macro, UnaryOperator<String> meaning) {
        String name = "$__" + macro + "(";
        String result = sql;
        for (int at = result.indexOf(name); at >= 0; at = result.indexOf(name)) {
            Call call = Call.at(result, at + name.length() - 1);
            if (call.arguments().size() != 1) {
                throw new IllegalArgumentException("$__" + macro + " takes one argument");
            }
            result =
                    result.substring(0, at)
                            + meaning.apply(call.arguments().get(0))
                            + result.substring(call.end());
        }
        return result;
    }

    /** The arguments of a macro and where it ends. */
    private record Call(List<String> arguments, int end) {

        static Call at(String sql, int bracket) {
            List<String> arguments = new ArrayList<>();
            int depth = 0;
            int start = bracket + 1;
            for (int i = bracket; i < sql.length(); i++) {
                char c = sql.charAt(i);
                if (c == '(') {
                    depth++;
                } else if (c == ',' && depth == 1) {
                    arguments.add(sql.substring(start, i));
                    start = i + 1;
                } else if (c == ')' && --depth == 0) {
                    arguments.add(sql.substring(start, i));
                    return new Call(arguments, i + 1);
                }
            }
            throw new IllegalArgumentException("a macro is not closed");
        }
    }
}
