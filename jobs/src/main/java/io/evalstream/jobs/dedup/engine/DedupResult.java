package io.evalstream.jobs.dedup.engine;

import java.util.List;

/**
 * What a search has found.
 *
 * @param rows items of each suite, in the order in which suites were given
 * @param duplicates by suite and row
 * @param bytesInBands that were held of a document while pairs were looked for, its text aside
 */
public record DedupResult(
        List<Long> rows, List<Duplicate> duplicates, DedupCounters counters, double bytesInBands) {}
