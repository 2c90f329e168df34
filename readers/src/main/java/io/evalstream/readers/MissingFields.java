package io.evalstream.readers;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes what the user knows about the run into a JSON object that does not say it.
 *
 * <p>Works on the bytes, so that whatever else is in the record, right or wrong, is still there for
 * the strict reader to judge.
 */
final class MissingFields {
    private final Map<String, String> known = new LinkedHashMap<>();

    MissingFields(RunIdentity identity) {
        put("run_id", identity.runId());
        put("model", identity.model());
        put("model_tag", identity.modelTag());
        put("image_digest", identity.imageDigest());
    }

    private void put(String field, String value) {
        if (!value.isBlank()) {
            known.put(field, value);
        }
    }

    /** The record with each known field that was absent, null or empty; as it was when broken. */
    byte[] fill(byte[] record) {
        if (known.isEmpty()) {
            return record;
        }
        Map<String, String> absent = new LinkedHashMap<>(known);
        SortedMap<Integer, Edit> edits = new TreeMap<>();
        try (JsonParser parser = PythonJson.MAPPER.createParser(record)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return record;
            }
            int afterBrace = (int) parser.currentTokenLocation().getByteOffset() + 1;
            boolean first = true;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                first = false;
                String value = absent.remove(parser.currentName());
                JsonToken token = parser.nextToken();
                if (value != null && isAbsent(token, parser)) {
                    int start = (int) parser.currentTokenLocation().getByteOffset();
                    int end = start + (token == JsonToken.VALUE_NULL ? 4 : 2);
                    edits.put(start, new Edit(end, quoted(value)));
                }
                parser.skipChildren();
            }
            if (!absent.isEmpty()) {
                edits.put(afterBrace, new Edit(afterBrace, members(absent, first)));
            }
        } catch (IOException e) {
            // Not JSON: the strict reader says what is wrong with it, and better.
            return record;
        }
        return apply(record, edits);
    }

    private record Edit(int end, String replacement) {}

    private static boolean isAbsent(JsonToken token, JsonParser parser) throws IOException {
        return token == JsonToken.VALUE_NULL
                || (token == JsonToken.VALUE_STRING && parser.getTextLength() == 0);
    }

    private static String members(Map<String, String> fields, boolean only) {
        StringBuilder members = new StringBuilder();
        String separator = "";
        for (Map.Entry<String, String> field : fields.entrySet()) {
            members.append(separator).append(quoted(field.getKey())).append(':');
            members.append(quoted(field.getValue()));
            separator = ",";
        }
        return only ? members.toString() : members.append(',').toString();
    }

    private static String quoted(String text) {
        return PythonJson.MAPPER.getNodeFactory().textNode(text).toString();
    }

    private static byte[] apply(byte[] record, SortedMap<Integer, Edit> edits) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(record.length + 256);
        int copied = 0;
        for (Map.Entry<Integer, Edit> edit : edits.entrySet()) {
            out.write(record, copied, edit.getKey() - copied);
            out.writeBytes(edit.getValue().replacement.getBytes(StandardCharsets.UTF_8));
            copied = edit.getValue().end;
        }
        out.write(record, copied, record.length - copied);
        return out.toByteArray();
    }
}
