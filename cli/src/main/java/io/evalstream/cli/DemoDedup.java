package io.evalstream.cli;

import io.evalstream.cli.dedup.DedupDirectory;
import io.evalstream.cli.dedup.DedupReport;
import io.evalstream.cli.dedup.DedupRequest;
import io.evalstream.cli.dedup.Deduplication;
import io.evalstream.cli.dedup.KnownDatasets;
import io.evalstream.cli.dedup.LocalSearch;
import io.evalstream.cli.dedup.SuiteSource;
import io.evalstream.cli.dedup.SuiteSummary;
import io.evalstream.datasets.DatasetFiles;
import io.evalstream.udfs.cluster.KeepRule;
import io.evalstream.udfs.sketch.SketchMode;
import io.evalstream.udfs.text.Closeness;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;

/**
 * The part of the demo that comes before the releases: what new items are in the suites already.
 */
final class DemoDedup {

    private static final String DATA = "datasets/raw/evalstream-mini";

    private DemoDedup() {}

    /**
     * Compares the bundled regression items with the bundled suites, which stay as they are.
     *
     * @param home root of the repository
     */
    static void run(Path home, Path out, Console console) throws Exception {
        Directories.create("--out", out);
        DedupDirectory directory;
        try {
            directory = DedupDirectory.prepare(out);
        } catch (DedupDirectory.ForeignFileException e) {
            throw new UsageException("--out: " + e.getMessage(), e);
        }
        Path data = home.resolve(DATA);
        List<Path> suites =
                List.of(
                        data.resolve("mini_arith_en.jsonl"),
                        data.resolve("mini_choice_en.jsonl"),
                        data.resolve("mini_facts_ko.jsonl"));
        KnownDatasets known = KnownDatasets.read(home.resolve("datasets/manifests"), List.of());
        SuiteSource mini = known.source("mini", DatasetFiles.of(suites), true, true);
        SuiteSource extra =
                known.source(
                        "regression_extra",
                        DatasetFiles.of(data.resolve("regression_extra.jsonl")),
                        false,
                        true);
        DedupReport report =
                new Deduplication(
                                // Some hundred items: a cluster would take longer to start.
                                new LocalSearch(1), Evalstream.VERSION, Clock.systemUTC())
                        .run(
                                new DedupRequest(
                                        List.of(mini, extra),
                                        List.of(),
                                        SketchMode.EVAL,
                                        KeepRule.LEADER,
                                        Closeness.FIFTH,
                                        false,
                                        false),
                                directory,
                                line -> {});
        SuiteSummary found = report.suites().get(1);
        console.line(
                String.format(
                        Locale.ROOT,
                        "dedup: %d of %d new regression items are in the suites already (%d exact),"
                                + " %d kept, %d alike with another answer",
                        found.removed(),
                        found.items(),
                        found.exact(),
                        found.kept(),
                        found.reported()));
    }
}
