package io.evalstream.jobs.quality;

import io.evalstream.udfs.verdict.ScoreSum;

/**
 * One healthy run's scores on one series.
 *
 * @param smallest smallest score
 * @param largest largest score
 */
public record BaselineEntry(
        String runId, Comparability comparability, ScoreSum sum, double smallest, double largest) {}
