package io.evalstream.cli.dedup;

import java.util.ArrayList;
import java.util.List;

/** The result of a de-duplication in the lines of a terminal. */
public final class DedupTable {

    private static final List<String> HEAD =
            List.of("suite", "items", "exact", "near", "removed", "reported", "kept");

    private DedupTable() {}

    /** One line per suite and one for each pool that holds items of a suite. */
    public static List<String> lines(DedupReport report) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        for (SuiteSummary suite : report.suites()) {
            rows.add(
                    row(
                            suite.name() + (suite.isProtected() ? " (protected)" : ""),
                            suite.items(),
                            suite.exact(),
                            suite.near(),
                            suite.removed(),
                            suite.reported(),
                            suite.kept()));
        }
        if (report.suites().size() > 1) {
            rows.add(
                    row(
                            "all",
                            report.total(SuiteSummary::items),
                            report.total(SuiteSummary::exact),
                            report.total(SuiteSummary::near),
                            report.total(SuiteSummary::removed),
                            report.total(SuiteSummary::reported),
                            report.total(SuiteSummary::kept)));
        }
        List<String> lines = new ArrayList<>(aligned(rows));
        for (Contamination contamination : report.contaminations()) {
            if (!contamination.findings().isEmpty()) {
                lines.add(
                        Figures.of(contamination.findings().size(), "item", "items")
                                + " of "
                                + contamination.suite()
                                + " in the pool "
                                + contamination.pool()
                                + " ("
                                + Figures.grouped(contamination.exact())
                                + " exact)");
            }
        }
        return lines;
    }

    private static List<String> row(String name, long... figures) {
        List<String> row = new ArrayList<>(List.of(name));
        for (long figure : figures) {
            row.add(Figures.grouped(figure));
        }
        return row;
    }

    private static List<String> aligned(List<List<String>> rows) {
        int[] widths = new int[HEAD.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(row.get(0));
            line.append(" ".repeat(widths[0] - row.get(0).length()));
            for (int i = 1; i < widths.length; i++) {
                line.append(" ".repeat(2 + widths[i] - row.get(i).length())).append(row.get(i));
            }
            lines.add(line.toString());
        }
        return lines;
    }
}
