package io.evalstream.udfs.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Brings many texts into their {@link TextNormalization normal form}, as code points and as UTF-8.
 *
 * <p>ASCII, Hangul syllables, ideographs and all characters whose form does not depend on their
 * neighbours are done in one pass, other texts as a whole. Not for several threads; the arrays it
 * gives are its own and hold until the next text.
 */
public final class TextNormalizer {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LOW_SEVEN = 0x7F * ONES;
    private static final long SPACES = ' ' * ONES;

    private static final int[] ASCII = new int[128];

    static {
        for (int c = 0; c < ASCII.length; c++) {
            ASCII[c] = TextNormalization.isBlank((char) c) ? ' ' : Character.toLowerCase(c);
        }
    }

    private char[] chars = new char[256];
    private int[] points = new int[256];
    private byte[] utf8 = new byte[256];
    private int length;

    /** All code points that were seen or made, put together with or: below 128 all are ASCII. */
    private int union;

    /** Bytes of the normal form that were written on the way; what counts if all of them were. */
    private int encoded;

    private boolean isEncoded;

    /** Whether a blank would be one too many: at the beginning, and after another. */
    private boolean isAfterBlank;

    /**
     * Normalises a text.
     *
     * @return how many code points its normal form has
     */
    public int normalize(String text) {
        int count = text.length();
        if (chars.length < count) {
            chars = new char[grown(count)];
        }
        text.getChars(0, count, chars, 0);
        begin(count);
        int at = ascii(count);
        while (at < count) {
            char c = chars[at++];
            if (isOwnForm(c)) {
                put(c);
            } else if (Character.isHighSurrogate(c)
                    && at < count
                    && CharacterForms.isPlain(Character.toCodePoint(c, chars[at]))
                    && Character.isLowSurrogate(chars[at])) {
                put(Character.toCodePoint(c, chars[at++]));
            } else if (!putForm(c)) {
                return whole(text);
            }
        }
        return end();
    }

    /**
     * Normalises a text that is given as UTF-8; bytes that are none become U+FFFD.
     *
     * <p>The normal form is encoded on the way, so that {@link #encode} mostly has nothing to do.
     *
     * @return how many code points its normal form has
     */
    public int normalize(byte[] text, int from, int count) {
        begin(count);
        encoded = 0;
        isEncoded = true;
        int end = from + count;
        int at = from;
        reserveBytes(count);
        while (at < end) {
            at = putEights(text, at, end);
            at = putThrees(text, at, end);
            if (at == end) {
                break;
            }
            do {
                int bytes = text[at] >= 0 ? putAsciiByte(text[at]) : putSequence(text, at, end);
                if (bytes == 0) {
                    return normalize(new String(text, from, count, StandardCharsets.UTF_8));
                }
                at += bytes;
                // A word of Greek or Cyrillic, for which there is no loop of its own.
            } while (at < end && (text[at] & 0xE0) == 0xC0);
        }
        return end();
    }

    /**
     * Puts ASCII, eight characters at a time, as long as none is a control character and no blank
     * one too many.
     *
     * @return where it stopped: there, or where fewer than eight are left
     */
    private int putEights(byte[] text, int from, int end) {
        int count = lower(text, from, end);
        reserve(count);
        int[] to = points;
        byte[] bytes = utf8;
        int size = length;
        int start = encoded;
        for (int i = 0; i < count; i++) {
            to[size + i] = bytes[start + i];
        }
        return put(count, from + count, size + count);
    }

    /**
     * Puts characters of three bytes that are their own forms, and single ones of ASCII among them.
     *
     * @return where it stopped: there, or before the last three bytes
     */
    private int putThrees(byte[] text, int from, int end) {
        reserve(end - from);
        int[] to = points;
        byte[] out = utf8;
        int size = length;
        int put = encoded;
        int before = isAfterBlank ? 1 : 0;
        int at = from;
        while (at + Integer.BYTES <= end) {
            int four = (int) INTS.get(text, at);
            if ((four & 0x80) != 0) {
                int point = (four & 0xF) << 12 | (four & 0x3F00) >> 2 | four >> 16 & 0x3F;
                boolean isWide = (four & 0xC0C0F0) == 0x8080E0 && point >= 0x800;
                if (!isWide || CharacterForms.of((char) point) != point) {
                    break;
                }
                to[size++] = point;
                INTS.set(out, put, four);
                put += 3;
                at += 3;
                before = 0;
            } else if ((four & 0x80808080) != 0) {
                int form = ASCII[four & 0x7F];
                int blank = form == ' ' ? 1 : 0;
                // A blank too many is written over by what follows.
                to[size] = form;
                out[put] = (byte) form;
                size += 1 - (blank & before);
                put += 1 - (blank & before);
                before = blank;
                at++;
            } else {
                break;
            }
        }
        union |= at > from ? 0x80 : 0;
        length = size;
        encoded = put;
        isAfterBlank = before == 1;
        return at;
    }

