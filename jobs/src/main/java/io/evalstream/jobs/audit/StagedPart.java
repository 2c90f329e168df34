package io.evalstream.jobs.audit;

/** A part whose bytes are stored and which nobody sees yet; see {@link AuditPart}. */
public record StagedPart(
        String runId,
        String day,
        String chain,
        int number,
        long lines,
        boolean isClosed,
        String sha256) {

    static StagedPart of(AuditPart part) {
        return new StagedPart(
                part.runId(),
                part.day(),
                part.chain(),
                part.number(),
                part.lines(),
                part.isClosed(),
                part.sha256());
    }

    String key() {
        return AuditKeys.part(day, runId, chain, number);
    }
}
