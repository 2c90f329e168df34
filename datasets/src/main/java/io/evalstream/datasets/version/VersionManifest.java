package io.evalstream.datasets.version;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.evalstream.datasets.BadDatasetException;
import io.evalstream.datasets.FieldMapping;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The {@code manifest.json} of a version.
 *
 * @param header what was known before the first record
 * @param items how many records it has
 * @param bytes of the lines, uncompressed, with their ends
 * @param sha256 of the lines, uncompressed, with their ends; the digest of the dataset
 * @param compressedBytes of {@code data.jsonl.zst}
 * @param compressedSha256 of {@code data.jsonl.zst}
 */
public record VersionManifest(
        VersionHeader header,
        long items,
        long bytes,
        String sha256,
        long compressedBytes,
        String compressedSha256) {

    /** Name of the file with the records. */
    public static final String DATA = "data.jsonl.zst";

    /** Name of the file with this. */
    public static final String NAME = "manifest.json";

    private static final int SCHEMA_VERSION = 1;

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** The bytes of the file; the same for the same version. */
    public byte[] toBytes() {
        ObjectNode json = JSON.createObjectNode();
        json.put("schema_version", SCHEMA_VERSION);
        json.put("name", header.name());
        json.put("version", header.version());
        json.put("licence", header.licence());
        json.put("priority", header.priority());
        json.put("protect", header.protect());
        header.mapping().ifPresent(mapping -> json.set("mapping", mapping.toJson()));
        ArrayNode madeFrom = json.putArray("made_from");
        header.madeFrom().forEach(madeFrom::add);
        json.put("items", items);
        json.put("bytes", bytes);
        json.put("sha256", sha256);
        json.putObject("data")
                .put("file", DATA)
                .put("bytes", compressedBytes)
                .put("sha256", compressedSha256);
        try {
            // The printer ends lines as the platform does.
            String text = JSON.writeValueAsString(json).replace("\r\n", "\n") + "\n";
            return text.getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers can be written", e);
        }
    }

    /**
     * Reads the file.
     *
     * @param file named in errors
     * @throws BadDatasetException when it is none, or of a newer schema
     */
    public static VersionManifest of(byte[] bytes, Path file) throws BadDatasetException {
        JsonNode json;
        try {
            json = JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw bad(file, "", "no valid JSON", "copy the version again");
        }
        if (json.path("schema_version").asInt() != SCHEMA_VERSION) {
            throw bad(
                    file,
                    "schema_version",
                    "is " + json.path("schema_version") + ", known is " + SCHEMA_VERSION,
                    "read it with a newer Evalstream");
        }
        List<String> madeFrom = new ArrayList<>();
        json.path("made_from").forEach(source -> madeFrom.add(source.asText()));
        return new VersionManifest(
                new VersionHeader(
                        text(json, "name", file),
                        text(json, "version", file),
                        text(json, "licence", file),
                        (int) number(json, "priority", file),
                        json.path("protect").asBoolean(),
                        mapping(json, file),
                        madeFrom),
                number(json, "items", file),
                number(json, "bytes", file),
                text(json, "sha256", file),
                number(json.path("data"), "bytes", file),
                text(json.path("data"), "sha256", file));
    }

    private static Optional<FieldMapping> mapping(JsonNode json, Path file)
            throws BadDatasetException {
        if (!json.has("mapping")) {
            return Optional.empty();
        }
        try {
            return Optional.of(FieldMapping.of(json.get("mapping")));
        } catch (IllegalArgumentException e) {
            throw bad(file, "mapping", e.getMessage(), "copy the version again");
        }
    }

    private static String text(JsonNode json, String name, Path file) throws BadDatasetException {
        if (!json.path(name).isTextual()) {
            throw bad(file, name, "is no text", "copy the version again");
        }
        return json.get(name).textValue();
    }

    private static long number(JsonNode json, String name, Path file) throws BadDatasetException {
        JsonNode value = json.path(name);
        if (!value.isIntegralNumber() || value.longValue() < 0) {
            throw bad(file, name, "is no whole number", "copy the version again");
        }
        return value.longValue();
    }

    private static BadDatasetException bad(Path file, String field, String problem, String remedy) {
        return new BadDatasetException(file, 0, field, problem, remedy);
    }
}
