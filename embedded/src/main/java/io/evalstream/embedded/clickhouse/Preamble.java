package io.evalstream.embedded.clickhouse;

import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** The statements that put a connection into the state a request asks for. */
final class Preamble {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*");

    private Preamble() {}

    /**
     * Applies database and settings.
     *
     * @param readOnly whether only statements that change nothing may follow, as after GET
     * @throws EngineException for an unknown database, an unknown setting or a bad value
     */
    static void apply(ChdbConnection connection, RequestParameters request, boolean readOnly)
            throws EngineException {
        if (request.database().isPresent()) {
            connection.execute("USE " + identifier(request.database().get()));
        }
        StringJoiner assignments = new StringJoiner(", ");
        Map<String, String> settings = request.settings();
        if (readOnly && !settings.getOrDefault("readonly", "").matches("[12]")) {
            settings.put("readonly", "2");
        }
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            if (!NAME.matcher(setting.getKey()).matches()) {
                throw EngineException.of(
                        115, "Unknown setting '" + setting.getKey() + "'", "UNKNOWN_SETTING");
            }
            assignments.add(setting.getKey() + " = " + literal(setting.getValue()));
        }
        if (assignments.length() > 0) {
            connection.execute("SET " + assignments);
        }
    }

    static String literal(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    static String identifier(String name) {
        return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
    }
}
