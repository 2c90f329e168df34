package io.evalstream.jobs.quality;

import io.evalstream.udfs.verdict.DropRule;
import io.evalstream.udfs.verdict.MetricCatalogue;
import io.evalstream.udfs.verdict.MetricDefinition;
import io.evalstream.udfs.verdict.MetricScale;
import io.evalstream.udfs.verdict.PairedComparison;
import io.evalstream.udfs.verdict.ScoreSum;
import io.evalstream.udfs.verdict.SeriesJudgement;
import io.evalstream.udfs.verdict.SeriesVerdict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Turns the scores of a finished run and its baseline into results and a decision. */
final class RunAssessment {

    /** Share of samples that must have a score for a run to serve as a baseline. */
    static final double FULL_COVERAGE = 0.98;

    /** How many series a reason names. */
    private static final int MAX_NAMES = 10;

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
     * @param earlier their scores by item key, in the same order
     * @param note what else a reader should know, or empty
     */
    record Evidence(
            SeriesScores scores,
            long expected,
            Boolean stated,
            List<BaselineEntry> baseline,
            List<Map<String, Double>> earlier,
            String note) {}

    /** Judges every series; whole tasks first, then slices, deciding metrics before others. */
    List<SeriesResult> results(Map<SeriesKey, Evidence> evidence) {
        List<SeriesResult> results = new ArrayList<>();
        evidence.forEach((series, facts) -> results.add(result(series, facts)));
        results.sort(ORDER);
        // Every deciding series gets its share of the accepted false alarms, so they are counted
        // before anything is confirmed; slices share a budget of their own.
        int deciding = count(results, true);
        int slices = count(results, false);
        results.replaceAll(
                result -> settled(result, result.series().slice().isEmpty() ? deciding : slices));
        return results;
    }

    private static int count(List<SeriesResult> results, boolean whole) {
        int count = 0;
        for (SeriesResult result : results) {
            if (result.series().slice().isEmpty() == whole
                    && result.tier() <= 2
                    && result.paired().paired() > 0) {
                count++;
            }
        }
        return Math.max(1, count);
    }

    /** Says whether a drop is more than noise, and calls a small one that is a regression. */
    private SeriesResult settled(SeriesResult result, int hypotheses) {
        if (!result.paired().confirms(hypotheses)) {
            return result.verdict() == SeriesVerdict.BREACH_FINAL
                    ? result.with(
                            result.verdict(),
                            false,
                            result.why() + "; unconfirmed: too small or noisy, run it again")
                    : result;
        }
        double change = Math.abs(result.value() - result.baseline());
        boolean isRegression =
                result.verdict() == SeriesVerdict.PASS
                        && change >= practicalMinimum(result.series().metric());
        if (isRegression) {
            return result.with(
                    SeriesVerdict.REGRESSION,
                    true,
                    result.why() + "; yet more than noise explains");
        }
        return result.with(
                result.verdict(),
                true,
                result.verdict() == SeriesVerdict.BREACH_FINAL
                        ? result.why() + "; confirmed"
                        : result.why());
    }

