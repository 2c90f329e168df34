package io.evalstream.k8s.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One object of Kubernetes, as it is written.
 *
 * @param object the whole of it
 * @param source where it is from, for people
 */
record Manifest(JsonNode object, String source) {

    private static final YAMLMapper YAML = new YAMLMapper();

    /** The objects of a file; several are parted by three hyphens. */
    static List<Manifest> read(Path file) throws IOException {
        return parse(Files.readString(file), file.toString());
    }

    /** The objects of a text. */
    static List<Manifest> parse(String text, String source) throws IOException {
        List<Manifest> manifests = new ArrayList<>();
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(text)) {
            while (documents.hasNext()) {
                JsonNode document = documents.next();
                if (!document.isMissingNode() && !document.isNull()) {
                    manifests.add(new Manifest(document, source));
                }
            }
        }
        return manifests;
    }

    String kind() {
        return object.path("kind").asText();
    }

    String apiVersion() {
        return object.path("apiVersion").asText();
    }

    String name() {
        return object.path("metadata").path("name").asText();
    }

    JsonNode spec() {
        return object.path("spec");
    }

    @Override
    public String toString() {
        return kind() + " " + name() + " (" + source + ")";
    }
}
