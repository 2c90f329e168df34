package io.evalstream.embedded.clickhouse;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * LZ4 frames, which {@code Content-Encoding: lz4} means.
 *
 * <p>Frames that go out store their bytes uncompressed. Optional checksums of frames that come in
 * are passed over: the bytes came through TCP on one machine.
 */
final class Lz4Frames {

    private static final int MAGIC = 0x184D2204;
    private static final int STORED = 0x80000000;
    private static final int OUT_BLOCK_BYTES = 64 * 1024;

    // Version 1, independent blocks of at most 64 KiB, no checksums; the last byte is the second
    // byte of the two before it under xxHash32.
    private static final byte[] OUT_DESCRIPTOR = {0x60, 0x40, (byte) 0x82};

    private Lz4Frames() {}

    static InputStream reader(InputStream in) {
        return new FrameReader(in);
    }

    private static final class FrameReader extends BlockInputStream {
        private final InputStream in;
        private byte[] decoded = new byte[0];
        private boolean blockChecksums;
        private boolean started;

        FrameReader(InputStream in) {
            this.in = in;
        }

        @Override
        byte[] nextBlock() throws IOException {
            if (!started) {
                started = true;
                readDescriptor();
            }
            int field = readInt();
            if (field == 0) {
                return null;
            }
            int size = field & ~STORED;
            if (size > decoded.length + 16) {
                throw new DamagedBodyException("an LZ4 frame has an impossible block size");
            }
            byte[] block = in.readNBytes(size);
            if (block.length < size) {
                throw new DamagedBodyException("an LZ4 frame is cut off");
            }
            if (blockChecksums) {
                readInt();
            }
            if ((field & STORED) != 0) {
                return block;
            }
            return Arrays.copyOf(decoded, Lz4.decode(block, 0, size, decoded));
        }

        private void readDescriptor() throws IOException {
            if (readInt() != MAGIC) {
                throw new DamagedBodyException("the body is no LZ4 frame");
            }
            int flags = in.read();
            int sizes = in.read();
            int sizeClass = sizes >>> 4 & 7;
            if ((flags >>> 6 & 3) != 1 || sizeClass < 4) {
                throw new DamagedBodyException("the body's LZ4 frame is of an unknown version");
            }
            boolean independent = (flags & 0x20) != 0;
            if (!independent) {
                throw new DamagedBodyException("LZ4 frames of linked blocks are not supported");
            }
            blockChecksums = (flags & 0x10) != 0;
            decoded = new byte[1 << (8 + 2 * sizeClass)];
            int optional = ((flags & 0x08) != 0 ? 8 : 0) + ((flags & 0x01) != 0 ? 4 : 0);
            in.skipNBytes(optional + 1L);
        }

        private int readInt() throws IOException {
            byte[] bytes = in.readNBytes(4);
            if (bytes.length < 4) {
                throw new DamagedBodyException("an LZ4 frame is cut off");
            }
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
        }
    }

    static OutputStream writer(OutputStream out) throws IOException {
        out.write(littleEndian(MAGIC));
        out.write(OUT_DESCRIPTOR);
        return new BlockOutputStream(OUT_BLOCK_BYTES) {
            @Override
            void writeBlock(byte[] bytes, int size) throws IOException {
                out.write(littleEndian(size | STORED));
                out.write(bytes, 0, size);
            }

            @Override
            void end() throws IOException {
                out.write(littleEndian(0));
                out.close();
            }
        };
    }

    private static byte[] littleEndian(int value) {
        return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
    }
}
