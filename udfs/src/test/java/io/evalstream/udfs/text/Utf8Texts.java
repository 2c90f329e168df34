package io.evalstream.udfs.text;

import java.io.ByteArrayOutputStream;

/** Code points as UTF-8, half a surrogate pair like any other. */
final class Utf8Texts {

    private Utf8Texts() {}

    /** One text after the other. */
    static byte[] of(int[]... texts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int[] text : texts) {
            for (int point : text) {
                int more = point < 0x80 ? 0 : point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
                int lead = more == 0 ? 0 : 0xF0 << 3 - more;
                bytes.write(lead & 0xFF | point >> 6 * more);
                for (int i = more - 1; i >= 0; i--) {
                    bytes.write(0x80 | point >> 6 * i & 0x3F);
                }
            }
        }
        return bytes.toByteArray();
    }
}
