package io.evalstream.datasets;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

/**
 * The choices of one item, in order and without labels.
 *
 * @param texts what can be chosen
 * @param labels what the file calls them, one for each; empty where it says nothing
 * @param right the choices the file itself marks as right; empty where it marks none
 */
record Choices(List<String> texts, List<String> labels, List<String> right) {

    static final Choices NONE = new Choices(List.of(), List.of(), List.of());

    /**
     * The choices of one field: a list of texts, a list of objects with text and label, an object
     * with lists of both, an object from labels to texts, or one from texts to 1 (right) and 0.
     *
     * @throws IllegalArgumentException when the value is none of these
     */
    static Choices of(JsonNode value) {
        if (value.isArray()) {
            return ofList(value);
        }
        if (value.isObject() && !value.isEmpty()) {
            JsonNode texts = firstOf(value, "text", "texts", "choices");
            if (texts != null && texts.isArray()) {
                return ofLists(texts, firstOf(value, "label", "labels"));
            }
            return ofObject(value);
        }
        throw new IllegalArgumentException(
                "is " + described(value) + " where choices are expected");
    }

    private static Choices ofList(JsonNode list) {
        List<String> texts = new ArrayList<>(list.size());
        List<String> labels = new ArrayList<>();
        for (JsonNode choice : list) {
            JsonNode label = choice.isObject() ? firstOf(choice, "label", "key") : null;
            if (label != null) {
                labels.add(label.asText());
            }
            texts.add(text(choice));
        }
        return new Choices(
                withoutLabels(texts),
                labels.size() == texts.size() ? labels : List.of(),
                List.of());
    }

    private static Choices ofLists(JsonNode list, JsonNode labelList) {
        List<String> texts = new ArrayList<>(list.size());
        for (JsonNode choice : list) {
            texts.add(text(choice));
        }
        if (labelList == null) {
            return new Choices(withoutLabels(texts), List.of(), List.of());
        }
        if (!labelList.isArray() || labelList.size() != texts.size()) {
            throw new IllegalArgumentException(
                    "has " + texts.size() + " texts and " + labelList.size() + " labels");
        }
        List<String> labels = new ArrayList<>();
        List<String> right = new ArrayList<>();
        boolean marks = true;
        for (int i = 0; i < texts.size(); i++) {
            String label = labelList.get(i).asText();
            labels.add(label);
            marks &= label.equals("0") || label.equals("1");
            if (label.equals("1")) {
                right.add(texts.get(i));
            }
        }
        // Choices numbered 0 and 1 look the same, but are two at most.
        if (marks && (texts.size() > 2 || !labels.equals(List.of("0", "1")))) {
            return new Choices(texts, List.of(), right);
        }
        return new Choices(withoutLabels(texts), labels, List.of());
    }

    private static Choices ofObject(JsonNode object) {
        List<String> keys = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        List<String> right = new ArrayList<>();
        boolean marks = true;
        for (var choice : object.properties()) {
            keys.add(choice.getKey());
            JsonNode value = choice.getValue();
            marks &= value.isInt() && (value.intValue() == 0 || value.intValue() == 1);
            if (marks && value.intValue() == 1) {
                right.add(choice.getKey());
            }
            texts.add(text(value));
        }
        return marks
                ? new Choices(keys, List.of(), right)
                : new Choices(withoutLabels(texts), keys, List.of());
    }

    /** The choices of columns; a table has empty ones at the end where an item has fewer. */
    static Choices ofColumns(List<String> columns) {
        int size = columns.size();
        while (size > 0 && (columns.get(size - 1) == null || columns.get(size - 1).isBlank())) {
            size--;
        }
        List<String> texts = new ArrayList<>(size);
        for (String column : columns.subList(0, size)) {
            texts.add(column == null ? "" : column);
        }
        return new Choices(withoutLabels(texts), List.of(), List.of());
    }

    private static String text(JsonNode choice) {
        String text = FieldTexts.of(choice);
        if (text == null) {
            throw new IllegalArgumentException("holds " + described(choice) + " as a choice");
        }
        return text;
    }

    private static JsonNode firstOf(JsonNode object, String... keys) {
        for (String key : keys) {
            JsonNode value = object.get(key);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private static String described(JsonNode value) {
        return value.isContainerNode()
                ? (value.isEmpty() ? "an empty " : "an ")
                        + (value.isArray() ? "array" : "object")
                        + (value.isObject() && !value.isEmpty() ? " without a text" : "")
                : value.isTextual() ? "a text" : value.toString();
    }

    /**
     * Takes "A." or "(1)" away where every choice begins with the one of its place; a single "A."
     * is more likely an initial.
     */
    static List<String> withoutLabels(List<String> texts) {
        List<String> bare = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            int end = labelEnd(texts.get(i), i);
            if (end < 0 || texts.size() < 2) {
                return texts;
            }
            bare.add(texts.get(i).substring(end));
        }
        return bare;
    }

    /** Behind the label of this place; -1 where the text does not begin with it. */
    private static int labelEnd(String text, int place) {
        int at = 0;
        boolean open = !text.isEmpty() && text.charAt(0) == '(';
        at += open ? 1 : 0;
        String number = Integer.toString(place + 1);
        if (text.startsWith(number, at)) {
            at += number.length();
        } else if (place < 26
                && at < text.length()
                && (text.charAt(at) == 'A' + place || text.charAt(at) == 'a' + place)) {
            at++;
        } else {
            return -1;
        }
        String closing = open ? ")" : ".):";
        if (at >= text.length() || closing.indexOf(text.charAt(at)) < 0) {
            return -1;
        }
        at++;
        if (at < text.length() && text.charAt(at) != ' ' && text.charAt(at) != '\t') {
            // The digits of 1.5 are no label.
            return -1;
        }
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }
}
