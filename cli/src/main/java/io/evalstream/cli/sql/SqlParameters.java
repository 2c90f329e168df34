package io.evalstream.cli.sql;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parameters of a script: {@code ${name}} in it stands for a value, which a line {@code --
 * param name = default (meaning)} declares.
 */
public final class SqlParameters {

    private static final Pattern DECLARATION =
            Pattern.compile("(?m)^-- param (\\w+)(?: = (\\S+))?(?: \\(.*\\))?$");
    private static final Pattern USE = Pattern.compile("\\$\\{(\\w+)}");

    private SqlParameters() {}

    /** Declared names with their defaults; null for one that has none. */
    public static Map<String, String> declared(String script) {
        Map<String, String> declared = new LinkedHashMap<>();
        Matcher declaration = DECLARATION.matcher(script);
        while (declaration.find()) {
            declared.put(declaration.group(1), declaration.group(2));
        }
        return declared;
    }

    /**
     * The script with values in the place of names; a quote in a value does not end its literal.
     *
     * @throws IllegalArgumentException when a value is for a name that is not declared, or one that
     *     is used has neither value nor default
     */
    public static String fill(String script, Map<String, String> values) {
        Map<String, String> declared = declared(script);
        Set<String> unknown = new TreeSet<>(values.keySet());
        unknown.removeAll(declared.keySet());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "there is no parameter "
                            + String.join(", ", unknown)
                            + "; there are "
                            + declared.keySet());
        }
        Map<String, String> all = new HashMap<>(declared);
        all.putAll(values);
        return USE.matcher(script)
                .replaceAll(
                        use -> {
                            String value = all.get(use.group(1));
                            if (value == null) {
                                throw new IllegalArgumentException(
                                        "give parameter "
                                                + use.group(1)
                                                + " a value: -p "
                                                + use.group(1)
                                                + "=...");
                            }
                            return Matcher.quoteReplacement(value.replace("'", "''"));
                        });
    }
}
