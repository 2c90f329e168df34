package io.evalstream.cli.dedup;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * All that a de-duplication found.
 *
 * @param madeAt the only thing in it that differs when the same is done again
 * @param parameters what was asked for, by name
 * @param counters how much work it was, by name
 * @param suites in the order they were given
 * @param pools few-shot pools, which are only compared with
 * @param clusters by number
 * @param outputs the files that were written, but for the report itself
 */
public record DedupReport(
        Instant madeAt,
        Map<String, String> parameters,
        Map<String, Long> counters,
        List<SuiteSummary> suites,
        List<SuiteInput> pools,
        List<Overlap> overlaps,
        List<Contamination> contaminations,
        List<Cluster> clusters,
        List<InputFile> outputs) {

    /** A figure of all suites together. */
    long total(ToLongFunction<SuiteSummary> figure) {
        long total = 0;
        for (SuiteSummary suite : suites) {
            total += figure.applyAsLong(suite);
        }
        return total;
    }

    /** What was found, in a sentence or two. */
    public String conclusion() {
        long duplicates = total(SuiteSummary::exact) + total(SuiteSummary::near);
        StringBuilder text = new StringBuilder();
        if (duplicates == 0) {
            text.append("No item is the same as another one.");
        } else {
            text.append(Figures.of(duplicates, "item is a duplicate", "items are duplicates"))
                    .append(": ")
                    .append(Figures.grouped(total(SuiteSummary::removed)))
                    .append(" removed, ")
                    .append(Figures.grouped(total(SuiteSummary::reported)))
                    .append(" only reported.");
        }
        long contaminated = 0;
        for (Contamination contamination : contaminations) {
            contaminated += contamination.findings().size();
        }
        if (contaminated > 0) {
            text.append(' ')
                    .append(Figures.of(contaminated, "item is", "items are"))
                    .append(" in a few-shot pool.");
        }
        return text.toString();
    }
}
