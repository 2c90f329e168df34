package io.evalstream.jobs.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.evalstream.udfs.anonymize.Anonymizer;
import io.evalstream.udfs.anonymize.DataKind;
import io.evalstream.udfs.text.TextNormalization;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Makes an item of a dataset of a query: anonymised, numbered by its text, placed by the seed. */
final class QueryCleaner {

    /** What a query is counted under whose field is missing. */
    static final String NO_VALUE = "(none)";

    private static final int ID_DIGITS = 16;

    private final ObjectMapper json = new ObjectMapper();
    private final MessageDigest sha256 = sha256();
    private final Anonymizer anonymizer;
    private final List<String> strata;
    private final long seed;

    QueryCleaner(Anonymizer anonymizer, List<String> strata, long seed) {
        this.anonymizer = anonymizer;
        this.strata = strata;
        this.seed = seed;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * A clean query and what was taken out of it.
     *
     * @param replaced how often each kind was found
     */
    record Cleaned(CleanQuery query, Map<DataKind, Integer> replaced) {}

    Cleaned clean(long position, Query query) {
        List<String> texts = new ArrayList<>(query.strata().size() + 2);
        texts.add(query.question());
        texts.add(query.context());
        texts.addAll(query.strata());
        Anonymizer.Result result = anonymizer.anonymize(texts);
        String question = result.texts().get(0);
        String context = result.texts().get(1);
        List<String> values = result.texts().subList(2, result.texts().size());
        String compared = context.isEmpty() ? question : question + "\n" + context;
        String text = TextNormalization.normalize(compared);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String digest = HexFormat.of().formatHex(sha256.digest(bytes));
        sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(0, seed));
        long rank = ByteBuffer.wrap(sha256.digest(bytes)).getLong();
        CleanQuery clean =
                new CleanQuery(
                        position,
                        rank,
                        digest,
                        stratum(values),
                        text,
                        line(digest.substring(0, ID_DIGITS), question, context, values));
        return new Cleaned(clean, result.replaced());
    }

    private static String stratum(List<String> values) {
        StringBuilder stratum = new StringBuilder();
        for (String value : values) {
            stratum.append(stratum.isEmpty() ? "" : "/");
            stratum.append(value.isEmpty() ? NO_VALUE : value);
        }
        return stratum.isEmpty() ? "all" : stratum.toString();
    }

    private String line(String id, String question, String context, List<String> values) {
        ObjectNode item = json.createObjectNode();
        item.put("id", id).put("question", question);
        if (!context.isEmpty()) {
            item.put("context", context);
        }
        for (int i = 0; i < values.size(); i++) {
            if (!values.get(i).isEmpty() && !item.has(strata.get(i))) {
                item.put(strata.get(i), values.get(i));
            }
        }
        try {
            return json.writeValueAsString(item);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can be written as JSON", e);
        }
    }
}
