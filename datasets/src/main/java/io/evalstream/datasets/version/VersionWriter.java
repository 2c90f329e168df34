package io.evalstream.datasets.version;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;

import io.evalstream.datasets.DatasetItem;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Writes the records of a version and says at the end what they are.
 *
 * <p>The bytes depend on the records alone: the compressor gets them in pieces of one size, works
 * in one thread at one level, and writes no time.
 */
public final class VersionWriter implements Closeable {

    private static final int LEVEL = 9;
    private static final int PIECE_BYTES = 1 << 17;

    private final VersionHeader header;
    private final Counted compressed;
    private final OutputStream lines;
    private final MessageDigest digest = sha256();
    private final byte[] piece = new byte[PIECE_BYTES];
    private int filled;
    private long items;
    private long bytes;

    /**
     * @param data takes the bytes of {@link VersionManifest#DATA}; closed with this
     */
    public VersionWriter(VersionHeader header, OutputStream data) throws IOException {
        this.header = header;
        this.compressed = new Counted(data);
        this.lines = new ZstdOutputStreamNoFinalizer(compressed, LEVEL).setChecksum(true);
    }

    /** Adds the record of an item. */
    public void add(DatasetItem item) throws IOException {
        add(item.raw());
    }

    /**
     * Adds one line of JSON without its end.
     *
     * @throws IllegalArgumentException when it holds a line end
     */
    public void add(byte[] record) throws IOException {
        for (byte b : record) {
            if (b == '\n') {
                throw new IllegalArgumentException("a record is one line of JSON");
            }
        }
        put(record, record.length);
        put(new byte[] {'\n'}, 1);
        items++;
    }

    private void put(byte[] added, int length) throws IOException {
        bytes += length;
        for (int at = 0; at < length; ) {
            int some = Math.min(length - at, PIECE_BYTES - filled);
            System.arraycopy(added, at, piece, filled, some);
            filled += some;
            at += some;
            if (filled == PIECE_BYTES) {
                flushPiece();
            }
        }
    }

    private void flushPiece() throws IOException {
        digest.update(piece, 0, filled);
        lines.write(piece, 0, filled);
        filled = 0;
    }

    /**
     * Ends the data; nothing can be added afterwards.
     *
     * @throws IllegalStateException when there is no record: a version is never empty
     */
    public VersionManifest finish() throws IOException {
        if (items == 0) {
            throw new IllegalStateException(
                    "version " + header.objectPrefix() + " holds no item; it is not written");
        }
        flushPiece();
        lines.close();
        return new VersionManifest(
                header,
                items,
                bytes,
                HexFormat.of().formatHex(digest.digest()),
                compressed.bytes,
                HexFormat.of().formatHex(compressed.digest.digest()));
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Counts and digests what passes. */
    private static final class Counted extends OutputStream {
        private final OutputStream out;
        private final MessageDigest digest = sha256();
        private long bytes;

        Counted(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] b, int offset, int length) throws IOException {
            out.write(b, offset, length);
            digest.update(b, offset, length);
            bytes += length;
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
