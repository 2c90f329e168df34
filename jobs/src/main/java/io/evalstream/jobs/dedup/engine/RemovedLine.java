package io.evalstream.jobs.dedup.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;

/** A duplicate as one line of {@code removed.jsonl}. */
public final class RemovedLine {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Digits behind the point of a normalised distance. */
    private static final double DIGITS = 1e6;

    private RemovedLine() {}

    /** The line without its end; its fields have always the same order. */
    public static String of(Duplicate duplicate) {
        ObjectNode line = JSON.createObjectNode();
        line.put("suite", duplicate.suite());
        line.put("item", duplicate.item());
        line.put("row", duplicate.row());
        line.put("kept_suite", duplicate.keptSuite());
        line.put("kept_item", duplicate.keptItem());
        line.put("kept_row", duplicate.keptRow());
        line.put("kind", duplicate.kind().name());
        line.put("distance", duplicate.distance());
        line.put("length", duplicate.length());
        line.put("nld", Math.rint(duplicate.normalizedDistance() * DIGITS) / DIGITS);
        line.put("cluster", duplicate.cluster());
        line.put("action", duplicate.action().name());
        line.put("why", duplicate.why().name());
        try {
            return JSON.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers can be written", e);
        }
    }

    /**
     * Reads a line.
     *
     * @throws IOException when it is none
     */
    public static Duplicate parse(String line) throws IOException {
        JsonNode node = JSON.readTree(line);
        try {
            return new Duplicate(
                    node.required("suite").textValue(),
                    node.required("item").textValue(),
                    node.required("row").longValue(),
                    node.required("kept_suite").textValue(),
                    node.required("kept_item").textValue(),
                    node.required("kept_row").longValue(),
                    Duplicate.Kind.valueOf(node.required("kind").textValue()),
                    node.required("distance").intValue(),
                    node.required("length").intValue(),
                    node.required("cluster").longValue(),
                    Duplicate.Action.valueOf(node.required("action").textValue()),
                    Duplicate.Why.valueOf(node.required("why").textValue()));
        } catch (IllegalArgumentException e) {
            throw new IOException("no line of removed.jsonl: " + e.getMessage(), e);
        }
    }
}
