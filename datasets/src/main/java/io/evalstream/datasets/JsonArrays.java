package io.evalstream.datasets;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The elements of an array in a JSON document.
 *
 * <p>One element of the outermost array is in memory at a time; where the path leads through arrays
 * inside of it, its items are taken out together, each with the fields of the objects around it
 * that the mapping names.
 */
final class JsonArrays implements RecordSource {

    private final Path file;
    private final JsonParser parser;
    private final FieldPath items;
    private final List<String> toArray;
    private final List<String> inElement;
    private final List<FieldPath> inherited = new ArrayList<>();
    private final Deque<byte[]> taken = new ArrayDeque<>();
    private byte[] record = new byte[0];
    private long line;
    private boolean inside;
    private boolean done;

    /**
     * @param items path to the items, with at least one {@code *}
     * @param values the mapped paths, of which some may lead outwards
     */
    JsonArrays(Path file, InputStream in, FieldPath items, List<FieldPath> values)
            throws IOException {
        this.file = file;
        this.parser = Json.STRICT.getFactory().createParser(in);
        this.items = items;
        int star = items.names().indexOf(FieldPath.EACH);
        this.toArray = items.names().subList(0, star);
        this.inElement = items.names().subList(star + 1, items.names().size());
        for (FieldPath path : values) {
            if (path.up() > 0) {
                inherited.add(path);
            }
        }
    }

    @Override
    public boolean next() throws IOException {
        try {
            while (taken.isEmpty()) {
                if (done || !nextElement()) {
                    return false;
                }
            }
        } catch (JsonProcessingException e) {
            throw Json.broken(file, Math.max(1, e.getLocation().getLineNr()), e);
        }
        record = taken.remove();
        return true;
    }

    private boolean nextElement() throws IOException {
        if (!inside) {
            enter();
            inside = true;
        }
        if (parser.nextToken() == JsonToken.END_ARRAY) {
            done = true;
            // A document that is cut off behind the array is cut off all the same.
            while (parser.nextToken() != null) {
                parser.skipChildren();
            }
            return false;
        }
        line = parser.currentTokenLocation().getLineNr();
        if (inElement.isEmpty()) {
            taken.add(oneLine());
        } else {
            JsonNode element = parser.readValueAsTree();
            List<JsonNode> around = new ArrayList<>();
            take(element, 0, around);
        }
        return true;
    }

    private void enter() throws IOException {
        JsonToken token = parser.nextToken();
        for (String name : toArray) {
            boolean found = false;
            while (!found
                    && token == JsonToken.START_OBJECT
                    && parser.nextToken() == JsonToken.FIELD_NAME) {
                found = parser.currentName().equals(name);
                JsonToken value = parser.nextToken();
                if (found) {
                    token = value;
                } else {
                    parser.skipChildren();
                }
            }
            if (!found) {
                throw noArray();
            }
        }
        if (token != JsonToken.START_ARRAY) {
            throw noArray();
        }
    }

    private BadDatasetException noArray() {
        return new BadDatasetException(
                file,
                0,
                items.toString(),
                "the document has no such array",
                "correct items in the mapping");
    }

    /** The value at hand in one line, numbers as they are written. */
    private byte[] oneLine() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator generator = Json.STRICT.getFactory().createGenerator(bytes)) {
            int depth = 0;
            JsonToken token = parser.currentToken();
            while (true) {
                if (token.isNumeric()) {
                    generator.writeNumber(parser.getText());
                } else {
                    generator.copyCurrentEvent(parser);
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (depth == 0) {
                    break;
                }
                token = parser.nextToken();
            }
        }
        return bytes.toByteArray();
    }

    private void take(JsonNode node, int depth, List<JsonNode> around) throws IOException {
        if (depth == inElement.size()) {
            taken.add(Json.STRICT.writeValueAsBytes(withInherited(node, around)));
            return;
        }
        JsonNode array = node;
        int star = depth;
        while (!inElement.get(star).equals(FieldPath.EACH)) {
            array = array.path(inElement.get(star));
            star++;
            if (star == inElement.size()) {
                take(array, star, withMore(around, node));
                return;
            }
        }
        if (!array.isArray()) {
            throw new BadDatasetException(
                    file,
                    line,
                    items.toString(),
                    "an element has no array at "
                            + String.join("/", inElement.subList(depth, star)),
                    "complete the document, or correct items in the mapping");
        }
        for (JsonNode element : array) {
            take(element, star + 1, withMore(around, node));
        }
    }

    private static List<JsonNode> withMore(List<JsonNode> around, JsonNode node) {
        List<JsonNode> more = new ArrayList<>(around);
        more.add(node);
        return more;
    }

    private JsonNode withInherited(JsonNode item, List<JsonNode> around)
            throws BadDatasetException {
        if (inherited.isEmpty() || !item.isObject()) {
            return item;
        }
        ObjectNode whole = item.deepCopy();
        for (FieldPath path : inherited) {
            JsonNode outer =
                    path.up() > around.size() ? null : around.get(around.size() - path.up());
            JsonNode value = outer == null ? null : outer.get(path.first());
            if (value == null) {
                continue;
            }
            if (item.has(path.first())) {
                throw new BadDatasetException(
                        file,
                        line,
                        path.toString(),
                        "the item has a field of the same name",
                        "map the item's own field");
            }
            whole.set(path.first(), value);
        }
        return whole;
    }

    @Override
    public byte[] buffer() {
        return record;
    }

    @Override
    public int start() {
        return 0;
    }

    @Override
    public int end() {
        return record.length;
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
