package io.evalstream.cli.dedup;

import io.evalstream.datasets.DatasetFiles;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A whole de-duplication: reads, searches, writes the reports. */
public final class Deduplication {

    private final DuplicateSearch search;
    private final String version;
    private final Clock clock;

    /**
     * @param version of this program
     */
    public Deduplication(DuplicateSearch search, String version, Clock clock) {
        this.search = search;
        this.version = version;
        this.clock = clock;
    }

    /**
     * @param progress hears in plain lines how far it is
     * @throws io.evalstream.datasets.BadDatasetException when a file cannot be used
     */
    public DedupReport run(
            DedupRequest request, DedupDirectory directory, Consumer<String> progress)
            throws Exception {
        SuiteScan scan = new SuiteScan(request.closeness(), request.withContext());
        List<SuiteInput> pools = new ArrayList<>();
        for (SuiteSource pool : request.pools()) {
            pools.add(scan.pool(pool));
        }
        List<SuiteInput> suites = new ArrayList<>();
        long items = 0;
        for (SuiteSource source : request.suites()) {
            SuiteInput suite = scan.suite(source);
            suites.add(suite);
            items += suite.items();
            progress.accept(
                    suite.name()
                            + ": "
                            + Figures.of(suite.items(), "item", "items")
                            + (source.isProtected() ? ", protected" : ""));
        }
        progress.accept("comparing " + Figures.of(items, "item", "items") + " with one another");
        Map<String, Long> counters = search(request, directory);
        Map<String, DatasetFiles> files = new LinkedHashMap<>();
        request.suites().forEach(source -> files.put(source.name(), source.files()));
        request.pools().forEach(source -> files.put(source.name(), source.files()));
        KeptFiles.write(request.suites(), FindingReader.all(directory.removed()), directory);
        return new DedupReports(directory, files, request.withContext())
                .write(
                        version,
                        request.parameters(),
                        counters,
                        new Inputs(request.suites(), suites, pools, scan.contaminations()),
                        clock);
    }

    private Map<String, Long> search(DedupRequest request, DedupDirectory directory)
            throws Exception {
        Path copies = Files.createTempDirectory("evalstream-dedup-copies");
        try {
            return search.run(PlainCopy.in(copies, request), directory);
        } finally {
            for (SuiteSource source : request.suites()) {
                Files.deleteIfExists(copies.resolve(source.name() + ".jsonl"));
            }
            Files.deleteIfExists(copies);
        }
    }

    /**
     * What was read.
     *
     * @param sources of the suites, in the order of the suites
     */
    record Inputs(
            List<SuiteSource> sources,
            List<SuiteInput> suites,
            List<SuiteInput> pools,
            List<Contamination> contaminations) {}
}
