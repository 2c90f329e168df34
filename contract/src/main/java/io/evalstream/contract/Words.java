package io.evalstream.contract;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Compares and searches bytes eight at a time. */
final class Words {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long SPACES = ONES * ' ';
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';

    /** The value of each byte as a hexadecimal digit, or -1. */
    private static final byte[] HEX_DIGITS = new byte[256];

    static {
        for (int i = 0; i < HEX_DIGITS.length; i++) {
            HEX_DIGITS[i] = (byte) (i < 128 ? Character.digit(i, 16) : -1);
        }
    }

    private Words() {}

    /** The eight bytes from {@code at}, the first one lowest. */
    static long longAt(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    private static int intAt(byte[] bytes, int at) {
        return (int) INTS.get(bytes, at);
    }

    /** Where {@code expected} ends if it starts at {@code at}, else -1. */
    static int match(byte[] bytes, int at, int end, byte[] expected) {
        int length = expected.length;
        if (end - at < length) {
            return -1;
        }
        if (length >= 8) {
            for (int i = 0; i < length - 8; i += 8) {
                if (longAt(bytes, at + i) != longAt(expected, i)) {
                    return -1;
                }
            }
            // The last word overlaps the one before it, which spares the odd bytes a loop.
            return longAt(bytes, at + length - 8) == longAt(expected, length - 8)
                    ? at + length
                    : -1;
        }
        if (length >= 4) {
            return intAt(bytes, at) == intAt(expected, 0)
                            && intAt(bytes, at + length - 4) == intAt(expected, length - 4)
                    ? at + length
                    : -1;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[at + i] != expected[i]) {
                return -1;
            }
        }
        return at + length;
    }

    /**
     * Index of the first quote, backslash, control character or byte outside ASCII, or {@code end}.
     */
    static int endOfPlainText(byte[] bytes, int from, int end) {
        int at = from;
        for (int lastWord = end - 8; at <= lastWord; at += 8) {
            long word = longAt(bytes, at);
            // A byte below 0x80 borrows into its top bit where it is the one sought; the lowest
            // such bit is right, those above may have been borrowed from.
            long stops =
                    (((word ^ QUOTES) - ONES)
                                    | ((word ^ BACKSLASHES) - ONES)
                                    | (word - SPACES)
                                    | word)
                            & HIGH_BITS;
            if (stops != 0) {
                return at + (Long.numberOfTrailingZeros(stops) >>> 3);
            }
        }
        while (at < end && bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        return at;
    }

    /** The number of 16 hexadecimal digits from {@code at}, or -1 if they are not all digits. */
    static long sixteenDigits(byte[] bytes, int at) {
        long number = 0;
        int invalid = 0;
        for (int i = at; i < at + 16; i++) {
            int digit = HEX_DIGITS[bytes[i] & 0xFF];
            invalid |= digit;
            number = number << 4 | digit & 15;
        }
        return invalid < 0 ? -1 : number;
    }
}
