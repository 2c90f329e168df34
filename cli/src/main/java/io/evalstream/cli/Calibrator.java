package io.evalstream.cli;

import io.evalstream.jobs.quality.QualityOptions;
import io.evalstream.jobs.quality.SeriesKey;
import io.evalstream.udfs.verdict.DropRule;
import io.evalstream.udfs.verdict.MetricCatalogue;
import io.evalstream.udfs.verdict.MetricScale;
import io.evalstream.udfs.verdict.calibration.CalibrationRule;
import io.evalstream.udfs.verdict.calibration.DetectableDrop;
import io.evalstream.udfs.verdict.calibration.FalseAlarmStudy;
import io.evalstream.udfs.verdict.calibration.HealthyJudge;
import io.evalstream.udfs.verdict.calibration.LearnedScores;
import io.evalstream.udfs.verdict.calibration.RunSpread;

import org.apache.flink.configuration.Configuration;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Learns from the scores of repeated runs what a calibration says. */
final class Calibrator {

    /** Above it a large κ may well be the luck of few runs. */
    private final MetricCatalogue catalogue;

    private final Configuration options;
    private final int simulations;
    private final long seed;

    /**
     * @param options those of the quality job
     * @param simulations how many runs are drawn per series, at least 1
     */
    Calibrator(MetricCatalogue catalogue, Configuration options, int simulations, long seed) {
        this.catalogue = catalogue;
        this.options = options;
        this.simulations = simulations;
        this.seed = seed;
    }

    /**
     * Learns from runs.
     *
     * @param read at least two runs
     * @return without results when no deciding metric has items that all runs share
     * @throws InterruptedException when interrupted while waiting for the threads
     */
    Calibration calibrate(List<RunScores> read) throws InterruptedException {
        List<CalibrationWarning> warnings = new ArrayList<>();
        Set<SeriesKey> keys = new TreeSet<>();
        read.forEach(run -> keys.addAll(run.series().keySet()));
        List<RepeatedSeries> deciding = new ArrayList<>();
        for (SeriesKey key : keys) {
            RepeatedSeries.of(key, read, catalogue, warnings).ifPresent(deciding::add);
        }
        CalibrationRule rule =
                new CalibrationRule(
                        new DropRule(new BigDecimal(options.get(QualityOptions.THRESHOLD))),
                        options.get(QualityOptions.ALPHA),
                        Math.max(1, deciding.size()),
                        options.get(QualityOptions.MINIMUM_SAMPLES),
                        options.get(QualityOptions.MINIMUM_SHARE),
                        options.get(QualityOptions.BASELINE_RUNS));
        List<Calibration.Result> results = new ArrayList<>();
        for (RepeatedSeries series : deciding) {
            results.add(result(series, rule));
        }
        warnings.addAll(warnings(read, results, rule.minimumSamples()));
        return new Calibration(
                read.stream().map(RunScores::name).toList(),
                rule.drop(),
                rule.alpha(),
                rule.baselineRuns(),
                simulations,
                seed,
                results,
                warnings);
    }

    private Calibration.Result result(RepeatedSeries series, CalibrationRule rule)
            throws InterruptedException {
        RunSpread spread = RunSpread.of(series.scores(), seed);
        double kappa = Math.max(1, spread.ratio().kappa());
        FalseAlarmStudy study =
                new FalseAlarmStudy(
                        new HealthyJudge(
                                series.items(), series.metric(), series.higherIsBetter(), rule));
        return new Calibration.Result(
                series,
                spread,
                study.replay(series.scores()),
                study.simulate(
                        new LearnedScores(series.scores(), kappa),
                        simulations,
                        seed,
                        Runtime.getRuntime().availableProcessors()),
                kappa,
                DetectableDrop.of(
                        series.scores(),
                        spread,
                        new MetricScale(
                                series.metric().lowest(),
                                series.metric().highest(),
                                series.higherIsBetter()),
                        rule,
                        series.metric().practicalMinimum()));
    }

    private static List<CalibrationWarning> warnings(
            List<RunScores> read, List<Calibration.Result> results, int minimumSamples) {
        List<CalibrationWarning> warnings = new ArrayList<>();
        differences(read)
                .forEach(
                        (task, what) ->
                                warnings.add(
                                        new CalibrationWarning(
                                                CalibrationWarning.Kind.NOT_COMPARABLE,
                                                task,
                                                "the runs are not comparable, they differ in "
                                                        + String.join(", ", what))));
        for (Calibration.Result result : results) {
            String name = result.series().key().toString();
            if (result.series().leftOut() > 0) {
                warnings.add(
                        new CalibrationWarning(
                                CalibrationWarning.Kind.LEFT_OUT,
                                name,
                                result.series().leftOut()
                                        + " items are not scored in every run and are left out"));
            }
            if (result.spread().items() < minimumSamples) {
                warnings.add(
                        new CalibrationWarning(
                                CalibrationWarning.Kind.FEW_ITEMS,
                                name,
                                "fewer than "
                                        + minimumSamples
                                        + " items: runs of it get no verdict, good or bad"));
            }
            if (result.spread().isShaken()) {
                warnings.add(
                        new CalibrationWarning(
                                CalibrationWarning.Kind.KAPPA, name, shaken(result.spread())));
            }
        }
        if (results.stream().allMatch(result -> result.spread().isDeterministic())) {
            warnings.add(
                    new CalibrationWarning(
                            CalibrationWarning.Kind.DETERMINISTIC,
                            "",
                            "no item differs between any two runs: decoding is deterministic, or"
                                    + " these are copies of one run"));
        }
        return warnings;
    }

    private static String shaken(RunSpread spread) {
        String kappa = String.format(Locale.ROOT, "κ = %.2f: ", spread.ratio().kappa());
        String chance = String.format(Locale.ROOT, "%.2g", spread.chance());
        return !spread.mayBeChance()
                ? kappa
                        + "the runs differ by more than their samples explain (by chance with"
                        + " probability "
                        + chance
                        + "); find the cause - seeds, batch size, engine version - before you trust"
                        + " any small drop"
                : kappa
                        + "the runs differ by more than their samples explain, or it is chance"
                        + " (probability "
                        + chance
                        + "): add runs to tell, and look at seeds, batch size and engine version"
                        + " before you trust any small drop";
    }

    /** What differs between the set-ups of the runs, by the task it was seen in. */
    private static Map<String, Set<String>> differences(List<RunScores> runs) {
        Map<String, Set<String>> differences = new TreeMap<>();
        Map<SeriesKey, Map<String, String>> first = new HashMap<>();
        for (RunScores run : runs) {
            for (Map.Entry<SeriesKey, RunScores.Series> entry : run.series().entrySet()) {
                Map<String, String> settings = entry.getValue().settings();
                Map<String, String> earlier = first.putIfAbsent(entry.getKey(), settings);
                for (Map.Entry<String, String> setting : settings.entrySet()) {
                    if (earlier != null
                            && !setting.getValue().equals(earlier.get(setting.getKey()))) {
                        differences
                                .computeIfAbsent(entry.getKey().task(), task -> new TreeSet<>())
                                .add(setting.getKey());
                    }
                }
            }
        }
        return differences;
    }
}
