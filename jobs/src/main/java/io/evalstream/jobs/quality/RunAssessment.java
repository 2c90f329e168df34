package io.evalstream.jobs.quality;

import io.evalstream.udfs.verdict.DropRule;
import io.evalstream.udfs.verdict.MetricCatalogue;
import io.evalstream.udfs.verdict.MetricDefinition;
import io.evalstream.udfs.verdict.ScoreSum;
import io.evalstream.udfs.verdict.SeriesJudgement;
import io.evalstream.udfs.verdict.SeriesVerdict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Turns the scores of a finished run and its baseline into results and a decision. */
final class RunAssessment {

    /** Share of samples that must have a score for a run to serve as a baseline. */
    static final double FULL_COVERAGE = 0.98;

    private static final Comparator<SeriesResult> ORDER =
            Comparator.<SeriesResult, Boolean>comparing(
                            result -> !result.series().slice().isEmpty())
                    .thenComparing(SeriesResult::tier)
                    .thenComparing(SeriesResult::series);

    private final DropRule rule;
    private final MetricCatalogue catalogue;

    RunAssessment(DropRule rule, MetricCatalogue catalogue) {
        this.rule = rule;
        this.catalogue = catalogue;
    }

    /**
     * What is known of one series when its run ends.
     *
     * @param expected how many samples it should have, or -1
     * @param stated direction the events state, or null
     * @param baseline comparable healthy runs, oldest first
     * @param latest scores of the last of them by item key, or empty
     * @param note what else a reader should know, or empty
     */
    record Evidence(
            SeriesScores scores,
            long expected,
            Boolean stated,
            List<BaselineEntry> baseline,
            Map<String, Double> latest,
            String note) {}

    /** Judges every series; whole tasks first, then slices, deciding metrics before others. */
    List<SeriesResult> results(Map<SeriesKey, Evidence> evidence) {
        List<SeriesResult> results = new ArrayList<>();
        evidence.forEach((series, facts) -> results.add(result(series, facts)));
        results.sort(ORDER);
        return results;
    }

    private SeriesResult result(SeriesKey series, Evidence facts) {
        SeriesScores scores = facts.scores();
        double smallest = scores.smallest();
        double largest = scores.largest();
        List<ScoreSum> sums = new ArrayList<>();
        List<String> runs = new ArrayList<>();
        for (BaselineEntry entry : facts.baseline()) {
            sums.add(entry.sum());
            runs.add(entry.runId());
            smallest = Math.min(smallest, entry.smallest());
            largest = Math.max(largest, entry.largest());
        }
        MetricDefinition metric = catalogue.findOrInfer(series.metric(), smallest, largest);
        boolean higherIsBetter = catalogue.higherIsBetter(series.metric(), facts.stated());
        long expected = Math.max(expected(facts), scores.results());
        long missing = expected - scores.sum().count();
        SeriesJudgement judgement =
                SeriesJudgement.of(rule, metric, higherIsBetter, sums, scores.sum(), missing);
        int tier = series.slice().isEmpty() ? metric.tier() : Math.max(2, metric.tier());
        Map<String, Double> before =
                metric.lowest() == 0 && metric.highest() == 1 ? facts.latest() : Map.of();
        return new SeriesResult(
                series,
                judgement.verdict(),
                tier,
                higherIsBetter,
                scores.sum().count(),
                missing,
                judgement.value(),
                scores.standardError(),
                judgement.baseline(),
                judgement.relativeDrop(),
                runs,
                turned(before, scores.byItem(), higherIsBetter),
                turned(before, scores.byItem(), !higherIsBetter),
                facts.note().isEmpty() ? judgement.why() : judgement.why() + "; " + facts.note());
    }

    /** What was announced; where nothing was, as many as the latest baseline run had. */
    private static long expected(Evidence facts) {
        if (facts.expected() >= 0 || facts.baseline().isEmpty()) {
            return facts.expected();
        }
        return facts.baseline().get(facts.baseline().size() - 1).sum().count();
    }

    /** Items that were on one side of one half and are now on the other. */
    private static List<String> turned(
            Map<String, Double> before, Map<String, Double> now, boolean downwards) {
        List<String> items = new ArrayList<>();
        for (Map.Entry<String, Double> entry : now.entrySet()) {
            Double earlier = before.get(entry.getKey());
            if (earlier == null) {
                continue;
            }
            boolean wasHigh = earlier >= 0.5;
            boolean isHigh = entry.getValue() >= 0.5;
            if (wasHigh != isHigh && wasHigh == downwards) {
                items.add(entry.getKey());
            }
        }
        return items;
    }

    /** Whether every whole series has a score for nearly every sample. */
    static boolean isCovered(List<SeriesResult> results) {
        for (SeriesResult result : results) {
            if (result.series().slice().isEmpty()
                    && result.n() < FULL_COVERAGE * (result.n() + result.missing())) {
                return false;
            }
        }
        return true;
    }

    /** The decision over all deciding series, and why. */
    static Map.Entry<RunVerdict.Decision, String> decide(
            RunVerdict.State state, List<SeriesResult> results) {
        if (state == RunVerdict.State.CANCELLED) {
            return Map.entry(RunVerdict.Decision.INCONCLUSIVE, "the run was cancelled");
        }
        Map<SeriesVerdict, List<SeriesResult>> deciding = new TreeMap<>();
        for (SeriesResult result : results) {
            if (result.tier() == 1) {
                deciding.computeIfAbsent(result.verdict(), v -> new ArrayList<>()).add(result);
            }
        }
        List<SeriesResult> breached = deciding.getOrDefault(SeriesVerdict.BREACH_FINAL, List.of());
        if (!breached.isEmpty()) {
            return Map.entry(RunVerdict.Decision.BREACH, names(breached) + " dropped");
        }
        List<SeriesResult> open = deciding.getOrDefault(SeriesVerdict.INCONCLUSIVE, List.of());
        if (!open.isEmpty()) {
            return Map.entry(
                    RunVerdict.Decision.INCONCLUSIVE,
                    open.get(0).series() + ": " + open.get(0).why());
        }
        if (deciding.containsKey(SeriesVerdict.PASS)) {
            return Map.entry(
                    RunVerdict.Decision.PASS,
                    deciding.get(SeriesVerdict.PASS).size() + " deciding metrics hold");
        }
        if (deciding.containsKey(SeriesVerdict.NO_BASELINE)) {
            return Map.entry(
                    RunVerdict.Decision.NO_BASELINE, "no comparable healthy run to compare with");
        }
        return Map.entry(RunVerdict.Decision.INCONCLUSIVE, "no metric of this run can decide");
    }

    private static String names(List<SeriesResult> results) {
        List<String> names = new ArrayList<>();
        for (SeriesResult result : results) {
            names.add(result.series().toString());
        }
        return String.join(", ", names);
    }

    /** Ids of all baseline runs of all series, in order of first mention. */
    static List<String> baselineRuns(List<SeriesResult> results) {
        Set<String> runs = new LinkedHashSet<>();
        for (SeriesResult result : results) {
            runs.addAll(result.baselineRuns());
        }
        return List.copyOf(runs);
    }
}
