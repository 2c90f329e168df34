package io.evalstream.jobs.quality;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

import io.evalstream.udfs.verdict.MetricCatalogue;
import io.evalstream.udfs.verdict.MetricDefinition;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** Reads the catalogue of metrics from YAML. */
public final class MetricCatalogueFile {

    private static final ObjectMapper YAML =
            new ObjectMapper(
                            YAMLFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Set<String> FIELDS =
            Set.of("name", "higher_is_better", "range", "tier", "practical_minimum");

    private MetricCatalogueFile() {}

    /**
     * Reads {@code metrics: [{name, higher_is_better, range: [lowest, highest], tier}]}; an end of
     * a range may be {@code null} when it is open.
     *
     * @throws IOException when the file cannot be read or an entry is wrong; the message names both
     */
    public static MetricCatalogue read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ": no such file; name a catalogue with metrics.file");
        }
        JsonNode metrics;
        try {
            metrics = YAML.readTree(Files.readString(file)).path("metrics");
        } catch (JsonProcessingException e) {
            String fault = e.getOriginalMessage().lines().findFirst().orElse("");
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new IOException(file + ": not YAML: line " + line + ": " + fault, e);
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": not YAML: not UTF-8 text", e);
        }
        if (!metrics.isArray()) {
            throw new IOException(file + ": metrics: must be a list of definitions");
        }
        List<MetricDefinition> definitions = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode entry : metrics) {
            String where = file + ": metrics[" + definitions.size() + "]";
            MetricDefinition definition = definition(where, entry);
            if (!names.add(definition.pattern())) {
                throw new IOException(where + ": " + definition.pattern() + " is defined twice");
            }
            definitions.add(definition);
        }
        return new MetricCatalogue(definitions);
    }

    private static MetricDefinition definition(String where, JsonNode entry) throws IOException {
        for (Iterator<String> names = entry.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!FIELDS.contains(name)) {
                throw new IOException(where + ": unknown field " + name + "; known are " + FIELDS);
            }
        }
        JsonNode range = entry.path("range");
        if (!entry.path("name").isTextual()
                || !entry.path("higher_is_better").isBoolean()
                || !entry.path("tier").isInt()
                || !range.isArray()
                || range.size() != 2) {
            throw new IOException(
                    where
                            + ": needs name, higher_is_better (true or false), range [lowest,"
                            + " highest] and tier (1, 2 or 3)");
        }
        try {
            return new MetricDefinition(
                    entry.path("name").asText(),
                    entry.path("higher_is_better").asBoolean(),
                    bound(where, range.get(0), Double.NEGATIVE_INFINITY),
                    bound(where, range.get(1), Double.POSITIVE_INFINITY),
                    entry.path("tier").asInt(),
                    entry.path("practical_minimum").asDouble(MetricDefinition.ONE_POINT));
        } catch (IllegalArgumentException e) {
            throw new IOException(where + ": " + e.getMessage(), e);
        }
    }

    private static double bound(String where, JsonNode bound, double open) throws IOException {
        if (bound.isNull()) {
            return open;
        }
        if (!bound.isNumber()) {
            throw new IOException(where + ": range: " + bound + " is not a number or null");
        }
        return bound.asDouble();
    }
}
