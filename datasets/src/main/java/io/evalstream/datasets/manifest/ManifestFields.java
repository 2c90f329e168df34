package io.evalstream.datasets.manifest;

import com.fasterxml.jackson.databind.JsonNode;

import io.evalstream.datasets.BadDatasetException;

import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;

/** The fields of one object of a manifest, checked as they are taken. */
final class ManifestFields {

    private final Path file;
    private final String place;
    private final JsonNode object;

    /**
     * @param place path of the object in the manifest, ending with a dot; empty for the manifest
     */
    ManifestFields(Path file, String place, JsonNode object, Set<String> known)
            throws BadDatasetException {
        this.file = file;
        this.place = place;
        this.object = object;
        if (!object.isObject()) {
            throw bad("", "is no object", "write it as fields with values");
        }
        for (String name : (Iterable<String>) object::fieldNames) {
            if (!known.contains(name)) {
                throw bad(name, "no such field", "use " + known.stream().sorted().toList());
            }
        }
    }

    JsonNode get(String name) {
        return object.path(name);
    }

    String text(String name) throws BadDatasetException {
        JsonNode value = get(name);
        if (value.isMissingNode() || value.isNull()) {
            throw bad(name, "is missing", "add it");
        }
        if (!value.isTextual()) {
            throw bad(name, "is no text", "write it in quotes");
        }
        if (value.textValue().isBlank()) {
            throw bad(name, "is empty", "complete it");
        }
        return value.textValue();
    }

    String text(String name, Pattern form, String example) throws BadDatasetException {
        String text = text(name);
        if (!form.matcher(text).matches()) {
            throw bad(name, "\"" + text + "\" is not of the form", "write it like " + example);
        }
        return text;
    }

    String textOrEmpty(String name) throws BadDatasetException {
        return get(name).isMissingNode() ? "" : text(name);
    }

    long number(String name, long least, long most) throws BadDatasetException {
        JsonNode value = get(name);
        if (value.isMissingNode()) {
            throw bad(name, "is missing", "add it");
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < least
                || value.longValue() > most) {
            throw bad(name, "is no whole number from " + least + " to " + most, "correct it");
        }
        return value.longValue();
    }

    boolean truth(String name) throws BadDatasetException {
        JsonNode value = get(name);
        if (!value.isBoolean()) {
            throw bad(name, "is neither true nor false", "write one of them");
        }
        return value.booleanValue();
    }

    BadDatasetException bad(String name, String problem, String remedy) {
        String field = place + name;
        return new BadDatasetException(
                file,
                0,
                field.endsWith(".") ? field.substring(0, field.length() - 1) : field,
                problem,
                remedy);
    }
}
