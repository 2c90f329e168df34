package io.evalstream.jobs.quality;

import io.evalstream.udfs.verdict.MetricCatalogue;

import java.io.Serializable;

/**
 * What the judge is told.
 *
 * @param threshold the relative drop that breaches, as a decimal
 * @param baselineRuns how many healthy runs make a baseline, at least 1
 * @param cancelsCertain whether to ask for the end of a run that will breach for certain
 * @param idleTimeoutMillis silence after which a run without an end counts as ended
 * @param completionTimeoutMillis silence after which an ended run waits no longer
 * @param retentionMillis how long a closed run is remembered, so that stragglers do not reopen it
 */
record JudgeSettings(
        String threshold,
        int baselineRuns,
        Comparability.Rule comparability,
        MetricCatalogue catalogue,
        boolean cancelsCertain,
        long idleTimeoutMillis,
        long completionTimeoutMillis,
        long retentionMillis)
        implements Serializable {

    JudgeSettings {
        if (baselineRuns < 1) {
            throw new IllegalArgumentException("baseline.runs must be at least 1");
        }
    }

    /** How many set-ups (templates, engines …) of one series have a baseline at the same time. */
    static final int REMEMBERED_SET_UPS = 4;
}
