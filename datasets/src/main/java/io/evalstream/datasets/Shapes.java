package io.evalstream.datasets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The known shapes of records, the more particular first. */
final class Shapes {

    private static final String TABLE = "shapes.yaml";

    private static final Shapes KNOWN = load();

    private final List<Shape> shapes;

    Shapes(List<Shape> shapes) {
        this.shapes = List.copyOf(shapes);
    }

    /** The shapes of {@code shapes.yaml}. */
    static Shapes known() {
        return KNOWN;
    }

    private static Shapes load() {
        try (InputStream in = Shapes.class.getResourceAsStream(TABLE)) {
            List<Shape> shapes = new ArrayList<>();
            for (JsonNode written : new YAMLMapper().readTree(in)) {
                shapes.add(shape((ObjectNode) written));
            }
            return new Shapes(shapes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Shape shape(ObjectNode written) {
        String name = written.remove("shape").asText();
        int columns = written.has("columns") ? written.remove("columns").asInt() : 0;
        List<FieldPath> fields = new ArrayList<>();
        if (written.has("has")) {
            for (JsonNode field : written.remove("has")) {
                fields.add(FieldPath.of(field.asText()));
            }
        }
        try {
            return new Shape(name, fields, columns, FieldMapping.of(written));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(TABLE + ": " + name + ": " + e.getMessage(), e);
        }
    }

    List<Shape> all() {
        return shapes;
    }

    /** The shape of a record that is an item. */
    Optional<Shape> of(JsonNode record) {
        for (Shape shape : shapes) {
            if (shape.mapping().items() == null && shape.fits(record)) {
                return Optional.of(shape);
            }
        }
        return Optional.empty();
    }

    /**
     * The shape of a record.
     *
     * @throws BadDatasetException when it has none that is known; it names the fields there are
     */
    Shape of(JsonNode record, Path file, long line) throws BadDatasetException {
        Optional<Shape> shape = of(record);
        if (shape.isEmpty()) {
            throw unknown(record, file, line);
        }
        return shape.get();
    }

    private static BadDatasetException unknown(JsonNode record, Path file, long line) {
        if (record.isArray()) {
            return new BadDatasetException(
                    file,
                    line,
                    "",
                    "no known shape has "
                            + record.size()
                            + " columns without a header and an answer from A to Z at the end",
                    "add a header, or name the columns in a manifest, such as"
                            + " mapping: {question: /0, choices: [/1, /2], answer: /3}");
        }
        return new BadDatasetException(
                file,
                line,
                "",
                "no known shape has the fields " + fieldsOf(record),
                "name them in a manifest, such as mapping: {question: "
                        + likelyQuestion(record)
                        + ", answer: /...}");
    }

    /** The paths of a record's fields, those of objects in it as well. */
    private static String fieldsOf(JsonNode record) {
        List<String> paths = new ArrayList<>();
        for (var field : record.properties()) {
            if (field.getValue().isObject() && !field.getValue().isEmpty()) {
                for (String inner : (Iterable<String>) field.getValue()::fieldNames) {
                    paths.add("/" + field.getKey() + "/" + inner);
                }
            } else {
                paths.add("/" + field.getKey());
            }
        }
        int shown = Math.min(paths.size(), 30);
        String list = String.join(", ", paths.subList(0, shown));
        return shown == paths.size() ? list : list + " and " + (paths.size() - shown) + " more";
    }

    /** The longest text is most often the question. */
    private static String likelyQuestion(JsonNode record) {
        String likely = "...";
        int longest = 0;
        for (var field : record.properties()) {
            if (field.getValue().isTextual() && field.getValue().textValue().length() > longest) {
                longest = field.getValue().textValue().length();
                likely = field.getKey();
            }
        }
        return "/" + likely;
    }
}
