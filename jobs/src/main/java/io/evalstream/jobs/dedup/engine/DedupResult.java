package io.evalstream.jobs.dedup.engine;

import java.util.List;

/**
 * What a search has found.
 *
 * @param rows items of each suite, in the order in which suites were given
 * @param duplicates by suite and row
 */
public record DedupResult(List<Long> rows, List<Duplicate> duplicates, DedupCounters counters) {}
