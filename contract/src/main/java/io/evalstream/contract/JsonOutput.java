package io.evalstream.contract;

import java.nio.charset.StandardCharsets;

/** Assembles one JSON object, member by member. */
final class JsonOutput {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out = new StringBuilder(512);

    void begin() {
        out.setLength(0);
        out.append('{');
    }

    byte[] end() {
        out.append('}');
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A text, unless it is empty. */
    void text(String name, String value) {
        if (!value.isEmpty()) {
            textOrEmpty(name, value);
        }
    }

    void textOrEmpty(String name, String value) {
        name(name);
        quote(value);
    }

    void number(String name, long value) {
        name(name);
        out.append(value);
    }

    void numberUnless(long absent, String name, long value) {
        if (value != absent) {
            number(name, value);
        }
    }

    /** A number, unless it is NaN. */
    void number(String name, double value) {
        if (Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " is infinite, which JSON cannot say");
        }
        if (!Double.isNaN(value)) {
            name(name);
            out.append(value);
        }
    }

    void flag(String name, boolean value) {
        name(name);
        out.append(value);
    }

    void beginObject(String name) {
        name(name);
        out.append('{');
    }

    void beginElement() {
        separate();
        out.append('{');
    }

    void endObject() {
        out.append('}');
    }

    void beginArray(String name) {
        name(name);
        out.append('[');
    }

    void endArray() {
        out.append(']');
    }

    private void name(String name) {
        separate();
        quote(name);
        out.append(':');
    }

    private void separate() {
        char last = out.charAt(out.length() - 1);
        if (last != '{' && last != '[') {
            out.append(',');
        }
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                appendControl(c);
            } else if (!Character.isSurrogate(c)) {
                out.append(c);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                out.append(c).append(text.charAt(++i));
            } else {
                throw new IllegalArgumentException("half a surrogate pair is no character");
            }
        }
        out.append('"');
    }

    private void appendControl(char c) {
        switch (c) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
        }
    }
}
