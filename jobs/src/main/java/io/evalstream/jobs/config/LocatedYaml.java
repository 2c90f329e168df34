package io.evalstream.jobs.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A YAML file that knows in which line each of its values is. */
public final class LocatedYaml {

    private static final ObjectMapper YAML =
            new ObjectMapper(
                            YAMLFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    // A threshold is a decimal: what is written is what counts.
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final Path file;
    private final JsonNode root;
    private final Map<JsonPointer, Integer> lines;

    private LocatedYaml(Path file, JsonNode root, Map<JsonPointer, Integer> lines) {
        this.file = file;
        this.root = root;
        this.lines = lines;
    }

    /**
     * Reads a file.
     *
     * @throws ConfigurationException when there is none, or it cannot be read or is not YAML
     */
    public static LocatedYaml read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ConfigurationException(file, 0, "", "no such file");
        }
        try {
            String text = Files.readString(file);
            return new LocatedYaml(file, YAML.readTree(text), lines(text));
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            String fault = e.getOriginalMessage().lines().findFirst().orElse("");
            throw new ConfigurationException(file, line, "", "not YAML: " + fault);
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(file, 0, "", "not UTF-8 text");
        } catch (FileSystemException e) {
            throw new ConfigurationException(file, 0, "", "cannot be read: " + e.getReason());
        }
    }

    private static Map<JsonPointer, Integer> lines(String text) throws IOException {
        Map<JsonPointer, Integer> lines = new HashMap<>();
        try (JsonParser parser = YAML.getFactory().createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                // The name of a field comes before its value: that is the line to look at.
                lines.putIfAbsent(
                        parser.getParsingContext().pathAsPointer(),
                        parser.currentTokenLocation().getLineNr());
            }
        }
        return lines;
    }

    /** The whole content; missing for an empty file. */
    public JsonNode root() {
        return root;
    }

    /** The file it was read from. */
    public Path file() {
        return file;
    }

    /**
     * A fault of the value at a place of this file, for the caller to throw; of one that is not
     * there it names the line of what should hold it.
     */
    public ConfigurationException fault(JsonPointer place, String field, String fault) {
        JsonPointer nearest = place;
        while (nearest != null && !lines.containsKey(nearest)) {
            nearest = nearest.head();
        }
        int line = nearest == null ? 0 : lines.get(nearest);
        return new ConfigurationException(file, line, field, fault);
    }
}
