package io.evalstream.cli;

import io.evalstream.udfs.verdict.calibration.FalseAlarms;
import io.evalstream.udfs.verdict.calibration.Proportion;
import io.evalstream.udfs.verdict.calibration.RunSpread;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What repeated runs have taught, as people read it in a terminal. */
final class CalibrationTable {

    private static final List<String> SPREAD =
            List.of(
                    "spread of the runs",
                    "items",
                    "mean",
                    "flip rate",
                    "unstable",
                    "sd of means",
                    "expected",
                    "κ",
                    "95 % of κ",
                    "by chance");

    private static final List<String> ALARMS =
            List.of(
                    "false alarms per run",
                    "replayed",
                    "BREACH_EARLY",
                    "BREACH_FINAL",
                    "confirmed",
                    "κ used");

    private static final List<String> DROPS =
            List.of("smallest true drop found with 99 %", "breaches", "is confirmed");

    private CalibrationTable() {}

    static String of(Calibration calibration) {
        List<List<String>> spread = new ArrayList<>(List.of(SPREAD));
        List<List<String>> alarms = new ArrayList<>(List.of(ALARMS));
        List<List<String>> drops = new ArrayList<>(List.of(DROPS));
        for (Calibration.Result result : calibration.results()) {
            String name = result.series().key().toString();
            spread.add(spread(name, result.spread()));
            alarms.add(alarms(name, result));
            drops.add(List.of(name, drop(result.drop().breach()), drop(result.drop().confirmed())));
        }
        return aligned(spread)
                + "\n"
                + aligned(alarms)
                + "\n"
                + aligned(drops)
                + "\n"
                + String.format(
                        Locale.ROOT,
                        "%d runs: %s%n"
                                + "κ: variance of the run means / what the flips of single items"
                                + " explain; by chance: how often that alone gives such a κ%n"
                                + "replayed: runs judged against all others (early, final,"
                                + " confirmed); shares: %,d simulated runs per metric, seed %d,"
                                + " with 95 %% intervals%n"
                                + "rule: a drop of %s against %d runs, alpha %s, deciding metrics: %d",
                        calibration.runs().size(),
                        String.join(", ", calibration.runs()),
                        calibration.simulations(),
                        calibration.seed(),
                        calibration.drop().threshold().toPlainString(),
                        calibration.baselineRuns(),
                        calibration.alpha(),
                        calibration.results().size());
    }

    private static List<String> spread(String name, RunSpread spread) {
        return List.of(
                name,
                String.valueOf(spread.items()),
                number("%.4f", spread.mean()),
                percent(spread.flipRate()),
                percent(spread.unstableShare()),
                number("%.5f", Math.sqrt(spread.ratio().observedVariance())),
                number("%.5f", Math.sqrt(spread.ratio().expectedVariance())),
                number("%.2f", spread.ratio().kappa()),
                interval(spread),
                number("%.4f", spread.chance()));
    }

    private static String interval(RunSpread spread) {
        if (spread.hasInterval()) {
            return number("%.2f", spread.lower()) + "–" + number("%.2f", spread.upper());
        }
        return spread.ratio().runs() < RunSpread.RUNS_FOR_INTERVAL
                ? "too few runs to tell"
                : "too few flips to tell";
    }

    private static List<String> alarms(String name, Calibration.Result result) {
        FalseAlarms replayed = result.replayed();
        FalseAlarms simulated = result.simulated();
        return List.of(
                name,
                String.format(
                        Locale.ROOT,
                        "%d, %d, %d of %d",
                        replayed.early(),
                        replayed.atTheEnd(),
                        replayed.confirmed(),
                        replayed.runs()),
                share(simulated.earlyShare()),
                share(simulated.finalShare()),
                share(simulated.confirmedShare()),
                number("%.2f", result.simulatedKappa()));
    }

    private static String share(Proportion share) {
        return String.format(
                Locale.ROOT,
                "%.2f %% (%.2f–%.2f)",
                100 * share.share(),
                100 * share.lower(),
                100 * share.upper());
    }

    private static String drop(double drop) {
        return Double.isNaN(drop) ? "none" : percent(drop);
    }

    private static String percent(double share) {
        return number("%.1f %%", 100 * share);
    }

    private static String number(String format, double number) {
        return String.format(Locale.ROOT, format, number);
    }

    /** Columns as wide as their widest cell, all but the first to the right. */
    private static String aligned(List<List<String>> rows) {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                int place = column;
                int width = rows.stream().mapToInt(r -> r.get(place).length()).max().orElse(0);
                String blank = " ".repeat(width - cell.length());
                line.append(column == 0 ? cell + blank : "  " + blank + cell);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
