package io.evalstream.datasets;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out where the items are in a file that begins with a JSON object. */
final class JsonDocument {

    private static final int MOST_FIELDS = 1000;

    /**
     * What a file was found to be.
     *
     * @param items path to the items; null where every line is a record
     * @param mapping null where the shape of the first record is to tell it
     */
    record Layout(FieldPath items, FieldMapping mapping) {}

    private static final Layout LINES = new Layout(null, null);

    private final Path file;
    private final List<Layout> arrays = new ArrayList<>();

    private JsonDocument(Path file) {
        this.file = file;
    }

    /**
     * Reads as much as it takes: the first record where others follow, else the whole document, of
     * whose arrays the first elements are looked at.
     *
     * @throws BadDatasetException when several arrays hold items
     */
    static Layout layout(Path file, InputStream in) throws IOException {
        return new JsonDocument(file).find(in);
    }

    private Layout find(InputStream in) throws IOException {
        ObjectNode root = Json.STRICT.createObjectNode();
        try (JsonParser parser = Json.STRICT.getFactory().createParser(in)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                JsonNode value = outline(parser, 0);
                if (root.size() < MOST_FIELDS) {
                    root.set(name, value);
                }
            }
            if (parser.nextToken() != null) {
                return LINES;
            }
        } catch (JsonProcessingException e) {
            // Whoever reads the records says where they are broken.
            return LINES;
        }
        if (Shapes.known().of(root).isPresent()) {
            return LINES;
        }
        findArrays(root);
        if (arrays.size() > 1) {
            throw new BadDatasetException(
                    file,
                    0,
                    "items",
                    "several arrays hold items: "
                            + arrays.get(0).items()
                            + " and "
                            + arrays.get(1).items(),
                    "name one in a manifest, such as mapping: {items: "
                            + arrays.get(0).items()
                            + ", question: /...}");
        }
        return arrays.isEmpty() ? LINES : arrays.get(0);
    }

    /** Objects without what is deeper than shapes look, of arrays the first element. */
    private static JsonNode outline(JsonParser parser, int depth) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                ObjectNode object = Json.STRICT.createObjectNode();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    JsonNode value = depth < 8 ? outline(parser, depth + 1) : skipped(parser);
                    if (object.size() < MOST_FIELDS) {
                        object.set(name, value);
                    }
                }
                return object;
            }
            case START_ARRAY -> {
                ArrayNode array = Json.STRICT.createArrayNode();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    if (array.isEmpty() && depth < 8) {
                        array.add(outline(parser, depth + 1));
                    } else {
                        parser.skipChildren();
                    }
                }
                return array;
            }
            default -> {
                return Json.STRICT.readTree(parser);
            }
        }
    }

    private static JsonNode skipped(JsonParser parser) throws IOException {
        parser.skipChildren();
        return Json.STRICT.nullNode();
    }

    private void findArrays(ObjectNode root) {
        for (Shape shape : Shapes.known().all()) {
            FieldPath items = shape.mapping().items();
            JsonNode first = items == null ? null : first(root, items.names());
            if (first != null && shape.fits(first)) {
                arrays.add(new Layout(items, shape.mapping()));
                return;
            }
        }
        for (var field : root.properties()) {
            JsonNode first = field.getValue().isArray() ? field.getValue().get(0) : null;
            Optional<Shape> shape = first == null ? Optional.empty() : Shapes.known().of(first);
            if (shape.isPresent()) {
                FieldPath items = new FieldPath(0, List.of(field.getKey(), FieldPath.EACH), false);
                arrays.add(new Layout(items, shape.get().mapping()));
            }
        }
    }

    private static JsonNode first(JsonNode root, List<String> names) {
        JsonNode node = root;
        for (String name : names) {
            node = name.equals(FieldPath.EACH) ? node.path(0) : node.path(name);
        }
        return node.isObject() ? node : null;
    }
}
