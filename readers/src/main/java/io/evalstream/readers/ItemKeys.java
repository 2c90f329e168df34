package io.evalstream.readers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Gives each item of a task a key from its content, so that runs can be paired item by item even
 * when their rows are in another order.
 *
 * <p>Holds about 200 bytes per item and filter.
 */
final class ItemKeys {
    /** Names a data set gives to the place of an item, or that it may renumber at any time. */
    private static final Set<String> BOOKKEEPING =
            Set.of(
                    "__index_level_0__",
                    "doc_id",
                    "example_id",
                    "guid",
                    "id",
                    "idx",
                    "ind",
                    "index",
                    "item_id",
                    "qid",
                    "question_id",
                    "row_id",
                    "row_idx",
                    "sample_id",
                    "task_id",
                    "uid",
                    "unnamed: 0",
                    "uuid");

    private final Map<String, Map<String, Integer>> occurrencesByFilter = new HashMap<>();

    /** SHA-256 (hex) over the canonical content of an item, without its number in the data set. */
    static String contentKey(JsonNode doc) {
        if (!doc.isObject()) {
            return CanonicalJson.digest(doc);
        }
        ObjectNode content = PythonJson.MAPPER.createObjectNode();
        for (Map.Entry<String, JsonNode> field : doc.properties()) {
            if (!BOOKKEEPING.contains(field.getKey().toLowerCase(Locale.ROOT))) {
                content.set(field.getKey(), field.getValue());
            }
        }
        return CanonicalJson.digest(content.isEmpty() ? doc : content);
    }

    /**
     * The key of the next item of the task: its content key, or for a further item of the same
     * content a key made from that and its number among its equals.
     */
    String next(JsonNode doc, String filter) {
        String content = contentKey(doc);
        int occurrence =
                occurrencesByFilter
                        .computeIfAbsent(filter, name -> new HashMap<>())
                        .merge(content, 1, Integer::sum);
        return keyOf(content, occurrence);
    }

    private static String keyOf(String content, int occurrence) {
        return occurrence == 1 ? content : CanonicalJson.sha256(content + "#" + occurrence);
    }

    /** How many items each filter has seen. */
    Map<String, Long> itemsByFilter() {
        Map<String, Long> items = new HashMap<>();
        occurrencesByFilter.forEach(
                (filter, occurrences) ->
                        items.put(
                                filter,
                                occurrences.values().stream().mapToLong(Integer::longValue).sum()));
        return items;
    }

    /**
     * SHA-256 (hex) over the distinct keys so far, sorted, each followed by a line feed: equal for
     * equal sets of items whatever their order and however many filters they went through.
     */
    String datasetDigest() {
        TreeSet<String> keys = new TreeSet<>();
        for (Map<String, Integer> occurrences : List.copyOf(occurrencesByFilter.values())) {
            occurrences.forEach(
                    (content, count) -> {
                        for (int occurrence = 1; occurrence <= count; occurrence++) {
                            keys.add(keyOf(content, occurrence));
                        }
                    });
        }
        MessageDigest sha256 = CanonicalJson.sha256();
        for (String key : keys) {
            sha256.update((key + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        return HexFormat.of().formatHex(sha256.digest());
    }
}
