package io.evalstream.jobs.audit;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Makes zstd frames, each with its size and a checksum, and reads them. A file of several frames is
 * a zstd file as well.
 *
 * <p>Not thread-safe, and to be closed: the memory of the codec is not Java's.
 */
final class Frames implements AutoCloseable {

    /** Fast: the log is written once and, mostly, read never. */
    private static final int LEVEL = 1;

    /** Far above what is written; a forged size must not fill the memory. */
    private static final int MAX_CONTENT = 256 << 20;

    /** Bytes of a content checksum (RFC 8878, 3.1.1). */
    private static final int CHECKSUM = 4;

    private final ZstdCompressCtx compressor =
            new ZstdCompressCtx().setLevel(LEVEL).setChecksum(true).setContentSize(true);
    private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();
    private byte[] scratch = {};

    byte[] compress(byte[] content, int length) {
        int bound = Math.toIntExact(Zstd.compressBound(length));
        if (scratch.length < bound) {
            scratch = new byte[bound];
        }
        int size = compressor.compressByteArray(scratch, 0, scratch.length, content, 0, length);
        return Arrays.copyOf(scratch, size);
    }

    /** The checksum of its content that a frame ends with (XXH64, lowest 32 bits), as it stands. */
    static String checksum(byte[] frame) {
        return HexFormat.of().formatHex(frame, frame.length - CHECKSUM, frame.length);
    }

    /**
     * Length of the frame that begins at {@code from}, in bytes.
     *
     * @throws IOException when no whole frame begins there
     */
    static int length(byte[] bytes, int from) throws IOException {
        if (from >= bytes.length) {
            throw new IOException("nothing there");
        }
        try {
            long length = Zstd.findFrameCompressedSize(bytes, from, bytes.length - from);
            if (!Zstd.isError(length) && length > 0 && length <= bytes.length - from) {
                return (int) length;
            }
        } catch (ZstdException e) {
            throw new IOException("no whole zstd frame: " + e.getMessage(), e);
        }
        throw new IOException("no whole zstd frame");
    }

    /**
     * @throws IOException when the frame is damaged
     */
    byte[] decompress(byte[] bytes, int from, int length) throws IOException {
        try {
            long content = Zstd.getFrameContentSize(bytes, from, length);
            if (content < 0 || content > MAX_CONTENT) {
                throw new IOException("a zstd frame without a size");
            }
            byte[] out = new byte[(int) content];
            int size = decompressor.decompressByteArray(out, 0, out.length, bytes, from, length);
            if (size != out.length) {
                throw new IOException("a zstd frame of another size than it says");
            }
            return out;
        } catch (ZstdException e) {
            throw new IOException("a damaged zstd frame: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        compressor.close();
        decompressor.close();
    }
}
