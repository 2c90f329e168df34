package io.evalstream.readers;

import io.evalstream.contract.SeriesCount;

import java.util.List;

/**
 * What was found in the inputs of one run.
 *
 * @param format the reader's name
 * @param identity what the events carry: the given identity, completed by what the files say
 * @param rows how many rows the files hold
 * @param events how many events are sent
 * @param series number of distinct results per task, metric, filter and slice; a row with an empty
 *     slice counts the whole series, and rows with a slice come on top
 * @param skipped values that are no per-sample numbers, such as the tuples of corpus metrics, by
 *     task, metric and filter
 * @param warnings what the user should know, one line each
 */
public record ReadSummary(
        String format,
        RunIdentity identity,
        long rows,
        long events,
        List<SeriesCount> series,
        List<SeriesCount> skipped,
        List<String> warnings) {

    public ReadSummary {
        series = List.copyOf(series);
        skipped = List.copyOf(skipped);
        warnings = List.copyOf(warnings);
    }
}
