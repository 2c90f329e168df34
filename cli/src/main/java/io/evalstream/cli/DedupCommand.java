package io.evalstream.cli;

import io.evalstream.cli.dedup.DedupDirectory;
import io.evalstream.cli.dedup.DedupReport;
import io.evalstream.cli.dedup.DedupRequest;
import io.evalstream.cli.dedup.DedupTable;
import io.evalstream.cli.dedup.Deduplication;
import io.evalstream.cli.dedup.KnownDatasets;
import io.evalstream.cli.dedup.NamedSuite;
import io.evalstream.cli.dedup.SuiteSource;
import io.evalstream.datasets.DatasetFiles;
import io.evalstream.jobs.dedup.engine.DedupParameters;
import io.evalstream.udfs.cluster.KeepRule;
import io.evalstream.udfs.sketch.SketchMode;
import io.evalstream.udfs.text.Closeness;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;

/** Finds the same items in datasets, removes what may be removed, and shows every decision. */
@Command(
        name = "dedup",
        mixinStandardHelpOptions = true,
        description = {
            "Finds items that are the same, or nearly, within suites and across them, keeps one of"
                    + " each, and says of every other one why.",
            "Writes kept/NAME.jsonl for each suite, removed.jsonl, report.json and report.html to"
                    + " --out.",
            "Formats: JSONL, JSON, CSV and Parquet, also as .gz and .zst."
        })
final class DedupCommand implements Callable<Integer> {

    @ParentCommand private Evalstream root;

    @Option(
            names = "--suite",
            paramLabel = "NAME=PATH",
            required = true,
            converter = NamedSuite.Converter.class,
            description =
                    "A dataset: a file or a folder. Repeatable; of two duplicates that of the"
                            + " earlier suite is kept unless manifests say otherwise.")
    private List<NamedSuite> suites = new ArrayList<>();

    @Option(
            names = "--pool",
            paramLabel = "NAME=PATH",
            converter = NamedSuite.Converter.class,
            description =
                    "A few-shot pool: items of suites that are in it are reported as contaminated."
                            + " It is never written. Repeatable.")
    private List<NamedSuite> pools = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description =
                    "Where the files go; created when missing, an earlier result is replaced.")
    private Path out;

    @Option(
            names = "--mode",
            defaultValue = "eval",
            description =
                    "How thoroughly to search: eval for benchmarks, recall for more of what is just"
                            + " below the threshold, web for crawled text. Default: eval.")
    private SketchMode mode;

    @Option(
            names = "--keep",
            defaultValue = "leader",
            description =
                    "leader removes an item only if it is the same as one that is kept; components"
                            + " keeps the first item of everything that is connected. Default:"
                            + " leader.")
    private KeepRule keep;

    @Option(
            names = "--protect",
            paramLabel = "NAME",
            description =
                    "A suite whose items are only reported, never removed, as those of public"
                            + " benchmarks are by their manifests. Repeatable.")
    private List<String> protectedNames = new ArrayList<>();

    @Option(
            names = "--no-protect",
            description = "Protect nothing but what --protect names, whatever manifests say.")
    private boolean protectsNothing;

    @Option(
            names = "--threshold",
            defaultValue = "0.2",
            description =
                    "Texts are nearly the same when a smaller share of the longer one differs."
                            + " Default: 0.2.")
    private String threshold;

    @Option(
            names = "--with-context",
            description = "Compare contexts as well, beside questions and choices.")
    private boolean withContext;

    @Option(
            names = "--remove-different-answers",
            description = "Remove near duplicates also where their answers differ.")
    private boolean removesDifferentAnswers;

    @Option(
            names = "--manifest",
            paramLabel = "FILE",
            description =
                    "A manifest beside those in datasets/manifests; datasets are recognised by the"
                            + " bytes of their files. Repeatable.")
    private List<Path> manifests = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        Closeness closeness = closeness();
        requireNames();
        Path home = Path.of(System.getProperty("evalstream.home", "."));
        DedupRequest request =
                request(
                        KnownDatasets.read(home.resolve("datasets/manifests"), manifests),
                        closeness);
        Directories.create("--out", out);
        DedupDirectory directory = prepare();
        Logs.to(out.resolve("evalstream.log"), root.verbose);
        Console console = Console.standard();
        DedupReport report =
                new Deduplication(
                                new DedupService(LocalStack.SLOTS, console::line),
                                Evalstream.VERSION,
                                Clock.systemUTC())
                        .run(request, directory, console::line);
        DedupTable.lines(report).forEach(console::result);
        console.line(report.conclusion());
        console.line("files in " + out);
        console.line("report " + directory.reportHtml());
        return ExitCode.PASS;
    }

    private Closeness closeness() {
        try {
            return DedupParameters.threshold(threshold);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--threshold: " + e.getMessage(), e);
        }
    }

    /** Names are files and stand for suites in the report, also where case does not count. */
    private void requireNames() {
        Set<String> names = new HashSet<>();
        List<NamedSuite> all = new ArrayList<>(suites);
        all.addAll(pools);
        for (NamedSuite suite : all) {
            if (!names.add(suite.name().toLowerCase(Locale.ROOT))) {
                throw new UsageException(
                        "--suite, --pool: "
                                + suite.name()
                                + " is given twice; give every suite a name of its own, and a"
                                + " folder to take several files as one");
            }
        }
        for (String name : protectedNames) {
            if (suites.stream().noneMatch(suite -> suite.name().equals(name))) {
                throw new UsageException(
                        "--protect: there is no suite " + name + "; name one that --suite gives");
            }
        }
    }

    private DedupRequest request(KnownDatasets known, Closeness closeness) throws IOException {
        List<SuiteSource> sources = new ArrayList<>();
        for (NamedSuite suite : suites) {
            sources.add(
                    known.source(
                            suite.name(),
                            DatasetFiles.of(suite.path()),
                            protectedNames.contains(suite.name()),
                            !protectsNothing));
        }
        List<SuiteSource> poolSources = new ArrayList<>();
        for (NamedSuite pool : pools) {
            poolSources.add(known.source(pool.name(), DatasetFiles.of(pool.path()), false, false));
        }
        requireOutside(sources);
        requireOutside(poolSources);
        return new DedupRequest(
                sources, poolSources, mode, keep, closeness, withContext, removesDifferentAnswers);
    }

    /** The kept files of an earlier run may be an input, but not of a run that replaces them. */
    private void requireOutside(List<SuiteSource> sources) {
        Path kept = out.toAbsolutePath().normalize();
        for (SuiteSource source : sources) {
            for (Path file : source.files().files()) {
                if (file.toAbsolutePath().normalize().startsWith(kept)) {
                    throw new UsageException(
                            "--out: "
                                    + file
                                    + " of "
                                    + source.name()
                                    + " lies in it and would be replaced; name another directory");
                }
            }
        }
    }

    private DedupDirectory prepare() throws IOException {
        try {
            return DedupDirectory.prepare(out);
        } catch (DedupDirectory.ForeignFileException e) {
            throw new UsageException("--out: " + e.getMessage(), e);
        }
    }
}
