package io.evalstream.cli.dedup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.evalstream.jobs.dedup.engine.DedupCounters;
import io.evalstream.jobs.dedup.engine.Duplicate;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the search says, in the words of files and people. */
public final class JobText {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JobText() {}

    /** A line of {@code removed.jsonl}, without its end. */
    static String line(Duplicate duplicate) throws JsonProcessingException {
        ObjectNode line = MAPPER.createObjectNode();
        line.put("suite", duplicate.suite());
        line.put("item", duplicate.item());
        line.put("row", duplicate.row());
        line.put("kept_suite", duplicate.keptSuite());
        line.put("kept_item", duplicate.keptItem());
        line.put("kept_row", duplicate.keptRow());
        line.put("kind", duplicate.kind().name());
        line.put("distance", duplicate.distance());
        line.put("length", duplicate.length());
        line.put("nld", duplicate.normalizedDistance());
        line.put("cluster", duplicate.cluster());
        line.put("action", duplicate.action().name());
        line.put("why", duplicate.why() == Duplicate.Why.NONE ? "" : duplicate.why().name());
        return MAPPER.writeValueAsString(line);
    }

    /**
     * The counters of a report: those that are the same whatever the parallelism.
     *
     * @return by name, in their order
     */
    public static Map<String, Long> counters(DedupCounters counters) {
        Map<String, Long> named = new LinkedHashMap<>();
        named.put("items", counters.rows());
        named.put("exact", counters.exact());
        named.put("candidates", counters.candidates());
        named.put("short_pairs_compared", counters.shortCompared());
        named.put("buckets_capped", counters.cappedBuckets());
        named.put("pairs_left_out", counters.pairsLeftOut());
        return named;
    }

    /** How far a search is; empty when nothing has been counted yet. */
    public static String progress(DedupCounters counters) {
        if (counters.rows() == 0) {
            return "";
        }
        return Figures.of(counters.rows(), "item", "items")
                + " read, "
                + Figures.of(counters.candidates(), "candidate", "candidates")
                + ", "
                + Figures.grouped(counters.verified() + counters.shortCompared())
                + " compared";
    }
}
