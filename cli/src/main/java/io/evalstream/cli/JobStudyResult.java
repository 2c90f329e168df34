package io.evalstream.cli;

import io.evalstream.udfs.verdict.simulation.Quantiles;
import io.evalstream.udfs.verdict.simulation.Regression;
import io.evalstream.udfs.verdict.simulation.Scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * How the job fared on many candidates of one scenario. Those whose healthy runs were, by chance,
 * not all taken for healthy are left out: they have another baseline than they were drawn with.
 */
final class JobStudyResult {

    /** Share of bad releases that must be found. */
    private static final double FOUND = 0.99;

    /** Share of unchanged releases that may be called a breach. */
    private static final double FALSE_OF_UNCHANGED = 0.001;

    /** Share of releases with half the usual threshold that may be called a breach early. */
    private static final double FALSE_OF_SMALLER = 0.03;

    private static final double HALF_A_DROP = 0.05;

    private final Scenario scenario;
    private final List<JobTrial> trials;
    private final int leftOut;

    JobStudyResult(Scenario scenario, List<JobTrial> all) {
        this.scenario = scenario;
        trials = all.stream().filter(trial -> !trial.isBaselineRefused()).toList();
        leftOut = all.size() - trials.size();
    }

    int breaching() {
        return count(JobTrial::breaches);
    }

    int found() {
        return count(trial -> trial.breaches() && trial.isCalled());
    }

    int falselyCalled() {
        return count(trial -> !trial.breaches() && trial.isCalled());
    }

    /** Runs called a breach of which people were not told exactly once, and others told of. */
    int wronglyTold() {
        return count(trial -> trial.raised() != (trial.isCalled() ? 1 : 0));
    }

    /** Candidates that the engine alone decides otherwise. */
    List<JobTrial> differing() {
        return trials.stream().filter(trial -> !trial.agrees()).toList();
    }

    /** Whether nothing is beside the goals that are set for the verdicts. */
    boolean isWithinGoals() {
        return found() >= FOUND * breaching()
                && hasFewFalseAlarms()
                && wronglyTold() == 0
                && differing().isEmpty();
    }

    /** Just below the threshold, early alarms that the end corrects are not bounded. */
    private boolean hasFewFalseAlarms() {
        if (scenario.change().regression() == Regression.NONE) {
            return count(JobTrial::isCalled) <= FALSE_OF_UNCHANGED * trials.size();
        }
        return scenario.change().drop() > HALF_A_DROP
                || count(JobTrial::isCalledEarly) <= FALSE_OF_SMALLER * trials.size();
    }

    /** A few lines to print; a dash where there is nothing to count. */
    String table() {
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%s %.1f %%, N = %d, through the job: %d of %d runs breach%s",
                        scenario.change().regression(),
                        100 * scenario.change().drop(),
                        scenario.samples(),
                        breaching(),
                        trials.size(),
                        leftOut == 0 ? "" : "; " + leftOut + " left out for their baseline"));
        lines.add(line("found", "%d of %d", found(), breaching()));
        lines.add(line("false breaches", "%d of %d", falselyCalled(), trials.size() - breaching()));
        lines.add(
                line(
                        "alerted early",
                        "%d of %d; decided by %s, told when %s had arrived",
                        count(trial -> trial.breaches() && trial.isCalledEarly()),
                        breaching(),
                        shares(JobTrial::breaches, JobTrial::decidedAt),
                        shares(JobTrial::breaches, JobTrial::arrivedWhenTold)));
        lines.add(
                line(
                        "cleared early",
                        "%d of %d; decided by %s",
                        count(trial -> !trial.breaches() && trial.isClearedEarly()),
                        trials.size() - breaching(),
                        shares(trial -> !trial.breaches(), JobTrial::decidedAt)));
        lines.add(
                line(
                        "alerts",
                        "%d raised for %d called a breach, %d runs not told exactly once;"
                                + " %d corrections and digests",
                        sum(JobTrial::raised),
                        count(JobTrial::isCalled),
                        wronglyTold(),
                        sum(JobTrial::otherAlerts)));
        lines.add(
                line(
                        "as the engine alone",
                        "%d of %d",
                        trials.size() - differing().size(),
                        trials.size()));
        return String.join("\n", lines);
    }

    private int count(Predicate<JobTrial> which) {
        return (int) trials.stream().filter(which).count();
    }

    private int sum(ToIntFunction<JobTrial> what) {
        return trials.stream().mapToInt(what).sum();
    }

    private String shares(Predicate<JobTrial> which, ToIntFunction<JobTrial> samples) {
        List<Integer> counts =
                trials.stream().filter(which).map(trial -> samples.applyAsInt(trial)).toList();
        if (counts.isEmpty()) {
            return "–";
        }
        return String.format(
                Locale.ROOT,
                "%.1f %% (95 %%: %.1f %%)",
                100 * Quantiles.share(counts, 0.5, scenario.samples()),
                100 * Quantiles.share(counts, 0.95, scenario.samples()));
    }

    private static String line(String name, String format, Object... values) {
        return String.format(
                Locale.ROOT, "  %-20s %s", name, String.format(Locale.ROOT, format, values));
    }
}
