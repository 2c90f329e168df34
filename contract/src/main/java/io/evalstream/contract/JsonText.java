package io.evalstream.contract;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Turns the inside of a checked JSON string into text. */
final class JsonText {
    static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private JsonText() {}

    /** The text of {@code bytes[from, to)}, which holds no escape. */
    static String plain(byte[] bytes, int from, int to, boolean ascii) {
        return new String(
                bytes,
                from,
                to - from,
                ascii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    /** The text that {@code bytes[from, to)}, whose escapes are valid, stands for. */
    static String unescaped(byte[] bytes, int from, int to) {
        return new String(unescape(bytes, from, to), StandardCharsets.UTF_8);
    }

    /** The UTF-8 bytes that {@code bytes[from, to)}, whose escapes are valid, stands for. */
    static byte[] unescape(byte[] bytes, int from, int to) {
        // No escape stands for more bytes than it has.
        byte[] out = new byte[to - from];
        int size = 0;
        int at = from;
        while (at < to) {
            byte next = bytes[at++];
            if (next != '\\') {
                out[size++] = next;
                continue;
            }
            byte letter = bytes[at++];
            if (letter != 'u') {
                out[size++] = (byte) control(letter);
                continue;
            }
            int character = hexUnit(bytes, at, to);
            at += 4;
            if (Character.isHighSurrogate((char) character)) {
                int second = hexUnit(bytes, at + 2, to);
                character = Character.toCodePoint((char) character, (char) second);
                at += 6;
            }
            size = encode(character, out, size);
        }
        return Arrays.copyOf(out, size);
    }

    /** The UTF-16 unit of four hexadecimal digits, or -1. */
    static int hexUnit(byte[] bytes, int at, int end) {
        if (at + 4 > end) {
            return -1;
        }
        int unit = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = hexDigit(bytes[i]);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    /** The value of a hexadecimal digit of either case, or -1. */
    static int hexDigit(byte digit) {
        return digit < 0 ? -1 : Character.digit(digit, 16);
    }

    private static int control(byte letter) {
        return switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> letter;
        };
    }

    private static int encode(int character, byte[] out, int from) {
        int at = from;
        if (character < 0x80) {
            out[at++] = (byte) character;
            return at;
        }
        if (character < 0x800) {
            out[at++] = (byte) (0xC0 | character >> 6);
        } else {
            if (character < 0x10000) {
                out[at++] = (byte) (0xE0 | character >> 12);
            } else {
                out[at++] = (byte) (0xF0 | character >> 18);
                out[at++] = (byte) (0x80 | character >> 12 & 0x3F);
            }
            out[at++] = (byte) (0x80 | character >> 6 & 0x3F);
        }
        out[at++] = (byte) (0x80 | character & 0x3F);
        return at;
    }
}
