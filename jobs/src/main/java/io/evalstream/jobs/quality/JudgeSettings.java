package io.evalstream.jobs.quality;

import io.evalstream.udfs.verdict.MetricCatalogue;

import java.io.Serializable;

/**
 * What the judge is told.
 *
 * @param idleTimeoutMillis silence after which a run that nobody announced counts as ended
 * @param completionTimeoutMillis silence after which an ended run waits no longer
 * @param retentionMillis how long a closed run is remembered, so that stragglers do not reopen it
 * @param memoryMillis how long at least the id of a result is remembered, from its acceptance
 * @param slideMillis length of a pane of the rolling means
 */
record JudgeSettings(
        MetricCatalogue catalogue,
        ModelPolicies policies,
        long idleTimeoutMillis,
        long completionTimeoutMillis,
        long retentionMillis,
        long memoryMillis,
        long slideMillis)
        implements Serializable {}
