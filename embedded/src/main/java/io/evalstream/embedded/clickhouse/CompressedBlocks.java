package io.evalstream.embedded.clickhouse;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * ClickHouse's own block compression, which {@code compress=1} and {@code decompress=1} ask for: a
 * checksum, a method, two sizes, then the bytes of the block.
 *
 * <p>Blocks that go out hold their bytes as LZ4 literals, uncompressed: they only travel over the
 * loopback interface, and every LZ4 decoder reads them.
 */
final class CompressedBlocks {

    private static final int CHECKSUM_BYTES = 16;
    private static final int HEADER_BYTES = 9;
    private static final int METHOD_LZ4 = 0x82;
    private static final int METHOD_NONE = 0x02;
    private static final int LARGEST_BLOCK_BYTES = 1 << 30;
    private static final int OUT_BLOCK_BYTES = 64 * 1024;

    private CompressedBlocks() {}

    static InputStream reader(InputStream in) {
        return new BlockInputStream() {
            @Override
            byte[] nextBlock() throws IOException {
                byte[] prefix = in.readNBytes(CHECKSUM_BYTES + HEADER_BYTES);
                if (prefix.length == 0) {
                    return null;
                }
                return decode(prefix, in);
            }
        };
    }

    private static byte[] decode(byte[] prefix, InputStream in) throws IOException {
        if (prefix.length < CHECKSUM_BYTES + HEADER_BYTES) {
            throw new DamagedBodyException("a compressed block is cut off");
        }
        ByteBuffer fields = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN);
        long low = fields.getLong(0);
        long high = fields.getLong(8);
        int method = fields.get(CHECKSUM_BYTES) & 0xff;
        int compressed = fields.getInt(CHECKSUM_BYTES + 1);
        int plain = fields.getInt(CHECKSUM_BYTES + 5);
        if (compressed < HEADER_BYTES
                || compressed > LARGEST_BLOCK_BYTES
                || plain < 0
                || plain > LARGEST_BLOCK_BYTES) {
            throw new DamagedBodyException("a compressed block has impossible sizes");
        }
        byte[] block =
                Arrays.copyOf(
                        Arrays.copyOfRange(prefix, CHECKSUM_BYTES, prefix.length), compressed);
        int missing = compressed - HEADER_BYTES;
        if (in.readNBytes(block, HEADER_BYTES, missing) != missing) {
            throw new DamagedBodyException("a compressed block is cut off");
        }
        CityHash128 checksum = CityHash128.of(block, compressed);
        if (checksum.low() != low || checksum.high() != high) {
            throw new DamagedBodyException("a compressed block does not match its checksum");
        }
        return switch (method) {
            case METHOD_LZ4 -> Lz4.decode(block, HEADER_BYTES, compressed, plain);
            case METHOD_NONE -> Arrays.copyOfRange(block, HEADER_BYTES, compressed);
            default ->
                    throw new DamagedBodyException(
                            "compressed blocks of method 0x"
                                    + Integer.toHexString(method)
                                    + " are not supported; use LZ4 or none");
        };
    }

    static OutputStream writer(OutputStream out) {
        return new BlockOutputStream(OUT_BLOCK_BYTES) {
            @Override
            void writeBlock(byte[] bytes, int size) throws IOException {
                byte[] literals = Lz4.literals(bytes, size);
                int compressed = HEADER_BYTES + literals.length;
                ByteBuffer block = ByteBuffer.allocate(compressed).order(ByteOrder.LITTLE_ENDIAN);
                block.put((byte) METHOD_LZ4).putInt(compressed).putInt(size).put(literals);
                CityHash128 checksum = CityHash128.of(block.array(), compressed);
                ByteBuffer prefix =
                        ByteBuffer.allocate(CHECKSUM_BYTES).order(ByteOrder.LITTLE_ENDIAN);
                prefix.putLong(checksum.low()).putLong(checksum.high());
                out.write(prefix.array());
                out.write(block.array());
            }

            @Override
            void end() throws IOException {
                out.close();
            }
        };
    }
}
