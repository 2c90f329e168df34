package io.evalstream.embedded.clickhouse;

import com.clickhouse.data.ClickHouseCityHash;

import net.jpountz.lz4.LZ4Exception;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * ClickHouse's own block compression, which {@code compress=1} and {@code decompress=1} ask for: a
 * checksum, a method, two sizes, then the bytes of the block.
 *
 * <p>Of ClickHouse's Java client only the checksum is used. Its reader of these blocks is internal
 * or deprecated, takes any size for true, and knows no blocks without compression.
 */
final class CompressedBlocks {

    private static final int CHECKSUM_BYTES = 16;
    private static final int HEADER_BYTES = 9;
    private static final int METHOD_LZ4 = 0x82;
    private static final int METHOD_NONE = 0x02;
    private static final int LARGEST_BLOCK_BYTES = 64 << 20;
    private static final int LARGEST_LZ4_RATIO = 255;
    private static final int OUT_BLOCK_BYTES = 64 * 1024;

    private CompressedBlocks() {}

    static InputStream reader(InputStream in) {
        return new Reader(in);
    }

    static OutputStream writer(OutputStream out) {
        return new BufferedOutputStream(new Writer(out), OUT_BLOCK_BYTES);
    }

    private static final class Reader extends InputStream {
        private final InputStream in;
        private ByteArrayInputStream block = new ByteArrayInputStream(new byte[0]);

        Reader(InputStream in) {
            this.in = in;
        }

        /** Whether bytes are left, if need be in a next block. */
        private boolean advance() throws IOException {
            while (block.available() == 0) {
                byte[] prefix = in.readNBytes(CHECKSUM_BYTES + HEADER_BYTES);
                if (prefix.length == 0) {
                    return false;
                }
                block = new ByteArrayInputStream(decode(prefix, in));
            }
            return true;
        }

        @Override
        public int read() throws IOException {
            return advance() ? block.read() : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return advance() ? block.read(target, offset, length) : -1;
        }
    }

    private static byte[] decode(byte[] prefix, InputStream in) throws IOException {
        if (prefix.length < CHECKSUM_BYTES + HEADER_BYTES) {
            throw new DamagedBodyException("a compressed block is cut off");
        }
        ByteBuffer fields = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN);
        int method = fields.get(CHECKSUM_BYTES) & 0xff;
        int compressed = fields.getInt(CHECKSUM_BYTES + 1);
        int plain = fields.getInt(CHECKSUM_BYTES + 5);
        if (compressed < HEADER_BYTES
                || compressed > LARGEST_BLOCK_BYTES
                || plain < 0
                || plain > LARGEST_BLOCK_BYTES
                || plain > (long) LARGEST_LZ4_RATIO * compressed) {
            throw new DamagedBodyException("a compressed block has impossible sizes");
        }
        InputStream header = new ByteArrayInputStream(prefix, CHECKSUM_BYTES, HEADER_BYTES);
        byte[] block = new SequenceInputStream(header, in).readNBytes(compressed);
        if (block.length < compressed) {
            throw new DamagedBodyException("a compressed block is cut off");
        }
        long[] checksum = ClickHouseCityHash.cityHash128(block, 0, compressed);
        if (checksum[0] != fields.getLong(0) || checksum[1] != fields.getLong(8)) {
            throw new DamagedBodyException("a compressed block does not match its checksum");
        }
        return switch (method) {
            case METHOD_LZ4 -> decompress(block, plain);
            case METHOD_NONE -> Arrays.copyOfRange(block, HEADER_BYTES, compressed);
            default ->
                    throw new DamagedBodyException(
                            "compressed blocks of method 0x"
                                    + Integer.toHexString(method)
                                    + " are not supported; use LZ4 or none");
        };
    }

    private static byte[] decompress(byte[] block, int size) throws DamagedBodyException {
        byte[] plain = new byte[size];
        int length = block.length - HEADER_BYTES;
        try {
            if (Lz4.DECOMPRESSOR.decompress(block, HEADER_BYTES, length, plain, 0) == size) {
                return plain;
            }
        } catch (LZ4Exception e) {
            throw new DamagedBodyException("an LZ4 block is damaged: " + e.getMessage());
        }
        throw new DamagedBodyException("an LZ4 block is shorter than it says");
    }

    /** Makes a block of every write. */
    private static final class Writer extends FilterOutputStream {

        Writer(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int size) throws IOException {
            int start = CHECKSUM_BYTES + HEADER_BYTES;
            ByteBuffer block =
                    ByteBuffer.allocate(start + Lz4.COMPRESSOR.maxCompressedLength(size))
                            .order(ByteOrder.LITTLE_ENDIAN);
            int compressed =
                    HEADER_BYTES
                            + Lz4.COMPRESSOR.compress(bytes, offset, size, block.array(), start);
            block.put(CHECKSUM_BYTES, (byte) METHOD_LZ4);
            block.putInt(CHECKSUM_BYTES + 1, compressed);
            block.putInt(CHECKSUM_BYTES + 5, size);
            long[] checksum =
                    ClickHouseCityHash.cityHash128(block.array(), CHECKSUM_BYTES, compressed);
            block.putLong(0, checksum[0]).putLong(8, checksum[1]);
            out.write(block.array(), 0, CHECKSUM_BYTES + compressed);
        }
    }
}
