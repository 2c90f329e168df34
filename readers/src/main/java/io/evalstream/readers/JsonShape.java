package io.evalstream.readers;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * The keys at the beginning of a JSON text, which tell the tools apart.
 *
 * @param paths keys down to the third level, joined by {@code /}; {@code []} stands for the
 *     elements of an array; only the first value of a file of lines is looked at
 * @param json whether the text begins as a JSON object or array
 * @param complete whether the first value ends within the text
 */
record JsonShape(Set<String> paths, boolean json, boolean complete) {
    private static final int DEPTH = 3;

    /** The shape of a text that may be cut off anywhere, or be no JSON at all. */
    static JsonShape of(byte[] head) {
        Set<String> paths = new HashSet<>();
        Deque<String> path = new ArrayDeque<>();
        boolean json = false;
        try (JsonParser parser = PythonJson.MAPPER.createParser(head)) {
            JsonToken first = parser.nextToken();
            json = first != null && first.isStructStart();
            int depth = 0;
            for (JsonToken token = first; json && token != null; token = parser.nextToken()) {
                if (token.isStructStart()) {
                    depth++;
                    path.addLast(token == JsonToken.START_ARRAY ? "[]" : "");
                } else if (token.isStructEnd()) {
                    path.removeLast();
                    if (--depth == 0) {
                        return new JsonShape(paths, true, true);
                    }
                }
                if (token == JsonToken.FIELD_NAME) {
                    path.removeLast();
                    path.addLast(parser.currentName());
                }
                if (depth <= DEPTH && token == JsonToken.FIELD_NAME) {
                    paths.add(String.join("/", path));
                }
            }
        } catch (IOException e) {
            // Cut off, or not JSON from here on: what was seen so far is the answer.
            return new JsonShape(paths, json && !paths.isEmpty(), false);
        }
        return new JsonShape(paths, json, false);
    }

    boolean has(String path) {
        return paths.contains(path);
    }

    boolean hasAll(String... wanted) {
        for (String path : wanted) {
            if (!paths.contains(path)) {
                return false;
            }
        }
        return true;
    }
}
