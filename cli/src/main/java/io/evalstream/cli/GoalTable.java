package io.evalstream.cli;

import io.evalstream.udfs.verdict.simulation.ComparisonRule;
import io.evalstream.udfs.verdict.simulation.GoalResult;
import io.evalstream.udfs.verdict.simulation.GoalResult.Figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The goals of the verdicts as a table in plain text, rules people use instead beside them. */
final class GoalTable {

    private static final String NOTHING = "–";

    private GoalTable() {}

    static String of(List<GoalResult> results) {
        List<List<String>> rows = new ArrayList<>();
        List<String> head =
                new ArrayList<>(
                        List.of("goal", "required", "reached", "95 % interval", "runs", "met"));
        for (ComparisonRule rule : ComparisonRule.values()) {
            head.add(rule.name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
        rows.add(head);
        for (GoalResult result : results) {
            rows.add(row(result));
        }
        StringBuilder table = new StringBuilder(aligned(rows));
        table.append(
                "'at the end' is the measured drop itself: right, but after the last sample\n");
        table.append("duplicate alerts per incident: 0 required; measured by the job's tests\n");
        for (GoalResult result : results) {
            if (!result.note().isEmpty()) {
                table.append(result.goal()).append(": ").append(result.note()).append('\n');
            }
        }
        long met = results.stream().filter(GoalResult::isMet).count();
        return table.append(met + " of " + results.size() + " goals met").toString();
    }

    private static List<String> row(GoalResult result) {
        Figure reached = result.reached();
        List<String> row = new ArrayList<>();
        row.add(result.goal());
        row.add((result.atLeast() ? ">= " : "<= ") + percent(result.required()));
        row.add(percent(reached.value()));
        row.add(
                Double.isNaN(reached.lower())
                        ? NOTHING
                        : percent(reached.lower()) + " to " + percent(reached.upper()));
        row.add(counts(result));
        row.add(result.isMet() ? "met" : "NOT MET");
        for (ComparisonRule rule : ComparisonRule.values()) {
            row.add(percent(result.rules().get(rule).value()));
        }
        return row;
    }

    /** How many of the runs it was, unless the figure is a quantile over all of them. */
    private static String counts(GoalResult result) {
        Figure reached = result.reached();
        return Double.isNaN(reached.lower())
                ? String.format(Locale.ROOT, "%,d", result.runs())
                : String.format(
                        Locale.ROOT,
                        "%,d of %,d",
                        Math.round(reached.value() * result.runs()),
                        result.runs());
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? NOTHING : String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    /** The first column to the left, the others to the right. */
    private static String aligned(List<List<String>> rows) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int c = 0; c < widths.length; c++) {
                widths[c] = Math.max(widths[c], row.get(c).length());
            }
        }
        StringBuilder table = new StringBuilder();
        for (List<String> row : rows) {
            table.append(String.format("%-" + widths[0] + "s", row.get(0)));
            for (int c = 1; c < widths.length; c++) {
                table.append(String.format("  %" + widths[c] + "s", row.get(c)));
            }
            table.append('\n');
        }
        return table.toString();
    }
}
