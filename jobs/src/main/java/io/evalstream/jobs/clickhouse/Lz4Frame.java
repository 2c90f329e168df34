package io.evalstream.jobs.clickhouse;

import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.xxhash.XXHashFactory;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * Bytes as one LZ4 frame, which ClickHouse takes as {@code Content-Encoding: lz4}.
 *
 * <p>Rows wait in checkpoints, which Flink writes byte by byte, and then cross the network: both
 * cost more than to compress. The LZ4 written in Java is used, as the native one unpacks a file
 * that a process which is killed leaves behind.
 */
final class Lz4Frame {

    private Lz4Frame() {}

    /** Compresses the first {@code length} bytes. */
    static byte[] pack(byte[] bytes, int length) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(length / 2 + 64);
        try (OutputStream out =
                new LZ4FrameOutputStream(
                        packed,
                        LZ4FrameOutputStream.BLOCKSIZE.SIZE_256KB,
                        -1,
                        LZ4Factory.fastestJavaInstance().fastCompressor(),
                        XXHashFactory.fastestJavaInstance().hash32(),
                        LZ4FrameOutputStream.FLG.Bits.BLOCK_INDEPENDENCE)) {
            out.write(bytes, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        return packed.toByteArray();
    }

    /**
     * @throws IOException when these are not the bytes of a whole frame
     */
    static byte[] unpack(byte[] packed) throws IOException {
        try (InputStream in =
                new LZ4FrameInputStream(
                        new ByteArrayInputStream(packed),
                        LZ4Factory.fastestJavaInstance().safeDecompressor(),
                        XXHashFactory.fastestJavaInstance().hash32())) {
            return in.readAllBytes();
        }
    }
}
