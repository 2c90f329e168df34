package io.evalstream.datasets;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a value stands in a record: a JSON pointer (RFC 6901), with three additions.
 *
 * <p>{@code ../name} is a field of the object around the one that holds the item, {@code *} stands
 * for every element of an array in the path to the items, and a question mark at the end says that
 * an item may lack the field.
 *
 * @param up how many objects to go outwards first
 * @param names the fields to go through, of an array the places from 0; empty for the whole record
 * @param optional whether an item may lack it
 */
public record FieldPath(int up, List<String> names, boolean optional) {

    static final String EACH = "*";

    public FieldPath {
        names = List.copyOf(names);
    }

    /**
     * Reads the written form, such as {@code /question/stem}.
     *
     * @throws IllegalArgumentException when it is none; the message says what is expected
     */
    public static FieldPath of(String written) {
        String rest = written;
        boolean optional = rest.endsWith("?");
        if (optional) {
            rest = rest.substring(0, rest.length() - 1);
        }
        int up = 0;
        while (rest.startsWith("../")) {
            up++;
            rest = rest.substring(3);
        }
        if (up > 0) {
            rest = "/" + rest;
        }
        if (!rest.startsWith("/") || rest.length() == 1) {
            throw new IllegalArgumentException(
                    "\"" + written + "\" is no path; write it like /question or ../context");
        }
        List<String> names = new ArrayList<>();
        for (String name : rest.substring(1).split("/", -1)) {
            names.add(name.replace("~1", "/").replace("~0", "~"));
        }
        return new FieldPath(up, names, optional);
    }

    String first() {
        return names.get(0);
    }

    /** Whether the path goes through the elements of an array. */
    boolean branches() {
        return names.contains(EACH);
    }

    /** The same path seen from inside of its first field. */
    FieldPath behindFirst() {
        return new FieldPath(up, names.subList(1, names.size()), optional);
    }

    /** The written form without the mark of what is optional, as errors have it. */
    String place() {
        return new FieldPath(up, names, false).toString();
    }

    /** The value in a record, from the item's own fields; null where there is none. */
    JsonNode in(JsonNode record) {
        JsonNode node = record;
        for (String name : names) {
            node = node.isArray() ? node.get(place(name)) : node.get(name);
            if (node == null) {
                return null;
            }
        }
        return node;
    }

    private static int place(String name) {
        int place = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c < '0' || c > '9' || place > 100_000_000) {
                return -1;
            }
            place = place * 10 + c - '0';
        }
        return name.isEmpty() ? -1 : place;
    }

    @Override
    public String toString() {
        StringBuilder written = new StringBuilder("../".repeat(up));
        for (int i = 0; i < names.size(); i++) {
            if (i > 0 || up == 0) {
                written.append('/');
            }
            written.append(names.get(i).replace("~", "~0").replace("/", "~1"));
        }
        return written.append(optional ? "?" : "").toString();
    }
}
