package io.evalstream.jobs.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;

import io.evalstream.udfs.verdict.MetricCatalogue;
import io.evalstream.udfs.verdict.MetricDefinition;
import io.evalstream.udfs.verdict.MetricDefinition.Unreadable;
import io.evalstream.udfs.verdict.NamePattern;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads the catalogue of metrics from YAML. */
public final class MetricCatalogueFile {

    private static final List<String> FIELDS =
            List.of(
                    "name",
                    "task",
                    "higher_is_better",
                    "range",
                    "tier",
                    "practical_minimum",
                    "floor",
                    "unreadable");

    private final LocatedYaml yaml;

    private MetricCatalogueFile(LocatedYaml yaml) {
        this.yaml = yaml;
    }

    /**
     * Reads {@code metrics: [{name, task, higher_is_better, range: [lowest, highest], tier,
     * practical_minimum, floor, unreadable}]}; an end of a range may be {@code null} when it is
     * open, and only name, direction, range and tier have to be there.
     *
     * @throws ConfigurationException when the file cannot be read or an entry is wrong
     */
    public static MetricCatalogue read(Path file) throws IOException {
        return new MetricCatalogueFile(LocatedYaml.read(file)).catalogue();
    }

    private MetricCatalogue catalogue() throws ConfigurationException {
        JsonNode metrics = yaml.root().path("metrics");
        if (!metrics.isArray()) {
            throw yaml.fault(
                    JsonPointer.valueOf("/metrics"), "metrics", "must be a list of definitions");
        }
        List<MetricDefinition> definitions = new ArrayList<>();
        Set<List<NamePattern>> names = new HashSet<>();
        for (JsonNode entry : metrics) {
            MetricDefinition definition = definition(definitions.size(), entry);
            if (!names.add(List.of(definition.metric(), definition.task()))) {
                throw fault(
                        definitions.size(), "", definition.metric().text() + " is defined twice");
            }
            definitions.add(definition);
        }
        return new MetricCatalogue(definitions);
    }

    private ConfigurationException fault(int index, String field, String fault) {
        JsonPointer entry = JsonPointer.valueOf("/metrics/" + index);
        return yaml.fault(
                field.isEmpty() ? entry : entry.appendProperty(field),
                "metrics[" + index + "]" + (field.isEmpty() ? "" : "." + field),
                fault);
    }

    private MetricDefinition definition(int index, JsonNode entry) throws ConfigurationException {
        for (Iterator<String> names = entry.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!FIELDS.contains(name)) {
                throw fault(index, name, "is no field; known are " + String.join(", ", FIELDS));
            }
        }
        require(index, "name", isName(entry.path("name")), "must be the metric's name");
        boolean isTask = !entry.has("task") || isName(entry.path("task"));
        require(index, "task", isTask, "must be the name of a task");
        require(
                index,
                "higher_is_better",
                entry.path("higher_is_better").isBoolean(),
                "must be true or false");
        JsonNode range = entry.path("range");
        boolean isRange =
                range.isArray()
                        && range.size() == 2
                        && isBound(range.get(0))
                        && isBound(range.get(1));
        require(index, "range", isRange, "must be [lowest, highest], numbers or null");
        require(index, "tier", entry.path("tier").isInt(), "must be 1, 2 or 3");
        for (String number : List.of("practical_minimum", "floor")) {
            boolean isNumber = !entry.has(number) || entry.path(number).isNumber();
            require(index, number, isNumber, "must be a number");
        }
        try {
            return new MetricDefinition(
                    new NamePattern(entry.path("name").asText()),
                    entry.has("task")
                            ? new NamePattern(entry.path("task").asText())
                            : NamePattern.ANY,
                    entry.path("higher_is_better").asBoolean(),
                    bound(range.get(0), Double.NEGATIVE_INFINITY),
                    bound(range.get(1), Double.POSITIVE_INFINITY),
                    entry.path("tier").asInt(),
                    entry.path("practical_minimum").asDouble(MetricDefinition.ONE_POINT),
                    entry.path("floor").asDouble(Double.NaN),
                    unreadable(index, entry.path("unreadable")));
        } catch (IllegalArgumentException e) {
            throw fault(index, "", e.getMessage());
        }
    }

    private void require(int index, String field, boolean holds, String fault)
            throws ConfigurationException {
        if (!holds) {
            throw fault(index, field, fault);
        }
    }

    private Unreadable unreadable(int index, JsonNode value) throws ConfigurationException {
        if (value.isMissingNode()) {
            return Unreadable.WRONG;
        }
        for (Unreadable unreadable : Unreadable.values()) {
            if (unreadable.name().toLowerCase(Locale.ROOT).equals(value.asText())) {
                return unreadable;
            }
        }
        throw fault(index, "unreadable", "must be wrong or missing");
    }

    private static boolean isName(JsonNode name) {
        return name.isTextual() && !name.asText().isEmpty();
    }

    private static boolean isBound(JsonNode bound) {
        return bound.isNull() || bound.isNumber();
    }

    private static double bound(JsonNode bound, double open) {
        return bound.isNull() ? open : bound.asDouble();
    }
}
