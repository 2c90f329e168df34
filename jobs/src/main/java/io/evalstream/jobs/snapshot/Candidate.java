package io.evalstream.jobs.snapshot;

/**
 * A query that may come into the sample.
 *
 * @param queries how many queries there are of its stratum
 * @param place its place in the random order of its stratum, from 0
 */
public record Candidate(CleanQuery query, long queries, int place) {}
