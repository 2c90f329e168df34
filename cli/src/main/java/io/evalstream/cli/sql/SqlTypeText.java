package io.evalstream.cli.sql;

import com.fasterxml.jackson.databind.JsonNode;

/** Names the types that a gateway describes as JSON. */
final class SqlTypeText {

    private SqlTypeText() {}

    static String of(JsonNode type) {
        String name = type.isTextual() ? type.asText() : type.path("type").asText();
        if (type.has("precision") && type.has("scale")) {
            return name + "(" + type.path("precision") + ", " + type.path("scale") + ")";
        }
        return name;
    }
}
