package io.evalstream.jobs.quality;

import io.evalstream.udfs.verdict.SeriesVerdict;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Go or no-go over all series of a run.
 *
 * @param why in words
 */
record RunDecision(RunVerdict.Decision decision, String why) {

    /** Share of samples with a score from which a run counts as whole. */
    private static final double FULL_COVERAGE = 0.98;

    /** How many series a reason names. */
    private static final int MAX_NAMES = 10;

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

    /** Decides over all deciding series. */
    static RunDecision of(RunVerdict.State state, List<SeriesResult> results) {
        boolean isCertain =
                !select(results, r -> r.verdict() == SeriesVerdict.BREACH_CERTAIN).isEmpty();
        if (state == RunVerdict.State.CANCELLED && !isCertain) {
            return new RunDecision(RunVerdict.Decision.INCONCLUSIVE, "the run was cancelled");
        }
        List<SeriesResult> breached = select(results, SeriesResult::decidesBreach);
        if (!breached.isEmpty()) {
            return new RunDecision(RunVerdict.Decision.BREACH, names(breached) + " dropped");
        }
        Map<SeriesVerdict, List<SeriesResult>> deciding = new EnumMap<>(SeriesVerdict.class);
        for (SeriesResult result : results) {
            if (result.tier() == 1) {
                deciding.computeIfAbsent(result.verdict(), v -> new ArrayList<>()).add(result);
            }
        }
        List<SeriesResult> open = deciding.getOrDefault(SeriesVerdict.INCONCLUSIVE, List.of());
        if (!open.isEmpty()) {
            return new RunDecision(
                    RunVerdict.Decision.INCONCLUSIVE,
                    open.get(0).series() + ": " + open.get(0).why());
        }
        List<SeriesResult> slices = select(results, SeriesResult::isToldBreach);
        List<SeriesResult> smaller = select(results, SeriesResult::isSmallerDrop);
        if (deciding.containsKey(SeriesVerdict.REGRESSION)
                || deciding.containsKey(SeriesVerdict.PASS)) {
            return new RunDecision(RunVerdict.Decision.PASS, passed(deciding, slices, smaller));
        }
        if (deciding.containsKey(SeriesVerdict.NO_BASELINE)) {
            return new RunDecision(
                    RunVerdict.Decision.NO_BASELINE, "no comparable healthy run to compare with");
        }
        return new RunDecision(
                RunVerdict.Decision.INCONCLUSIVE, "no metric of this run can decide");
    }

    private static String passed(
            Map<SeriesVerdict, List<SeriesResult>> deciding,
            List<SeriesResult> slices,
            List<SeriesResult> smaller) {
        if (!slices.isEmpty()) {
            return "the deciding metrics hold, but " + names(slices) + " dropped";
        }
        if (!smaller.isEmpty()) {
            return names(smaller) + " dropped by less than the threshold, but for real";
        }
        return deciding.get(SeriesVerdict.PASS).size() + " deciding metrics hold";
    }

    private static List<SeriesResult> select(
            List<SeriesResult> results, Predicate<SeriesResult> which) {
        List<SeriesResult> selected = new ArrayList<>();
        for (SeriesResult result : results) {
            if (which.test(result)) {
                selected.add(result);
            }
        }
        return selected;
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
