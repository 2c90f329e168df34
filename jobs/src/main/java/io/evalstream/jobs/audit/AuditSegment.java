package io.evalstream.jobs.audit;

/**
 * Successive lines of one run's log, compressed.
 *
 * @param lines at least 1
 * @param frame one zstd frame
 * @param isVerdict whether the verdict on the run is among the lines
 */
public record AuditSegment(String runId, int lines, byte[] frame, boolean isVerdict) {}
