package io.evalstream.datasets;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Bytes as UTF-8, as RFC 3629 has it: no overlong forms, no surrogates. */
final class Utf8 {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** Behind E0 a second byte below A0 is overlong, behind ED one from there is a surrogate. */
    private static final int FORBIDDEN = 1 | 1 << 2 * 0xD + 1;

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /** Where an ASCII character first is; the end where there is none. */
    static int firstOf(char character, byte[] bytes, int from, int to) {
        long wanted = character * ONES;
        int at = from;
        while (at + Long.BYTES <= to) {
            long other = (long) LONGS.get(bytes, at) ^ wanted;
            long found = (other - ONES) & ~other & HIGH_BITS;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
            at += Long.BYTES;
        }
        while (at < to && bytes[at] != character) {
            at++;
        }
        return at;
    }

    /** Where the first sequence begins that is not UTF-8; -1 where there is none. */
    static int firstInvalid(byte[] bytes, int from, int to) {
        int at = from;
        while (true) {
            at = afterAscii(bytes, at, to);
            at = afterThrees(bytes, at, to);
            for (int behind = Math.min(to, at + Long.BYTES); at < behind; ) {
                int length = bytes[at] >= 0 ? 1 : sequence(bytes, at, to);
                if (length == 0) {
                    return at;
                }
                at += length;
            }
            if (at == to) {
                return -1;
            }
        }
    }

    /** Behind all fours of longs that are ASCII. */
    private static int afterAscii(byte[] bytes, int from, int to) {
        int at = from;
        while (at + 4 * Long.BYTES <= to
                && (((long) LONGS.get(bytes, at)
                                        | (long) LONGS.get(bytes, at + 8)
                                        | (long) LONGS.get(bytes, at + 16)
                                        | (long) LONGS.get(bytes, at + 24))
                                & HIGH_BITS)
                        == 0) {
            at += 4 * Long.BYTES;
        }
        return at;
    }

    /** Behind sequences of three bytes, as Korean is written, and single ASCII among them. */
    private static int afterThrees(byte[] bytes, int from, int to) {
        int at = from;
        while (at + Integer.BYTES <= to) {
            int four = (int) INTS.get(bytes, at);
            if ((four & 0x80) != 0) {
                int lead = four & 0xF;
                int upper = four >>> 13 & 1;
                if ((four & 0xC0C0F0 ^ 0x8080E0 | FORBIDDEN >>> 2 * lead + upper & 1) != 0) {
                    return at;
                }
                at += 3;
            } else if ((four & 0x80808080) != 0) {
                at++;
            } else {
                return at;
            }
        }
        return at;
    }

    /** Length of the sequence of several bytes that begins here; 0 where it is none. */
    private static int sequence(byte[] bytes, int at, int to) {
        int first = bytes[at] & 0xFF;
        int length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
        if (length == 0 || at + length > to) {
            return 0;
        }
        for (int i = 1; i < length; i++) {
            if ((bytes[at + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        int second = bytes[at + 1] & 0xFF;
        boolean overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
        boolean surrogate = first == 0xED && second >= 0xA0;
        boolean tooLarge = first == 0xF4 && second >= 0x90;
        return overlong || surrogate || tooLarge ? 0 : length;
    }
}
