package io.evalstream.udfs.text;

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
     * @return how many code points its normal form has
     */
    public int normalize(byte[] text, int from, int count) {
        begin(count);
        int end = from + count;
        for (int at = from; at < end; ) {
            int lead = text[at];
            if (lead >= 0) {
                at++;
                putAscii(lead);
                continue;
            }
            // Three bytes of one character of the basic plane: Hangul, kana, ideographs.
            if ((lead & 0xF0) == 0xE0 && at + 2 < end) {
                int second = text[at + 1] ^ 0x80;
                int third = text[at + 2] ^ 0x80;
                int point = (lead & 0xF) << 12 | second << 6 | third;
                boolean isValid =
                        ((second | third) & 0xC0) == 0
                                && point >= 0x800
                                && !Character.isSurrogate((char) point);
                if (isValid && (isOwnForm((char) point) || CharacterForms.of((char) point) >= 0)) {
                    at += 3;
                    if (isOwnForm((char) point)) {
                        put(point);
                    } else {
                        putForm((char) point);
                    }
                    continue;
                }
            }
            return normalize(new String(text, from, count, StandardCharsets.UTF_8));
        }
        return end();
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
            int point = points[i];
            if (point < 0x80) {
                utf8[at++] = (byte) point;
            } else if (point < 0x800) {
                utf8[at++] = (byte) (0xC0 | point >>> 6);
                utf8[at++] = continuation(point);
            } else if (point < 0x10000) {
                utf8[at++] = (byte) (0xE0 | point >>> 12);
                utf8[at++] = continuation(point >>> 6);
                utf8[at++] = continuation(point);
            } else {
                utf8[at++] = (byte) (0xF0 | point >>> 18);
                utf8[at++] = continuation(point >>> 12);
                utf8[at++] = continuation(point >>> 6);
                utf8[at++] = continuation(point);
            }
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
        isAfterBlank = true;
    }

    private int end() {
        if (length > 0 && points[length - 1] == ' ') {
            length--;
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
