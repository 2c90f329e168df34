package io.evalstream.udfs.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Text as the numbers of its code points, in which lengths, shingles and distances are counted. */
public final class CodePoints {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long HIGH_BITS = 0x8080808080808080L;

    private CodePoints() {}

    /**
     * The code points of a text; a surrogate without its other half counts as one of its own.
     *
     * @return a new array with one element per code point
     */
    public static int[] of(String text) {
        int[] points = new int[text.length()];
        int count = 0;
        for (int i = 0; i < text.length(); count++) {
            int point = text.codePointAt(i);
            points[count] = point;
            i += Character.charCount(point);
        }
        return count == points.length ? points : Arrays.copyOf(points, count);
    }

    /**
     * Reads UTF-8, in which half a surrogate pair is written like any other code point, so that no
     * two texts have the same bytes.
     *
     * @param bytes holds the text at [from, to)
     * @param points receives the code points; as long as the bytes are
     * @return how many there are
     */
    public static int decode(byte[] bytes, int from, int to, int[] points) {
        int count = 0;
        int at = from;
        while (at < to) {
            if (at + Long.BYTES <= to) {
                long eight = (long) LONGS.get(bytes, at);
                if ((eight & HIGH_BITS) == 0) {
                    points[count] = (int) eight & 0x7F;
                    points[count + 1] = (int) (eight >>> 8) & 0x7F;
                    points[count + 2] = (int) (eight >>> 16) & 0x7F;
                    points[count + 3] = (int) (eight >>> 24) & 0x7F;
                    points[count + 4] = (int) (eight >>> 32) & 0x7F;
                    points[count + 5] = (int) (eight >>> 40) & 0x7F;
                    points[count + 6] = (int) (eight >>> 48) & 0x7F;
                    points[count + 7] = (int) (eight >>> 56);
                    count += Long.BYTES;
                    at += Long.BYTES;
                    continue;
                }
            }
            int first = bytes[at++];
            if (first >= 0) {
                points[count++] = first;
            } else if (first < (byte) 0xE0) {
                points[count++] = (first & 0x1F) << 6 | bytes[at++] & 0x3F;
            } else if (first < (byte) 0xF0) {
                points[count++] =
                        (first & 0x0F) << 12 | (bytes[at++] & 0x3F) << 6 | bytes[at++] & 0x3F;
            } else {
                points[count++] =
                        (first & 0x07) << 18
                                | (bytes[at++] & 0x3F) << 12
                                | (bytes[at++] & 0x3F) << 6
                                | bytes[at++] & 0x3F;
            }
        }
        return count;
    }

    /** How many code points a text in UTF-8 has, at [from, to). */
    public static int count(byte[] bytes, int from, int to) {
        int goingOn = 0;
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            goingOn += goingOn((long) LONGS.get(bytes, at));
        }
        int rest = to - at;
        if (rest > 0 && at > from) {
            // The last eight, without those that are counted.
            goingOn += goingOn((long) LONGS.get(bytes, to - Long.BYTES) >>> -rest * Byte.SIZE);
        } else {
            for (; at < to; at++) {
                goingOn += bytes[at] < (byte) 0xC0 ? 1 : 0;
            }
        }
        return to - from - goingOn;
    }

    /** How many of eight bytes are not the first of their code point. */
    private static int goingOn(long eight) {
        // The upper bit is set and the one below is not.
        return Long.bitCount(eight & ~(eight << 1) & HIGH_BITS);
    }
}
