package io.evalstream.datasets;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the values of a record that is an object without arrays and objects in it, as most are,
 * eight bytes at a time and without turning them into texts.
 *
 * <p>It takes valid JSON only, but not all of it: whatever else it meets, it leaves to the parser
 * that knows everything. The bytes have to be UTF-8.
 */
final class FlatRecord {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;
    private static final long BLANKS = ' ' * ONES;

    /** One bit each in the set of fields that a record has had. */
    private static final int MOST_FIELDS = Long.SIZE;

    private enum Kind {
        ASCII,
        UTF8,
        ESCAPED,
        NUMBER,
        LITERAL,
        NULL
    }

    private byte[][] names = new byte[8][];
    private int known;

    /** Which field came at this place of the last record; files keep their order. */
    private final int[] order = new int[MOST_FIELDS];

    private final int[] starts = new int[MOST_FIELDS];
    private final int[] ends = new int[MOST_FIELDS];
    private final Kind[] kinds = new Kind[MOST_FIELDS];
    private byte[] bytes;
    private long seen;
    private boolean escaped;
    private long beyondAscii;
    private byte[] unescaped = new byte[256];
    private byte[] found;
    private int foundAt;
    private int foundLength;

    /**
     * Makes a field known; a record with others is not taken.
     *
     * @return its number, from 0; -1 where there are too many
     */
    int add(String name) {
        byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < known; i++) {
            if (Arrays.equals(names[i], encoded)) {
                return i;
            }
        }
        if (known == MOST_FIELDS) {
            return -1;
        }
        if (known == names.length) {
            names = Arrays.copyOf(names, known * 2);
        }
        names[known] = encoded;
        return known++;
    }

    /** Whether the record was taken, so that its values can be asked for. */
    boolean take(byte[] record, int start, int end) {
        bytes = record;
        seen = 0;
        int at = afterBlanks(start, end);
        if (at == end || record[at] != '{') {
            return false;
        }
        at = afterBlanks(at + 1, end);
        for (int place = 0; place < MOST_FIELDS; place++) {
            if (at == end || record[at] != '"') {
                return false;
            }
            int nameEnd = stringEnd(at + 1, end);
            if (nameEnd < 0 || escaped) {
                return false;
            }
            int field = field(at + 1, nameEnd, place);
            at = afterBlanks(nameEnd + 1, end);
            if (field < 0 || (seen & 1L << field) != 0 || at == end || record[at] != ':') {
                return false;
            }
            seen |= 1L << field;
            at = value(field, afterBlanks(at + 1, end), end);
            if (at < 0) {
                return false;
            }
            at = afterBlanks(at, end);
            if (at == end || record[at] != ',') {
                return at < end && record[at] == '}' && afterBlanks(at + 1, end) == end;
            }
            at = afterBlanks(at + 1, end);
        }
        return false;
    }

    /** The text of a field's value; null where the record lacks it or it is null. */
    String text(int field) {
        if ((seen & 1L << field) == 0) {
            return null;
        }
        int start = starts[field];
        int length = ends[field] - start;
        return switch (kinds[field]) {
            case ASCII, NUMBER, LITERAL ->
                    new String(bytes, start, length, StandardCharsets.ISO_8859_1);
            case UTF8 -> new String(bytes, start, length, StandardCharsets.UTF_8);
            case ESCAPED -> {
                int unescapedLength = unescape(start, ends[field]);
                yield new String(unescaped, 0, unescapedLength, StandardCharsets.UTF_8);
            }
            case NULL -> null;
        };
    }

    /** Whether the record has the field, and not as null. */
    boolean has(int field) {
        return (seen & 1L << field) != 0 && kinds[field] != Kind.NULL;
    }

    /**
     * Finds the value of a field as UTF-8 where it is a string; {@link #found} then holds it.
     *
     * @return whether it is
     */
    boolean find(int field) {
        if ((seen & 1L << field) == 0) {
            return false;
        }
        int start = starts[field];
        switch (kinds[field]) {
            case ASCII, UTF8 -> {
                found = bytes;
                foundAt = start;
                foundLength = ends[field] - start;
                return true;
            }
            case ESCAPED -> {
                foundLength = unescape(start, ends[field]);
                found = unescaped;
                foundAt = 0;
                return true;
            }
            default -> {
                return false;
            }
        }
    }

    /** What was found, in an array that holds until the next value or record is asked for. */
    byte[] found() {
        return found;
    }

    int foundAt() {
        return foundAt;
    }

    int foundLength() {
        return foundLength;
    }

    /** Whether the record has the field as a number. */
    boolean isNumber(int field) {
        return (seen & 1L << field) != 0 && kinds[field] == Kind.NUMBER;
    }

    private int field(int from, int to, int place) {
        int expected = order[place];
        if (expected < known && isName(expected, from, to)) {
            return expected;
        }
        for (int i = 0; i < known; i++) {
            if (isName(i, from, to)) {
                order[place] = i;
                return i;
            }
        }
        return -1;
    }

    private boolean isName(int field, int from, int to) {
        byte[] name = names[field];
        return Arrays.equals(name, 0, name.length, bytes, from, to);
    }

    /** Notes the value that begins here; returns what is behind it, -1 for all but scalars. */
    private int value(int field, int at, int end) {
        if (at == end) {
            return -1;
        }
        starts[field] = at;
        int behind;
        switch (bytes[at]) {
            case '"' -> {
                starts[field] = at + 1;
                ends[field] = stringEnd(at + 1, end);
                kinds[field] = escaped ? Kind.ESCAPED : beyondAscii == 0 ? Kind.ASCII : Kind.UTF8;
                return ends[field] < 0 ? -1 : ends[field] + 1;
            }
            case 't' -> {
                behind = literalEnd("true", at, end);
                kinds[field] = Kind.LITERAL;
            }
            case 'f' -> {
                behind = literalEnd("false", at, end);
                kinds[field] = Kind.LITERAL;
            }
            case 'n' -> {
                behind = literalEnd("null", at, end);
                kinds[field] = Kind.NULL;
            }
            default -> {
                behind = numberEnd(at, end);
                kinds[field] = Kind.NUMBER;
            }
        }
        ends[field] = behind;
        return behind;
    }

    /** Where the quote is that closes a string; -1 where there is none or it is not valid. */
    private int stringEnd(int from, int end) {
        escaped = false;
        beyondAscii = 0;
        int at = from;
        while (at < end) {
            if (at + Long.BYTES <= end) {
                long eight = (long) LONGS.get(bytes, at);
                long stops = stops(eight);
                if (stops == 0) {
                    beyondAscii |= eight & HIGH_BITS;
                    at += Long.BYTES;
                    continue;
                }
                int before = Long.numberOfTrailingZeros(stops) & ~7;
                beyondAscii |= eight & HIGH_BITS & ((1L << before) - 1);
                at += before >>> 3;
            }
            byte c = bytes[at];
            if (c == '"') {
                return at;
            }
            if (c == '\\') {
                escaped = true;
                at = escapeEnd(at, end);
                if (at < 0) {
                    return -1;
                }
            } else if (c >= 0 && c < ' ') {
                return -1;
            } else {
                beyondAscii |= c & 0x80;
                at++;
            }
        }
        return -1;
    }

    /**
     * A bit in each byte that is a quote, a backslash or a control character; above the first of
     * them there may be more bits than such bytes.
     */
    private static long stops(long eight) {
        long quotes = eight ^ QUOTES;
        long backslashes = eight ^ BACKSLASHES;
        return (((quotes - ONES) & ~quotes)
                        | ((backslashes - ONES) & ~backslashes)
                        | ((eight - BLANKS) & ~eight))
                & HIGH_BITS;
    }

    private int escapeEnd(int backslash, int end) {
        if (backslash + 1 >= end) {
            return -1;
        }
        byte c = bytes[backslash + 1];
        if (c != 'u') {
            return simple(c) == 0 ? -1 : backslash + 2;
        }
        if (backslash + 6 > end) {
            return -1;
        }
        int unit = unit(backslash + 2);
        if (unit < 0 || Character.isLowSurrogate((char) unit)) {
            return -1;
        }
        if (!Character.isHighSurrogate((char) unit)) {
            return backslash + 6;
        }
        boolean pair =
                backslash + 12 <= end
                        && bytes[backslash + 6] == '\\'
                        && bytes[backslash + 7] == 'u'
                        && unit(backslash + 8) >= 0
                        && Character.isLowSurrogate((char) unit(backslash + 8));
        return pair ? backslash + 12 : -1;
    }

    /** What an escape of one letter stands for; 0 where there is no such. */
    private static byte simple(byte letter) {
        return switch (letter) {
            case '"', '\\', '/' -> letter;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> 0;
        };
    }

    /** The value of four hexadecimal digits; negative where they are none. */
    private int unit(int at) {
        int unit = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = bytes[i] < 0 ? -1 : Character.digit((char) bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    /** Writes what a string with escapes stands for; returns how many bytes of UTF-8 it has. */
    private int unescape(int start, int end) {
        if (unescaped.length < end - start) {
            unescaped = new byte[Math.max(end - start, unescaped.length * 2)];
        }
        // No escape is shorter than the UTF-8 of what it stands for.
        int length = 0;
        for (int at = start; at < end; ) {
            int from = at;
            at = Utf8.firstOf('\\', bytes, at, end);
            System.arraycopy(bytes, from, unescaped, length, at - from);
            length += at - from;
            if (at == end) {
                break;
            }
            byte c = bytes[at + 1];
            if (c != 'u') {
                unescaped[length++] = simple(c);
                at += 2;
                continue;
            }
            int point = unit(at + 2);
            at += 6;
            if (Character.isHighSurrogate((char) point)) {
                point = Character.toCodePoint((char) point, (char) unit(at + 2));
                at += 6;
            }
            length = encode(point, length);
        }
        return length;
    }

    private int encode(int point, int at) {
        int length = at;
        if (point < 0x80) {
            unescaped[length++] = (byte) point;
            return length;
        }
        if (point < 0x800) {
            unescaped[length++] = (byte) (0xC0 | point >> 6);
        } else {
            if (point < 0x10000) {
                unescaped[length++] = (byte) (0xE0 | point >> 12);
            } else {
                unescaped[length++] = (byte) (0xF0 | point >> 18);
                unescaped[length++] = (byte) (0x80 | (point >> 12 & 0x3F));
            }
            unescaped[length++] = (byte) (0x80 | (point >> 6 & 0x3F));
        }
        unescaped[length++] = (byte) (0x80 | (point & 0x3F));
        return length;
    }

    private int literalEnd(String literal, int at, int end) {
        if (at + literal.length() > end) {
            return -1;
        }
        for (int i = 0; i < literal.length(); i++) {
            if (bytes[at + i] != literal.charAt(i)) {
                return -1;
            }
        }
        return at + literal.length();
    }

    private int numberEnd(int from, int end) {
        int at = from < end && bytes[from] == '-' ? from + 1 : from;
        int digits = digitsEnd(at, end);
        if (digits == at || (bytes[at] == '0' && digits > at + 1)) {
            return -1;
        }
        at = digits;
        if (at < end && bytes[at] == '.') {
            digits = digitsEnd(at + 1, end);
            if (digits == at + 1) {
                return -1;
            }
            at = digits;
        }
        // Powers of ten are rare enough for the other parser.
        return at < end && (bytes[at] == 'e' || bytes[at] == 'E') ? -1 : at;
    }

    private int digitsEnd(int from, int end) {
        int at = from;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at;
    }

    private int afterBlanks(int from, int end) {
        int at = from;
        while (at < end
                && (bytes[at] == ' '
                        || bytes[at] == '\t'
                        || bytes[at] == '\n'
                        || bytes[at] == '\r')) {
            at++;
        }
        return at;
    }
}
