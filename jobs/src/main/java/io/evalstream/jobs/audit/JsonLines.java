package io.evalstream.jobs.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The JSON of what the log says of itself. */
final class JsonLines {

    static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonLines() {}

    static String quoted(String text) {
        return new String(bytes(MAPPER.getNodeFactory().textNode(text)), StandardCharsets.UTF_8);
    }

    /** One line with its end. */
    static byte[] line(JsonNode node) {
        byte[] json = bytes(node);
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }

    static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain nodes can always be written", e);
        }
    }

    /**
     * @throws IOException when the bytes are not one JSON object
     */
    static JsonNode object(byte[] bytes, int from, int length) throws IOException {
        JsonNode node = MAPPER.readTree(bytes, from, length);
        if (node == null || !node.isObject()) {
            throw new IOException("not a JSON object");
        }
        return node;
    }
}
