package io.evalstream.jobs.snapshot;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.evalstream.datasets.version.VersionManifest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Says of a snapshot, besides what every version of a dataset says, how it was drawn and what was
 * left out. Holds no text of a query and no time of day, so that the same queries give the same
 * bytes.
 */
final class Manifest {

    private Manifest() {}

    /**
     * @param version of the items themselves
     * @param queries how many queries each stratum has after the duplicates are gone
     * @param items how many of them are in the sample
     */
    static byte[] write(
            SnapshotPlan plan,
            VersionManifest version,
            Notes notes,
            Map<String, Long> queries,
            Map<String, Integer> items) {
        ObjectNode root = parse(version.toBytes());
        ObjectNode sampling = root.putObject("sampling");
        sampling.put("size", plan.size()).put("seed", plan.seed());
        ArrayNode fields = sampling.putArray("stratified_by");
        plan.strata().forEach(fields::add);
        ObjectNode counts = root.putObject("queries");
        long distinct = sum(queries.values());
        long near = notes.count(Note.Kind.NEAR_DUPLICATES);
        long malformed = notes.count(Note.Kind.MALFORMED);
        long read = notes.count(Note.Kind.READ);
        counts.put("read", read).put("malformed", malformed);
        counts.put("exact_duplicates", read - malformed - near - distinct);
        counts.put("near_duplicates", near).put("sampled_from", distinct);
        counts(root.putObject("malformed"), notes.byName(Note.Kind.MALFORMED));
        ArrayNode examples = root.putArray("malformed_examples");
        for (Note example : notes.examples()) {
            examples.add(example.name());
        }
        counts(root.putObject("replaced"), notes.byName(Note.Kind.REPLACED));
        ArrayNode strata = root.putArray("strata");
        for (Map.Entry<String, Long> stratum : new TreeMap<>(queries).entrySet()) {
            strata.addObject()
                    .put("stratum", stratum.getKey())
                    .put("queries", stratum.getValue())
                    .put("items", items.get(stratum.getKey()));
        }
        return (root.toPrettyString().replace("\r\n", "\n") + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode parse(byte[] manifest) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(manifest);
        } catch (IOException e) {
            throw new IllegalStateException("a manifest that was just written can be read", e);
        }
    }

    private static void counts(ObjectNode object, Map<String, Long> counts) {
        counts.forEach(object::put);
    }

    private static long sum(Iterable<? extends Number> numbers) {
        long sum = 0;
        for (Number number : numbers) {
            sum += number.longValue();
        }
        return sum;
    }

    /** The notes of all tasks, added up. */
    static final class Notes {
        private final Map<Note.Kind, Map<String, Long>> counts = new TreeMap<>();
        private final TreeMap<Long, Note> examples = new TreeMap<>(Long::compareUnsigned);

        void add(Note note) {
            if (note.kind() != Note.Kind.EXAMPLE) {
                counts.computeIfAbsent(note.kind(), kind -> new TreeMap<>())
                        .merge(note.name(), note.number(), Long::sum);
                return;
            }
            examples.put(note.number(), note);
            if (examples.size() > CleanQueries.EXAMPLES) {
                examples.pollLastEntry();
            }
        }

        long count(Note.Kind kind) {
            return sum(byName(kind).values());
        }

        Map<String, Long> byName(Note.Kind kind) {
            return counts.getOrDefault(kind, Map.of());
        }

        List<Note> examples() {
            return List.copyOf(examples.values());
        }
    }
}
