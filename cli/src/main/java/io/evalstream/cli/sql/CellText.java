package io.evalstream.cli.sql;

import com.fasterxml.jackson.databind.JsonNode;

import java.math.RoundingMode;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a value, as people write it in SQL. */
final class CellText {

    private static final Pattern TIMESTAMP = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT.*");

    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\(\\d+, (\\d+)\\)");

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
        if (value.isNumber()) {
            return number(column, value);
        }
        String text = value.asText();
        return column.type().startsWith("TIMESTAMP") && TIMESTAMP.matcher(text).matches()
                ? text.replace('T', ' ').replaceFirst("Z$", "")
                : text;
    }

    /** With the digits that the type has: on the wire 120 may be 1.2E2. */
    static String number(SqlAnswer.Column column, JsonNode value) {
        if (column.type().matches("FLOAT|DOUBLE")) {
            return Double.toString(value.doubleValue());
        }
        Matcher decimal = DECIMAL.matcher(column.type());
        return decimal.matches()
                ? value.decimalValue()
                        .setScale(Integer.parseInt(decimal.group(1)), RoundingMode.HALF_UP)
                        .toPlainString()
                : value.asText();
    }
}
