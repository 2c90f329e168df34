package io.evalstream.jobs.snapshot;

/**
 * What near duplicates are found by.
 *
 * @param position see {@link QueryRecord}; the query that came first is kept
 * @param text normalised
 */
public record QueryText(long position, String text) {}
