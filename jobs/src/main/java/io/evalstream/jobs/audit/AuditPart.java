package io.evalstream.jobs.audit;

/**
 * A whole object of the log, and what its chain looks like with it at the end.
 *
 * @param day day on which the chain began, {@code YYYY-MM-DD} in UTC
 * @param chain id of the chain, of hexadecimal digits
 * @param number place in the chain, from 0
 * @param lines lines of the chain so far, the first lines of parts not counted
 * @param isClosed whether the verdict on the run is in the chain
 * @param sha256 of the bytes, hexadecimal
 */
public record AuditPart(
        String runId,
        String day,
        String chain,
        int number,
        long lines,
        boolean isClosed,
        String sha256,
        byte[] bytes) {}
