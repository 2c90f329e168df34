package io.evalstream.jobs.audit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Lines of a log that are not compressed yet.
 *
 * <p>A line is {@code {"type":T,"topic":…,"partition":…,"offset":…,"event":E}}, where E are the
 * bytes of the event as they came. Bytes that would break the line, such as those of an event over
 * several lines, go as {@code "event_base64"} instead.
 */
final class LogLines {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long SPACES = 0x2020202020202020L;
    private static final byte[] EVENT = ascii(",\"event\":");
    private static final byte[] BASE64 = ascii(",\"event_base64\":\"");
    private static final int MAX_DIGITS = 20;

    private byte[] bytes = new byte[512];
    private int size;
    private int lines;
    private boolean isVerdict;
    private final LineStarts starts;

    /**
     * @param starts may be shared by the lines of one thread
     */
    LogLines(LineStarts starts) {
        this.starts = starts;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    int size() {
        return size;
    }

    int lines() {
        return lines;
    }

    boolean isVerdict() {
        return isVerdict;
    }

    byte[] bytes() {
        return bytes;
    }

    void clear() {
        size = 0;
        lines = 0;
        isVerdict = false;
    }

    void add(AuditRecord record) {
        byte[] start = starts.of(record);
        byte[] json = record.json();
        boolean isPlain = isOneLine(json);
        byte[] event = isPlain ? json : Base64.getEncoder().encode(json);
        reserve(start.length + MAX_DIGITS + BASE64.length + event.length + 3);
        append(start);
        if (!record.topic().isEmpty()) {
            appendNumber(record.offset());
        }
        append(isPlain ? EVENT : BASE64);
        append(event);
        if (!isPlain) {
            bytes[size++] = '"';
        }
        bytes[size++] = '}';
        bytes[size++] = '\n';
        lines++;
        isVerdict |= record.kind() == AuditRecord.Kind.VERDICT;
    }

    private void append(byte[] some) {
        System.arraycopy(some, 0, bytes, size, some.length);
        size += some.length;
    }

    private void appendNumber(long number) {
        if (number < 0) {
            append(ascii(Long.toString(number)));
            return;
        }
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        size += digits;
        long rest = number;
        for (int at = size - 1, left = digits; left > 0; left--, at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }

    /** Whether there is no byte below a space, eight at a time. */
    private static boolean isOneLine(byte[] json) {
        int at = 0;
        for (; at + 8 <= json.length; at += 8) {
            long eight = (long) LONGS.get(json, at);
            if (((eight - SPACES) & ~eight & HIGH_BITS) != 0) {
                return false;
            }
        }
        for (; at < json.length; at++) {
            if (json[at] >= 0 && json[at] < ' ') {
                return false;
            }
        }
        return json.length > 0;
    }
}
