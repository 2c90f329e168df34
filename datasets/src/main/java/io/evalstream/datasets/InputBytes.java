package io.evalstream.datasets;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The bytes of a file, uncompressed; gzip and zstd are told by how the file begins. */
public final class InputBytes {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int GZIP = 0x1F8B;
    private static final int ZSTD = 0x28B52FFD;

    private InputBytes() {}

    /**
     * Opens a file.
     *
     * @throws BadDatasetException when it is missing, unreadable, no file, or not compressed
     *     although its name says so
     */
    public static InputStream open(Path file) throws IOException {
        checkReadable(file);
        int head = head(file);
        boolean gzip = head >>> 16 == GZIP;
        boolean zstd = head == ZSTD;
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if ((name.endsWith(".gz") && !gzip) || (name.endsWith(".zst") && !zstd)) {
            throw new BadDatasetException(
                    file,
                    0,
                    "",
                    "is not compressed as its name says",
                    "copy the file again, or correct its name");
        }
        InputStream in = Files.newInputStream(file);
        try {
            if (gzip) {
                return new CheckedStream(file, new GZIPInputStream(in, BUFFER_BYTES));
            }
            if (zstd) {
                return new CheckedStream(file, new ZstdInputStreamNoFinalizer(in));
            }
            return in;
        } catch (EOFException | ZipException e) {
            in.close();
            throw damaged(file);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** Whether a file begins as gzip or zstd does. */
    static boolean isCompressed(Path file) throws IOException {
        int head = head(file);
        return head >>> 16 == GZIP || head == ZSTD;
    }

    static void checkReadable(Path file) throws BadDatasetException {
        if (!Files.exists(file)) {
            throw new BadDatasetException(file, 0, "", "no such file", "check the path");
        }
        if (!Files.isRegularFile(file)) {
            throw new BadDatasetException(file, 0, "", "is no file", "check the path");
        }
        if (!Files.isReadable(file)) {
            throw new BadDatasetException(
                    file, 0, "", "may not be read", "allow the user of this process to read it");
        }
    }

    private static int head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(Integer.BYTES);
            int head = 0;
            for (int i = 0; i < Integer.BYTES; i++) {
                head = head << 8 | (i < bytes.length ? bytes[i] & 0xFF : 0);
            }
            return head;
        }
    }

    private static BadDatasetException damaged(Path file) {
        return new BadDatasetException(
                file,
                0,
                "",
                "the compressed file is cut off or damaged",
                "copy it again, or give the uncompressed file");
    }

    /** Says which file it is that cannot be uncompressed. */
    private static final class CheckedStream extends FilterInputStream {
        private final Path file;

        CheckedStream(Path file, InputStream in) {
            super(in);
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            try {
                return in.read();
            } catch (IOException e) {
                throw damagedBy(e);
            }
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return in.read(bytes, offset, length);
            } catch (IOException e) {
                throw damagedBy(e);
            }
        }

        private IOException damagedBy(IOException e) {
            BadDatasetException damaged = damaged(file);
            damaged.initCause(e);
            return damaged;
        }
    }
}
