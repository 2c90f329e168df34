package io.evalstream.udfs.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The bytes that two texts have in common at the beginning and at the end. */
final class SameEnds {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private SameEnds() {}

    /** How many of the first bytes are equal, of so many at most. */
    static int prefix(byte[] a, int fromA, byte[] b, int fromB, int most) {
        int i = 0;
        for (; i + Long.BYTES <= most; i += Long.BYTES) {
            long differing = (long) LONGS.get(a, fromA + i) ^ (long) LONGS.get(b, fromB + i);
            if (differing != 0) {
                return i + (Long.numberOfTrailingZeros(differing) >>> 3);
            }
        }
        while (i < most && a[fromA + i] == b[fromB + i]) {
            i++;
        }
        return i;
    }

    /** How many of the last bytes are equal, of so many at most. */
    static int suffix(byte[] a, int endA, byte[] b, int endB, int most) {
        int i = 0;
        for (; i + Long.BYTES <= most; i += Long.BYTES) {
            long differing =
                    (long) LONGS.get(a, endA - i - Long.BYTES)
                            ^ (long) LONGS.get(b, endB - i - Long.BYTES);
            if (differing != 0) {
                return i + (Long.numberOfLeadingZeros(differing) >>> 3);
            }
        }
        while (i < most && a[endA - i - 1] == b[endB - i - 1]) {
            i++;
        }
        return i;
    }

    /** The same as {@link #prefix} for UTF-8, as far as whole code points are equal. */
    static int prefixOfPoints(byte[] a, int fromA, byte[] b, int fromB, int most) {
        int same = prefix(a, fromA, b, fromB, most);
        if (same < most) {
            // All bytes before are equal, so this one goes on with a code point in both or none.
            while (same > 0 && goesOn(a[fromA + same])) {
                same--;
            }
        }
        return same;
    }

    /** The same as {@link #suffix} for UTF-8, as far as whole code points are equal. */
    static int suffixOfPoints(byte[] a, int endA, byte[] b, int endB, int most) {
        int same = suffix(a, endA, b, endB, most);
        while (same > 0 && goesOn(a[endA - same])) {
            same--;
        }
        return same;
    }

    /** Whether a byte is not the first of its code point. */
    private static boolean goesOn(byte one) {
        return one < (byte) 0xC0;
    }
}
