package io.evalstream.cli;

import io.evalstream.contract.ModelTags;
import io.evalstream.jobs.config.MetricCatalogueFile;
import io.evalstream.jobs.quality.QualityOptions;
import io.evalstream.readers.BadInputException;
import io.evalstream.readers.RunIdentity;
import io.evalstream.udfs.verdict.MetricCatalogue;

import org.apache.flink.configuration.Configuration;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/** Learns from repeated runs of one model how noisy it is and how often noise alone would alarm. */
@Command(
        name = "calibrate",
        mixinStandardHelpOptions = true,
        description = {
            "Takes repeated healthy runs of one model on one benchmark, at least two, better five or"
                    + " more, and prints per deciding metric how far they are apart, how often the"
                    + " rule of the quality job would call an unchanged model worse, and the"
                    + " smallest true drop that is found with 99 %%.",
            "Warns when the runs of a metric differ by more than their samples explain (κ above"
                    + " 1.5): find the cause before you trust a small drop. Exits 2 when chance"
                    + " does not explain it either, else 0.",
            "Options that models.file sets for single models do not count here."
        })
final class CalibrateCommand implements Callable<Integer> {

    @Option(
            names = "--run",
            paramLabel = "TAG=PATH",
            required = true,
            converter = NamedRun.Converter.class,
            description = "A run and its results: a file or a folder. Give two or more.")
    private List<NamedRun> runs = new ArrayList<>();

    @Option(
            names = "--format",
            defaultValue = "auto",
            description = "Format of the results: auto, lm-eval, jsonl. Default: auto.")
    private String format;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where calibration.json goes; created when missing.")
    private Path out;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Flink-style YAML with options of the quality job.")
    private Path config;

    @Option(names = "--simulations", description = "Simulated runs per metric. Default: 10000.")
    private int simulations = 10_000;

    @Option(names = "--seed", description = "Seed; the same seed, the same result. Default: 1.")
    private long seed = 1;

    @Override
    public Integer call() throws IOException, BadInputException, InterruptedException {
        if (runs.size() < 2) {
            throw new UsageException("one run says nothing of noise; give --run twice or more");
        }
        if (simulations < 1) {
            throw new UsageException("--simulations: " + simulations + " is not a number of runs");
        }
        if (out != null) {
            Directories.create("--out", out);
        }
        Configuration options = JobConfiguration.read(Optional.ofNullable(config));
        MetricCatalogue catalogue =
                MetricCatalogueFile.read(Path.of(options.get(QualityOptions.METRICS_FILE)));
        Console console = Console.standard();
        Calibration calibration =
                new Calibrator(catalogue, options, simulations, seed)
                        .calibrate(read(catalogue, console));
        if (calibration.results().isEmpty()) {
            throw new BadInputException(
                    runs.get(1).path(),
                    0,
                    "",
                    "no deciding metric has items in common with the other runs",
                    "give repeated runs of one benchmark; configs/metrics.yaml says what decides");
        }
        console.result(CalibrationTable.of(calibration));
        calibration.warnings().forEach(warning -> console.warn(warning.sentence()));
        if (out != null) {
            CalibrationFile.write(out, calibration);
            console.line(CalibrationFile.NAME + " in " + out);
        }
        return calibration.isShaken() ? ExitCode.INCONCLUSIVE : ExitCode.PASS;
    }

    private List<RunScores> read(MetricCatalogue catalogue, Console console)
            throws IOException, BadInputException {
        List<RunScores> read = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (NamedRun run : runs) {
            String name = run.tag();
            for (int use = 2; !names.add(name); use++) {
                name = run.tag() + "#" + use;
            }
            RunIdentity identity =
                    new RunIdentity(name, ModelTags.defaultModel(run.tag()), run.tag(), "");
            Shipment shipment =
                    Shipment.check(format, List.of(run.path()), identity, Clock.systemUTC());
            shipment.summary().warnings().forEach(console::warn);
            RunScores scores = new RunScores(name, catalogue);
            shipment.read(scores::add);
            if (scores.series().isEmpty()) {
                throw new BadInputException(
                        run.path(),
                        0,
                        "item_key",
                        "no result says which item it is of",
                        "runs are compared item by item: write an item_key with every result");
            }
            read.add(scores);
        }
        return read;
    }
}
