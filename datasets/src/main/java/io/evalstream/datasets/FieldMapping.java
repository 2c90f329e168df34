package io.evalstream.datasets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which fields of a record are the item's question, choices, answer, context and id.
 *
 * @param items where the items are in a JSON document, such as {@code /data/*}; null where each
 *     record is one
 * @param question joined by line ends; every item has them
 * @param choices one path to all choices, or one path for each
 * @param answer the first that an item has
 * @param answerForm how the answer names a choice
 * @param context joined by line ends, as far as an item has them
 * @param id the first that an item has
 * @param questionPrefix a word that a file puts before every question, taken away; may be empty
 */
public record FieldMapping(
        FieldPath items,
        List<FieldPath> question,
        List<FieldPath> choices,
        List<FieldPath> answer,
        AnswerForm answerForm,
        List<FieldPath> context,
        List<FieldPath> id,
        String questionPrefix) {

    private static final Set<String> KEYS =
            Set.of(
                    "items",
                    "question",
                    "choices",
                    "answer",
                    "answer_form",
                    "context",
                    "id",
                    "question_prefix");

    public FieldMapping {
        question = List.copyOf(question);
        choices = List.copyOf(choices);
        answer = List.copyOf(answer);
        context = List.copyOf(context);
        id = List.copyOf(id);
        if (question.isEmpty()) {
            throw new IllegalArgumentException("question: names no field");
        }
    }

    /** A mapping of records that are items, with the usual form of answers. */
    public static FieldMapping ofQuestion(String... question) {
        List<FieldPath> paths = new ArrayList<>();
        for (String path : question) {
            paths.add(FieldPath.of(path));
        }
        return new FieldMapping(
                null, paths, List.of(), List.of(), AnswerForm.ANY, List.of(), List.of(), "");
    }

    /**
     * Reads a mapping: an object whose values are paths or lists of paths.
     *
     * @throws IllegalArgumentException when it is none; the message begins with the field
     */
    public static FieldMapping of(JsonNode written) {
        if (!written.isObject()) {
            throw new IllegalArgumentException(
                    "is no mapping; write it like {question: /question, answer: /answer}");
        }
        for (String key : (Iterable<String>) written::fieldNames) {
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException(key + ": is none of " + sorted(KEYS));
            }
        }
        List<FieldPath> items = paths(written, "items");
        if (items.size() > 1) {
            throw new IllegalArgumentException("items: is more than one path");
        }
        if (!items.isEmpty() && !items.get(0).branches()) {
            throw new IllegalArgumentException(
                    "items: lacks a * for the elements of the array; write it like /data/*");
        }
        return new FieldMapping(
                items.isEmpty() ? null : items.get(0),
                paths(written, "question"),
                paths(written, "choices"),
                paths(written, "answer"),
                answerForm(written),
                paths(written, "context"),
                paths(written, "id"),
                written.path("question_prefix").asText(""));
    }

    private static List<FieldPath> paths(JsonNode mapping, String key) {
        JsonNode written = mapping.path(key);
        List<FieldPath> paths = new ArrayList<>();
        if (written.isTextual()) {
            paths.add(path(key, written));
        } else if (written.isArray()) {
            for (JsonNode path : written) {
                paths.add(path(key, path));
            }
        } else if (!written.isMissingNode()) {
            throw new IllegalArgumentException(key + ": is neither a path nor a list of paths");
        }
        return paths;
    }

    private static FieldPath path(String key, JsonNode written) {
        try {
            return FieldPath.of(written.asText());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
        }
    }

    private static AnswerForm answerForm(JsonNode mapping) {
        String written = mapping.path("answer_form").asText("any");
        for (AnswerForm form : AnswerForm.values()) {
            if (form.name().toLowerCase(Locale.ROOT).equals(written)) {
                return form;
            }
        }
        throw new IllegalArgumentException(
                "answer_form: \"" + written + "\" is none of any, index, label, text");
    }

    private static List<String> sorted(Set<String> keys) {
        return keys.stream().sorted().toList();
    }

    /** The mapping of the records of a version, which are items and hold all they need. */
    public FieldMapping ofRecords() {
        return new FieldMapping(
                null,
                inside(question),
                inside(choices),
                inside(answer),
                answerForm,
                inside(context),
                inside(id),
                questionPrefix);
    }

    private static List<FieldPath> inside(List<FieldPath> paths) {
        List<FieldPath> inside = new ArrayList<>();
        for (FieldPath path : paths) {
            inside.add(new FieldPath(0, path.names(), path.optional()));
        }
        return inside;
    }

    /** Written as {@link #of(JsonNode)} reads it. */
    public ObjectNode toJson() {
        ObjectNode written = JsonNodeFactory.instance.objectNode();
        put(written, "items", items == null ? List.of() : List.of(items));
        put(written, "question", question);
        put(written, "choices", choices);
        put(written, "answer", answer);
        written.put("answer_form", answerForm.name().toLowerCase(Locale.ROOT));
        put(written, "context", context);
        put(written, "id", id);
        if (!questionPrefix.isEmpty()) {
            written.put("question_prefix", questionPrefix);
        }
        return written;
    }

    private static void put(ObjectNode written, String key, List<FieldPath> paths) {
        if (paths.isEmpty()) {
            return;
        }
        ArrayNode list = written.putArray(key);
        for (FieldPath path : paths) {
            list.add(path.toString());
        }
    }

    /** Every path to a value of an item. */
    List<FieldPath> values() {
        List<FieldPath> all = new ArrayList<>(question);
        all.addAll(choices);
        all.addAll(answer);
        all.addAll(context);
        all.addAll(id);
        return all;
    }
}
