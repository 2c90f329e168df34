package io.evalstream.jobs.audit;

import io.evalstream.jobs.kafka.KafkaRecord;

/**
 * Something that belongs into the audit log of a run.
 *
 * @param topic where it was read; empty for what the job itself has concluded
 * @param partition meaningful only with a topic
 * @param offset meaningful only with a topic
 * @param json one JSON object in UTF-8, kept byte by byte
 */
public record AuditRecord(
        Kind kind, String runId, String topic, int partition, long offset, byte[] json) {

    /** What a line of the log is about. */
    public enum Kind {
        /** The result of one sample, as its sender wrote it. */
        SAMPLE("sample"),
        /** A control event, as its sender wrote it. */
        CONTROL("control"),
        /** The final verdict on the run and all that it rests on besides the events. */
        VERDICT("verdict"),
        /** An event of the log that came after the verdict and had no part in it. */
        LATE("late");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** How the line names it. */
        String word() {
            return word;
        }
    }

    /** An event as it was read from its topic. */
    public static AuditRecord event(Kind kind, String runId, KafkaRecord record) {
        return new AuditRecord(
                kind, runId, record.topic(), record.partition(), record.offset(), record.value());
    }

    /** Something the job has concluded. */
    public static AuditRecord own(Kind kind, String runId, byte[] json) {
        return new AuditRecord(kind, runId, "", -1, -1, json);
    }
}
