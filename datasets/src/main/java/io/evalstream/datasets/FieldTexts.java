package io.evalstream.datasets;

import com.fasterxml.jackson.databind.JsonNode;

/** The text of a field's value, whatever JSON it is: a string, a number, a list, a message. */
final class FieldTexts {

    private FieldTexts() {}

    /**
     * The text of a value: a list's texts one per line, of a message its content, of an object with
     * a text or texts these.
     *
     * @return null where the value is null, an empty list or an object without a text
     */
    static String of(JsonNode value) {
        if (value.isTextual()) {
            return value.textValue();
        }
        if (value.isNumber()) {
            return number(value.asText());
        }
        if (value.isBoolean()) {
            return value.asText();
        }
        if (value.isArray()) {
            return joined(value);
        }
        for (String key : new String[] {"content", "text", "value"}) {
            JsonNode inner = value.get(key);
            if (inner != null) {
                return of(inner);
            }
        }
        return null;
    }

    private static String joined(JsonNode list) {
        StringBuilder joined = new StringBuilder();
        String last = null;
        for (JsonNode element : list) {
            String text = of(element);
            // Several people give one answer; the same reference twice is one.
            if (text == null || text.equals(last)) {
                continue;
            }
            if (last != null) {
                joined.append('\n');
            }
            joined.append(text);
            last = text;
        }
        return last == null ? null : joined.toString();
    }

    /** A number as people write it: 145.0 of a table is the 145 of another file. */
    static String number(String written) {
        int point = written.indexOf('.');
        if (point < 0 || written.indexOf('e') >= 0 || written.indexOf('E') >= 0) {
            return written;
        }
        int end = written.length();
        while (written.charAt(end - 1) == '0') {
            end--;
        }
        return written.substring(0, end - 1 == point ? point : end);
    }
}
