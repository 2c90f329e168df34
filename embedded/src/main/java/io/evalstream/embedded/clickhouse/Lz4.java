package io.evalstream.embedded.clickhouse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** LZ4 blocks, after the format's public description: decoding, and storing without compression. */
final class Lz4 {

    private static final int SHORTEST_MATCH = 4;

    private Lz4() {}

    /** The block in {@code source[from, to)}, which must decode to exactly {@code size} bytes. */
    static byte[] decode(byte[] source, int from, int to, int size) throws IOException {
        byte[] target = new byte[size];
        int written = decode(source, from, to, target);
        if (written != size) {
            throw new DamagedBodyException("an LZ4 block is shorter than it says");
        }
        return target;
    }

    /** Decodes the block in {@code source[from, to)} into {@code target}; returns its bytes. */
    static int decode(byte[] source, int from, int to, byte[] target) throws IOException {
        int in = from;
        int out = 0;
        try {
            while (in < to) {
                int token = source[in++] & 0xff;
                int literals = token >>> 4;
                if (literals == 15) {
                    int more;
                    do {
                        more = source[in++] & 0xff;
                        literals += more;
                    } while (more == 255);
                }
                System.arraycopy(source, in, target, out, literals);
                in += literals;
                out += literals;
                if (in >= to) {
                    break;
                }
                int offset = (source[in] & 0xff) | (source[in + 1] & 0xff) << 8;
                in += 2;
                int match = (token & 15) + SHORTEST_MATCH;
                if ((token & 15) == 15) {
                    int more;
                    do {
                        more = source[in++] & 0xff;
                        match += more;
                    } while (more == 255);
                }
                if (offset == 0 || offset > out) {
                    throw new DamagedBodyException("an LZ4 block refers to bytes before its start");
                }
                // Byte by byte: a match may overlap the bytes it produces.
                for (int end = out + match; out < end; out++) {
                    target[out] = target[out - offset];
                }
            }
        } catch (IndexOutOfBoundsException e) {
            throw new DamagedBodyException("an LZ4 block is damaged");
        }
        return out;
    }

    /** A block that holds the first {@code size} of {@code bytes} as literals. */
    static byte[] literals(byte[] bytes, int size) {
        ByteArrayOutputStream block = new ByteArrayOutputStream(size + size / 255 + 16);
        block.write(Math.min(size, 15) << 4);
        if (size >= 15) {
            int rest = size - 15;
            for (; rest >= 255; rest -= 255) {
                block.write(255);
            }
            block.write(rest);
        }
        block.write(bytes, 0, size);
        return block.toByteArray();
    }
}