    /**
     * Writes the lower case of ASCII behind what is encoded.
     *
     * @return how many bytes there are before the first that is left: one that is not ASCII, a
     *     control character, a blank too many, or one of the last seven
     */
    private int lower(byte[] text, int from, int to) {
        byte[] out = utf8;
        int behind = encoded - from;
        long blankBefore = isAfterBlank ? 0x80 : 0;
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            long eight = (long) LONGS.get(text, at);
            // With seven bits in each byte no sum carries into the next.
            long seven = eight & ~HIGH_BITS;
            long spaces = ~((seven ^ SPACES) + LOW_SEVEN) & HIGH_BITS;
            long controls = ~(seven + (0x80 - ' ') * ONES) & HIGH_BITS;
            long capitals =
                    seven + (0x80 - 'A') * ONES & ~(seven + (0x7F - 'Z') * ONES) & HIGH_BITS;
            LONGS.set(out, at + behind, eight | capitals >>> 2);
            long doubled = spaces & (spaces << Byte.SIZE | blankBefore);
            long left = eight & HIGH_BITS | controls | doubled;
            if (left != 0) {
                return at + (Long.numberOfTrailingZeros(left) >>> 3) - from;
            }
            blankBefore = spaces >>> Long.SIZE - Byte.SIZE;
        }
        return at - from;
    }

    private int put(int bytes, int at, int size) {
        encoded += bytes;
        length = size;
        isAfterBlank = size == 0 || points[size - 1] == ' ';
        return at;
    }

    /** Makes room for so many bytes more, and some that are written over. */
    private void reserveBytes(int more) {
        if (utf8.length - encoded < more + Long.BYTES) {
            utf8 = Arrays.copyOf(utf8, grown(encoded + more + Long.BYTES));
        }
    }

    /** Makes room for so many code points. */
    private void reserve(int more) {
        if (points.length - length < more) {
            points = Arrays.copyOf(points, grown(length + more));
        }
    }

    private int putAsciiByte(int c) {
        int before = length;
        putAscii(c);
        utf8[encoded] = (byte) ASCII[c];
        encoded += length - before;
        return 1;
    }

    /** Puts a sequence of several bytes; returns how many, 0 where it has no form of its own. */
    private int putSequence(byte[] text, int at, int end) {
        int before = length;
        int lead = text[at];
        int bytes = lead < (byte) 0xE0 ? 2 : lead < (byte) 0xF0 ? 3 : 4;
        if (at + bytes > end) {
            return 0;
        }
        int second = (text[at + 1] ^ 0x80) & 0xFF;
        int wrong = second;
        int point = (lead & 0x7F >>> bytes) << 6 | second;
        for (int i = 2; i < bytes; i++) {
            int next = (text[at + i] ^ 0x80) & 0xFF;
            wrong |= next;
            point = point << 6 | next;
        }
        int least = bytes == 2 ? 0x80 : bytes == 3 ? 0x800 : 0x10000;
        boolean isCharacter =
                (wrong & 0xC0) == 0 && lead >= (byte) 0xC2 && lead < (byte) 0xF8 && point >= least;
        if (!isCharacter) {
            return 0;
        }
        if (bytes == 4) {
            if (!CharacterForms.isPlain(point)) {
                return 0;
            }
            put(point);
        } else if (!putForm((char) point)) {
            return 0;
        }
        reserveBytes(end - at + 4 * (length - before));
        for (int i = before; i < length; i++) {
            encoded = encode(points[i], encoded);
        }
        return bytes;
    }

    /** The code points of the normal form; {@link #length} of them count. */
    public int[] points() {
        return points;
    }

    /** How many code points the normal form has. */
    public int length() {
        return length;
    }

    /** The normal form. */
    public String text() {
        return new String(points, 0, length);
    }

    /**
     * Encodes the normal form; {@link #utf8} then holds it. A surrogate without its other half is
     * encoded like any character, in three bytes, so that different texts have different bytes.
     *
     * @return how many bytes it has
     */
    public int encode() {
        if (isEncoded) {
            return encoded;
        }
        long most = union < 0x80 ? length : 4L * length;
        if (most > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "a text of " + length + " code points is too long to be encoded");
        }
        if (utf8.length < most) {
            utf8 = new byte[grown((int) most)];
        }
        if (union < 0x80) {
            for (int i = 0; i < length; i++) {
                utf8[i] = (byte) points[i];
            }
            return length;
        }
        int at = 0;
        for (int i = 0; i < length; i++) {
            at = encode(points[i], at);
        }
        return at;
    }

    /** Writes the bytes of a code point; returns what is behind them. */
    private int encode(int point, int from) {
        byte[] out = utf8;
        int at = from;
        if (point < 0x80) {
            out[at++] = (byte) point;
        } else if (point < 0x800) {
            out[at++] = (byte) (0xC0 | point >>> 6);
            out[at++] = continuation(point);
        } else if (point < 0x10000) {
            out[at++] = (byte) (0xE0 | point >>> 12);
            out[at++] = continuation(point >>> 6);
            out[at++] = continuation(point);
        } else {
            out[at++] = (byte) (0xF0 | point >>> 18);
            out[at++] = continuation(point >>> 12);
            out[at++] = continuation(point >>> 6);
            out[at++] = continuation(point);
        }
        return at;
    }

    /** The bytes that {@link #encode} wrote. */
    public byte[] utf8() {
        return utf8;
    }

    private static byte continuation(int bits) {
        return (byte) (0x80 | bits & 0x3F);
    }

    private static int grown(int size) {
        return (int) Math.min(Integer.MAX_VALUE - 8, size + (size >> 1) + 16L);
    }

    private void begin(int most) {
        if (points.length < most + 1) {
            points = new int[grown(most)];
        }
        length = 0;
        union = 0;
        isEncoded = false;
        isAfterBlank = true;
    }

    private int end() {
        if (length > 0 && points[length - 1] == ' ') {
            length--;
            encoded--;
        }
        return length;
    }

    /** The ASCII characters that the text begins with. */
    private int ascii(int count) {
        char[] from = chars;
        int[] to = points;
        int[] forms = ASCII;
        int size = 0;
        int before = 1;
        int at = 0;
        for (; at < count; at++) {
            char c = from[at];
            if (c >= forms.length) {
                break;
            }
            int form = forms[c];
            int blank = form == ' ' ? 1 : 0;
            // A blank too many is written over by what follows.
            to[size] = form;
            size += 1 - (blank & before);
            before = blank;
        }
        length = size;
        isAfterBlank = before == 1;
        return at;
    }

    private void putAscii(int c) {
        int form = ASCII[c];
        if (form != ' ') {
            put(form);
        } else {
            putBlank();
        }
    }

    private void putBlank() {
        if (!isAfterBlank) {
            put(' ');
            isAfterBlank = true;
        }
    }

    private void put(int point) {
        if (length == points.length) {
            points = Arrays.copyOf(points, grown(length));
        }
        points[length++] = point;
        union |= point;
        isAfterBlank = false;
    }

    /** Hangul syllables and the unified ideographs, which nothing composes with but jamo. */
    private static boolean isOwnForm(char c) {
        return c >= 0xAC00 && c <= 0xD7A3 || c >= 0x4E00 && c <= 0x9FFF;
    }

    private boolean putForm(char c) {
        if (c < ASCII.length) {
            putAscii(c);
            return true;
        }
        int form = CharacterForms.of(c);
        if (form == ' ') {
            putBlank();
        } else if (form >= CharacterForms.EXPANSION) {
            for (int point : CharacterForms.expansion(form)) {
                if (point == ' ') {
                    putBlank();
                } else {
                    put(point);
                }
            }
        } else if (form != CharacterForms.NONE) {
            put(form);
        }
        return form != CharacterForms.NONE;
    }

    private int whole(String text) {
        String normal = TextNormalization.ofWhole(text);
        begin(normal.length());
        for (int at = 0; at < normal.length(); ) {
            int point = normal.codePointAt(at);
            at += Character.charCount(point);
            put(point);
        }
        return length;
    }
}