    private double practicalMinimum(String metric) {
        return catalogue
                .find(metric)
                .map(MetricDefinition::practicalMinimum)
                .orElse(MetricDefinition.ONE_POINT);
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
        boolean hasScale = metric.isBounded() && metric.isNonNegative();
        Map<String, Double> latest =
                hasScale && !facts.earlier().isEmpty()
                        ? facts.earlier().get(facts.earlier().size() - 1)
                        : Map.of();
        double middle = (metric.lowest() + metric.highest()) / 2;
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
                paired(metric, hasScale, higherIsBetter, facts, smallest, largest),
                false,
                0,
                turned(latest, scores.byItem(), middle, higherIsBetter),
                turned(latest, scores.byItem(), middle, !higherIsBetter),
                facts.note().isEmpty() ? judgement.why() : judgement.why() + "; " + facts.note());
    }

    private PairedComparison paired(
            MetricDefinition metric,
            boolean hasScale,
            boolean higherIsBetter,
            Evidence facts,
            double smallest,
            double largest) {
        SeriesScores scores = facts.scores();
        Map<String, Double> earlier = meanByItem(facts.earlier());
        // A score outside the range that the catalogue promises must not stop the judgement.
        if (hasScale && smallest >= metric.lowest() && largest <= metric.highest()) {
            return PairedComparison.of(
                    earlier,
                    scores.byItem(),
                    scores.clusters(),
                    new MetricScale(metric.lowest(), metric.highest(), higherIsBetter),
                    rule.threshold().doubleValue());
        }
        return PairedComparison.unbounded(
                earlier, scores.byItem(), scores.clusters(), higherIsBetter);
    }

    /** Mean score of each item over the runs that have it. */
    static Map<String, Double> meanByItem(List<Map<String, Double>> runs) {
        if (runs.size() == 1) {
            return runs.get(0);
        }
        Map<String, Double> sums = new HashMap<>();
        Map<String, Integer> counts = new HashMap<>();
        for (Map<String, Double> run : runs) {
            run.forEach(
                    (item, score) -> {
                        sums.merge(item, score, Double::sum);
                        counts.merge(item, 1, Integer::sum);
                    });
        }
        sums.replaceAll((item, sum) -> sum / counts.get(item));
        return sums;
    }

    /** What was announced; where nothing was, as many as the latest baseline run had. */
    private static long expected(Evidence facts) {
        if (facts.expected() >= 0 || facts.baseline().isEmpty()) {
            return facts.expected();
        }
        return facts.baseline().get(facts.baseline().size() - 1).sum().count();
    }

    /** Items that were on one half of the scale and are now on the other. */
    private static List<String> turned(
            Map<String, Double> before, Map<String, Double> now, double middle, boolean downwards) {
        List<String> items = new ArrayList<>();
        for (Map.Entry<String, Double> entry : now.entrySet()) {
            Double earlier = before.get(entry.getKey());
            if (earlier == null) {
                continue;
            }
            boolean wasHigh = earlier >= middle;
            boolean isHigh = entry.getValue() >= middle;
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
        if (state == RunVerdict.State.CANCELLED && !isCertain(results)) {
            return Map.entry(RunVerdict.Decision.INCONCLUSIVE, "the run was cancelled");
        }
        Map<SeriesVerdict, List<SeriesResult>> deciding = new TreeMap<>();
        for (SeriesResult result : results) {
            if (result.tier() == 1) {
                deciding.computeIfAbsent(result.verdict(), v -> new ArrayList<>()).add(result);
            }
        }
        List<SeriesResult> breached = new ArrayList<>();
        for (SeriesResult result : results) {
            if (result.decidesBreach()) {
                breached.add(result);
            }
        }
        if (!breached.isEmpty()) {
            return Map.entry(RunVerdict.Decision.BREACH, names(breached) + " dropped");
        }
        List<SeriesResult> open = deciding.getOrDefault(SeriesVerdict.INCONCLUSIVE, List.of());
        if (!open.isEmpty()) {
            return Map.entry(
                    RunVerdict.Decision.INCONCLUSIVE,
                    open.get(0).series() + ": " + open.get(0).why());
        }
        List<SeriesResult> smaller = deciding.getOrDefault(SeriesVerdict.REGRESSION, List.of());
        if (!smaller.isEmpty()) {
            return Map.entry(
                    RunVerdict.Decision.PASS,
                    names(smaller) + " dropped by less than the threshold, but for real");
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

    private static boolean isCertain(List<SeriesResult> results) {
        for (SeriesResult result : results) {
            if (result.verdict() == SeriesVerdict.BREACH_CERTAIN) {
                return true;
            }
        }
        return false;
    }

    private static String names(List<SeriesResult> results) {
        int shown = Math.min(results.size(), MAX_NAMES);
        List<String> names = new ArrayList<>();
        for (SeriesResult result : results.subList(0, shown)) {
            names.add(result.series().toString());
        }
        String more = shown < results.size() ? " and " + (results.size() - shown) + " more" : "";
        return String.join(", ", names) + more;
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
