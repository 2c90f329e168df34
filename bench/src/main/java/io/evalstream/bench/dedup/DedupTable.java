package io.evalstream.bench.dedup;

import io.evalstream.bench.Figure;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The comparison as text for a terminal. */
final class DedupTable {
    private static final String COSTS =
            """
            tool                setting  cores     documents/s per core      ours  wall s   CPU s  peak MB  recall  precision     ARI     kept
            """;
    private static final String QUALITY =
            """
            tool                setting     recall  precision     ARI     kept   recall at distance <.05   <.10   <.15   <.20
            """;
    private static final String GOALS =
            """
            goal                                                              wanted        measured      verdict
            """;

    private DedupTable() {}

    /** What each corpus holds, by brute force. */
    static String corpora(List<Judged> corpora) {
        StringBuilder text =
                new StringBuilder(
                        "corpus           documents      MB  pairs below 0.2  components\n");
        for (Judged judged : corpora) {
            text.append(
                    line(
                            "%-16s %,9d  %6.1f  %,15d  %,10d",
                            judged.corpus().name(),
                            judged.corpus().documents(),
                            judged.corpus().bytes() / 1e6,
                            judged.truth().pairs(),
                            judged.truth().components()));
        }
        return text.toString();
    }

    /** A corpus with its truth. */
    record Judged(Corpus corpus, Truth truth) {}

    /**
     * What a corpus has cost everyone.
     *
     * @param ours what the others are compared with; empty without figures
     */
    static String costs(List<Result> results, Optional<Result> ours) {
        StringBuilder text = new StringBuilder(COSTS);
        for (Result result : results) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%-19s %-7s  %5d  ",
                            result.tool(),
                            result.setting(),
                            result.cores()));
            if (result.runs().isEmpty()) {
                text.append(result.fault().orElseThrow()).append('\n');
                continue;
            }
            Scores scores = result.scores().orElseThrow();
            text.append(
                    line(
                            "%23s  %8s  %6.2f  %6.2f  %7.0f  %6s  %9s  %6s  %,7d",
                            rate(result.figure(Trial::perCore)),
                            ours.map(own -> ratio(own, result)).orElse(""),
                            result.figure(Trial::wall).median(),
                            result.figure(Trial::cpu).median(),
                            result.figure(Trial::peak).median() / 1e6,
                            share(scores.recall(), result.hasClusters() ? "" : "≤"),
                            result.hasClusters() ? share(scores.precision(), "") : "-",
                            result.hasClusters() ? share(scores.randIndex(), "") : "-",
                            result.first().kept()));
        }
        return text.toString();
    }

    /** How well a corpus was found by everyone. */
    static String quality(List<Result> results) {
        StringBuilder text = new StringBuilder(QUALITY);
        for (Result result : results) {
            text.append(
                    String.format(Locale.ROOT, "%-19s %-7s  ", result.tool(), result.setting()));
            if (result.runs().isEmpty()) {
                text.append(result.fault().orElseThrow()).append('\n');
                continue;
            }
            Scores scores = result.scores().orElseThrow();
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%8s  %9s  %6s  %,7d                       ",
                            share(scores.recall(), result.hasClusters() ? "" : "≤"),
                            result.hasClusters() ? share(scores.precision(), "") : "-",
                            result.hasClusters() ? share(scores.randIndex(), "") : "-",
                            result.first().kept()));
            for (double recall : scores.byDistance()) {
                text.append(String.format(Locale.ROOT, " %6s", share(recall, "")));
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** The inner loops of everyone. */
    static String kernels(List<SketchRace.Outcome> sketches, List<DistanceRace.Outcome> distances) {
        StringBuilder text = new StringBuilder();
        text.append("sketch of ").append(SketchRace.SHINGLES).append(" shingles, ns per shingle\n");
        for (SketchRace.Outcome sketch : sketches) {
            text.append(line("%-19s %s", sketch.kernel(), nanos(sketch.perShingle())));
        }
        for (DistanceRace.Outcome distance : distances) {
            text.append(line("%ndistance of %,d code points, ns per pair", distance.length()));
            text.append(line("%-19s %s", "evalstream", nanos(distance.ours())));
            text.append(line("%-19s %s", "commons-text", nanos(distance.commons())));
            text.append(
                    distance.rapidfuzz()
                            .map(DedupTable::rapidfuzz)
                            .orElse("rapidfuzz           cannot be installed\n"));
        }
        return text.toString();
    }

    private static String rapidfuzz(DistanceRace.Rapidfuzz rapidfuzz) {
        return line("%-19s %s", "rapidfuzz loop", nanos(rapidfuzz.loop()))
                + line("%-19s %s", "rapidfuzz cpdist", nanos(rapidfuzz.batch()));
    }

    private static String nanos(Figure nanos) {
        return String.format(
                Locale.ROOT,
                nanos.median() < 100 ? "%,.2f (%,.2f–%,.2f)" : "%,.0f (%,.0f–%,.0f)",
                nanos.median(),
                nanos.least(),
                nanos.most());
    }

    /** Every goal with what was measured. */
    static String goals(List<Goal> goals) {
        StringBuilder text = new StringBuilder(GOALS);
        for (Goal goal : goals) {
            text.append(
                    line(
                            "%-64s  %-12s  %-12s  %s",
                            goal.goal(),
                            goal.wanted(),
                            goal.measured().orElse("-"),
                            goal.verdict()));
        }
        return text.toString();
    }

    static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values).stripTrailing() + "\n";
    }

    private static String ratio(Result ours, Result other) {
        double ratio = ours.figure(Trial::perCore).median() / other.figure(Trial::perCore).median();
        return String.format(Locale.ROOT, ratio < 10 ? "%.2f ×" : "%.0f ×", ratio);
    }

    /** Four digits, never rounded up to a whole. */
    private static String share(double value, String mark) {
        if (Double.isNaN(value)) {
            return "-";
        }
        double shown = value < 1 ? Math.min(value, 0.9999) : value;
        return mark + String.format(Locale.ROOT, "%.4f", shown);
    }

    private static String rate(Figure documents) {
        return String.format(
                Locale.ROOT,
                "%,.0f (%,.0f–%,.0f)",
                documents.median(),
                documents.least(),
                documents.most());
    }
}
