package io.evalstream.cli.dedup;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.evalstream.jobs.dedup.engine.DedupCounters;
import io.evalstream.jobs.dedup.engine.DedupParameters;
import io.evalstream.jobs.dedup.engine.DedupPlan;
import io.evalstream.jobs.dedup.engine.DedupResult;
import io.evalstream.jobs.dedup.engine.Duplicate;
import io.evalstream.jobs.dedup.engine.LocalDedup;
import io.evalstream.jobs.dedup.engine.Suite;
import io.evalstream.jobs.dedup.engine.SuiteFiles;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The search with plain threads in this process, all texts in memory. */
public final class LocalSearch implements DuplicateSearch {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final int threads;

    /**
     * @param threads at least 1; the result does not depend on it
     */
    public LocalSearch(int threads) {
        this.threads = threads;
    }

    @Override
    public Map<String, Long> run(DedupRequest request, DedupDirectory directory)
            throws IOException, InterruptedException {
        List<Suite> suites = suites(request);
        DedupPlan plan =
                new DedupPlan(
                        suites,
                        SuiteFiles.split(suites, SuiteFiles.SPLIT_BYTES),
                        new SuiteFiles(request.withContext()),
                        new DedupParameters(
                                request.mode(),
                                request.keep(),
                                request.closeness(),
                                request.withContext(),
                                request.removesDifferentAnswers(),
                                DedupParameters.DEFAULT.bucketCap()),
                        new int[0]);
        DedupResult result = new LocalDedup(plan, threads).run();
        try (BufferedWriter lines = Files.newBufferedWriter(directory.removed())) {
            for (Duplicate duplicate : result.duplicates()) {
                lines.write(MAPPER.writeValueAsString(line(duplicate)));
                lines.write('\n');
            }
        }
        return counters(result.counters());
    }

    static List<Suite> suites(DedupRequest request) {
        List<Suite> suites = new ArrayList<>();
        for (SuiteSource source : request.suites()) {
            List<String> files = source.files().files().stream().map(Path::toString).toList();
            suites.add(new Suite(source.name(), files, source.priority(), source.isProtected()));
        }
        return suites;
    }

    private static ObjectNode line(Duplicate duplicate) {
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
        return line;
    }

    private static Map<String, Long> counters(DedupCounters counters) {
        Map<String, Long> named = new LinkedHashMap<>();
        named.put("items", counters.rows());
        named.put("exact", counters.exact());
        named.put("candidates", counters.candidates());
        named.put("short_pairs_compared", counters.shortCompared());
        named.put("buckets_capped", counters.cappedBuckets());
        named.put("pairs_left_out", counters.pairsLeftOut());
        return named;
    }
}
