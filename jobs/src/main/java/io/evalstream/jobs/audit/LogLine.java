package io.evalstream.jobs.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * One line of a log.
 *
 * @param type {@code sample}, {@code control}, {@code verdict}, {@code late} or {@code closing}
 * @param topic empty for what the job has concluded
 * @param partition -1 without a topic
 * @param offset -1 without a topic
 * @param event its bytes as they came; empty for a closing line
 */
public record LogLine(String type, String topic, int partition, long offset, byte[] event) {

    private static final byte[] EVENT = bytes(",\"event");
    private static final byte[] PLAIN = bytes(",\"event\":");
    private static final byte[] BASE64 = bytes(",\"event_base64\":\"");

    /** Whether it is of that kind. */
    public boolean is(AuditRecord.Kind kind) {
        return type.equals(kind.word());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Reads a line without its end.
     *
     * @throws IOException when it is no line of a log
     */
    static LogLine parse(byte[] bytes, int from, int length) throws IOException {
        int end = from + length;
        int event = find(bytes, from, end);
        if (event < 0) {
            var node = JsonLines.object(bytes, from, length);
            return new LogLine(node.path("type").asText(), "", -1, -1, new byte[0]);
        }
        if (bytes[end - 1] != '}') {
            throw new IOException("no line of an audit log");
        }
        // What is before the event, closed, is an object by itself.
        byte[] start = Arrays.copyOfRange(bytes, from, event + 1);
        start[start.length - 1] = '}';
        var place = JsonLines.object(start, 0, start.length);
        return new LogLine(
                place.path("type").asText(),
                place.path("topic").asText(),
                place.path("partition").asInt(-1),
                place.path("offset").asLong(-1),
                event(bytes, event, end));
    }

    private static byte[] event(byte[] bytes, int at, int end) throws IOException {
        if (startsWith(bytes, at, end, PLAIN)) {
            return Arrays.copyOfRange(bytes, at + PLAIN.length, end - 1);
        }
        if (!startsWith(bytes, at, end, BASE64) || bytes[end - 2] != '"') {
            throw new IOException("no line of an audit log");
        }
        try {
            return Base64.getDecoder()
                    .decode(Arrays.copyOfRange(bytes, at + BASE64.length, end - 2));
        } catch (IllegalArgumentException e) {
            throw new IOException("no line of an audit log: " + e.getMessage(), e);
        }
    }

    /** Where the event begins: no text before it can hold these bytes, as topics have no quotes. */
    private static int find(byte[] bytes, int from, int end) {
        for (int at = from; at + EVENT.length <= end; at++) {
            if (startsWith(bytes, at, end, EVENT)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean startsWith(byte[] bytes, int at, int end, byte[] what) {
        return at + what.length <= end
                && Arrays.equals(bytes, at, at + what.length, what, 0, what.length);
    }
}
