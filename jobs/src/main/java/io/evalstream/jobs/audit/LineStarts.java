package io.evalstream.jobs.audit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What lines begin with, remembered by partition of the topic that is being read. */
final class LineStarts {

    /** Partitions that are remembered; nobody has more of one topic in one subtask for long. */
    private static final int MAX_PARTITIONS = 4096;

    private AuditRecord.Kind kind;
    private String topic;
    private byte[][] starts = {};

    /** Everything up to the offset, or up to the event where there is none. */
    byte[] of(AuditRecord record) {
        int partition = record.partition();
        if (record.kind() != kind || !isSame(record.topic(), topic)) {
            kind = record.kind();
            topic = record.topic();
            starts = new byte[0][];
        }
        if (partition < 0 || partition >= MAX_PARTITIONS) {
            return start(record);
        }
        if (partition >= starts.length) {
            starts = Arrays.copyOf(starts, partition + 1);
        }
        if (starts[partition] == null) {
            starts[partition] = start(record);
        }
        return starts[partition];
    }

    /** By identity first: a client hands out the same text with every record. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(String text, String before) {
        return text == before || text.equals(before);
    }

    private static byte[] start(AuditRecord record) {
        String place =
                record.topic().isEmpty()
                        ? ""
                        : ",\"topic\":"
                                + JsonLines.quoted(record.topic())
                                + ",\"partition\":"
                                + record.partition()
                                + ",\"offset\":";
        return ("{\"type\":\"" + record.kind().word() + "\"" + place)
                .getBytes(StandardCharsets.UTF_8);
    }
}
