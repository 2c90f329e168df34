package io.evalstream.jobs.snapshot;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads service queries: JSON objects with the question in {@code question}, {@code prompt}, {@code
 * query} or {@code input}, or with the {@code messages} of a chat, whose last one by the user is
 * the question and those before it the context.
 */
final class QueryReader {

    private static final List<String> QUESTIONS = List.of("question", "prompt", "query", "input");
    private static final int LONGEST_STRATUM = 64;

    private final ObjectMapper json =
            new ObjectMapper()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private final List<String> strata;
    private final int longest;

    /**
     * @param strata fields that queries are counted by
     * @param longest how many chars question and context may have together
     */
    QueryReader(List<String> strata, int longest) {
        this.strata = strata;
        this.longest = longest;
    }

    /**
     * How many bytes a record may have: a char takes at most six, as an escape, and the fields that
     * are not read have their share.
     */
    static long longestRecord(int longest) {
        return 6L * longest + 65_536;
    }

    /**
     * @throws BadQueryException when the record is no query
     */
    Query read(byte[] record) throws BadQueryException {
        if (record.length > longestRecord(longest)) {
            throw new BadQueryException(QueryFault.TOO_LONG);
        }
        JsonNode root = parse(record);
        StringBuilder context = new StringBuilder(text(root.path("context")));
        String question = "";
        for (String field : QUESTIONS) {
            question = question.isBlank() ? text(root.path(field)) : question;
        }
        if (question.isBlank()) {
            question = lastOfUser(root.path("messages"), context);
        }
        if (question.isBlank()) {
            throw new BadQueryException(QueryFault.NO_QUESTION);
        }
        if (question.length() + context.length() > longest) {
            throw new BadQueryException(QueryFault.TOO_LONG);
        }
        return new Query(question, context.toString(), strata(root));
    }

    private JsonNode parse(byte[] record) throws BadQueryException {
        JsonNode root;
        try {
            root = json.readTree(record);
        } catch (IOException e) {
            // The cause would quote the record.
            throw new BadQueryException(QueryFault.NOT_JSON);
        }
        if (root == null || !root.isObject()) {
            throw new BadQueryException(QueryFault.NOT_JSON);
        }
        return root;
    }

    private static String lastOfUser(JsonNode messages, StringBuilder context) {
        int last = -1;
        for (int i = 0; i < messages.size(); i++) {
            last = messages.get(i).path("role").asText().equals("user") ? i : last;
        }
        for (int i = 0; i < last; i++) {
            context.append(context.isEmpty() ? "" : "\n");
            context.append(messages.get(i).path("role").asText()).append(": ");
            context.append(text(messages.get(i).path("content")));
        }
        return last < 0 ? "" : text(messages.get(last).path("content"));
    }

    /** A text, or the texts of a list of parts such as {@code {"type":"text","text":…}}. */
    private static String text(JsonNode value) {
        if (!value.isArray()) {
            return value.isTextual() ? value.asText() : "";
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : value) {
            text.append(text.isEmpty() ? "" : "\n");
            text.append(text(part.isObject() ? part.path("text") : part));
        }
        return text.toString();
    }

    private List<String> strata(JsonNode root) throws BadQueryException {
        List<String> values = new ArrayList<>(strata.size());
        for (String field : strata) {
            JsonNode value = root.path(field);
            String text = value.isValueNode() && !value.isNull() ? value.asText().strip() : "";
            if (value.isContainerNode() || text.length() > LONGEST_STRATUM) {
                throw new BadQueryException(QueryFault.BAD_STRATUM);
            }
            values.add(text);
        }
        return values;
    }
}
