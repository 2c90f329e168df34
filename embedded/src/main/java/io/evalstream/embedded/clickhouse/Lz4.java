package io.evalstream.embedded.clickhouse;

import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4SafeDecompressor;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The LZ4 of lz4-java, always the one written in Java: the native one unpacks a file that a process
 * which halts leaves behind.
 */
final class Lz4 {

    static final LZ4Compressor COMPRESSOR = LZ4Factory.fastestJavaInstance().fastCompressor();
    static final LZ4SafeDecompressor DECOMPRESSOR =
            LZ4Factory.fastestJavaInstance().safeDecompressor();
    private static final XXHash32 CHECKSUM = XXHashFactory.fastestJavaInstance().hash32();

    private Lz4() {}

    /** Reads LZ4 frames, which {@code Content-Encoding: lz4} means; not those of linked blocks. */
    static InputStream frameReader(InputStream in) throws IOException {
        return new LZ4FrameInputStream(in, DECOMPRESSOR, CHECKSUM);
    }

    /** Writes one LZ4 frame. */
    static OutputStream frameWriter(OutputStream out) throws IOException {
        return new LZ4FrameOutputStream(
                out,
                // A buffer of each response; the default would be 4 MiB.
                LZ4FrameOutputStream.BLOCKSIZE.SIZE_64KB,
                -1,
                COMPRESSOR,
                CHECKSUM,
                LZ4FrameOutputStream.FLG.Bits.BLOCK_INDEPENDENCE);
    }
}
