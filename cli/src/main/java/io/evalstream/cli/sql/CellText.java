package io.evalstream.cli.sql;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The text of a value, as people write it in SQL. */
final class CellText {

    private static final Pattern TIMESTAMP = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT.*");

    private CellText() {}

    /**
     * @param none for a value that is null
     */
    static String of(SqlAnswer.Column column, JsonNode value, String none) {
        if (value == null || value.isNull() || value.isMissingNode()) {
            return none;
        }
        if (column.isBytes()) {
            return HexFormat.of().formatHex(Base64.getDecoder().decode(value.asText()));
        }
        if (!value.isValueNode()) {
            return value.toString();
        }
        String text = value.asText();
        return column.type().startsWith("TIMESTAMP") && TIMESTAMP.matcher(text).matches()
                ? text.replace('T', ' ').replaceFirst("Z$", "")
                : text;
    }
}
