package io.evalstream.readers;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * JSON in one spelling, so that equal content has equal bytes: keys sorted, nulls in objects left
 * out, strings in Unicode form NFC with white space collapsed, numbers without trailing zeros.
 */
final class CanonicalJson {
    private static final Pattern WHITE_SPACE = Pattern.compile("[\\s\\p{Z}]+");

    // Python prints functions and images with their address, which differs from run to run.
    private static final Pattern ADDRESS = Pattern.compile(" at 0x[0-9a-fA-F]{6,}(?=>)");

    private CanonicalJson() {}

    /** SHA-256 over the canonical form, 64 lower-case hexadecimal digits. */
    static String digest(JsonNode node) {
        return sha256(of(node));
    }

    /** SHA-256 over a text's UTF-8 bytes, 64 lower-case hexadecimal digits. */
    static String sha256(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The canonical form. */
    static String of(JsonNode node) {
        StringBuilder out = new StringBuilder();
        append(node, out);
        return out.toString();
    }

    private static void append(JsonNode node, StringBuilder out) {
        switch (node.getNodeType()) {
            case OBJECT, POJO -> appendObject(node, out);
            case ARRAY -> appendArray(node, out);
            case STRING, BINARY -> appendString(normalize(node.asText()), out);
            case NUMBER -> out.append(number(node));
            case BOOLEAN, NULL, MISSING -> out.append(node.asText());
        }
    }

    private static void appendObject(JsonNode node, StringBuilder out) {
        TreeMap<String, JsonNode> sorted = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            // Data sets fill absent columns with null; both mean "not there".
            if (!field.getValue().isNull()) {
                sorted.put(field.getKey(), field.getValue());
            }
        }
        out.append('{');
        String separator = "";
        for (Map.Entry<String, JsonNode> field : sorted.entrySet()) {
            out.append(separator);
            appendString(field.getKey(), out);
            out.append(':');
            append(field.getValue(), out);
            separator = ",";
        }
        out.append('}');
    }

    private static void appendArray(JsonNode node, StringBuilder out) {
        out.append('[');
        String separator = "";
        for (JsonNode element : node) {
            out.append(separator);
            append(element, out);
            separator = ",";
        }
        out.append(']');
    }

    private static void appendString(String text, StringBuilder out) {
        out.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, out);
        out.append('"');
    }

    private static String normalize(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        String anonymous = ADDRESS.matcher(composed).replaceAll("");
        return WHITE_SPACE.matcher(anonymous).replaceAll(" ").strip();
    }

    private static String number(JsonNode node) {
        if (node.isDouble() || node.isFloat()) {
            double value = node.doubleValue();
            if (Double.isNaN(value) || Double.isInfinite(value)) {
                return Double.toString(value);
            }
        }
        BigDecimal value = node.decimalValue();
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toString();
    }
}
