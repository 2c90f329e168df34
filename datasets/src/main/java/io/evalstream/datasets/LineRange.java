package io.evalstream.datasets;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The items of some lines of a JSONL file, so that several can be read at once.
 *
 * <p>Not for use by several threads.
 */
public final class LineRange implements Closeable {

    private final Path file;
    private final long from;
    private final FileItems items;
    private long row;

    private LineRange(Path file, long from, FileItems items) {
        this.file = file;
        this.from = from;
        this.items = items;
    }

    /**
     * Where a file can be cut.
     *
     * @param about bytes of a piece, at least 1
     * @return the first byte of each line a piece begins with, and the size of the file; null where
     *     it is no JSONL by its name, or compressed, and has to be read as a whole
     */
    public static List<Long> cuts(Path file, long about) throws IOException {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (!name.endsWith(".jsonl") && !name.endsWith(".ndjson")) {
            return null;
        }
        InputBytes.checkReadable(file);
        long size = Files.size(file);
        if (size <= about || InputBytes.isCompressed(file)) {
            return null;
        }
        List<Long> cuts = new ArrayList<>();
        cuts.add(0L);
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            byte[] buffer = new byte[1 << 13];
            for (long at = about; at < size; ) {
                long line = nextLine(bytes, at, buffer);
                if (line >= size) {
                    break;
                }
                cuts.add(line);
                at = line + about;
            }
        }
        cuts.add(size);
        return cuts;
    }

    /** The first byte behind the next line's end. */
    private static long nextLine(RandomAccessFile bytes, long from, byte[] buffer)
            throws IOException {
        bytes.seek(from);
        for (long at = from; ; ) {
            int read = bytes.read(buffer);
            if (read < 0) {
                return at;
            }
            for (int i = 0; i < read; i++) {
                if (buffer[i] == '\n') {
                    return at + i + 1;
                }
            }
            at += read;
        }
    }

    /**
     * Opens a range.
     *
     * @param from first byte of a line
     * @param to first byte of another, or the size of the file
     * @param mapping of the fields; null where the shapes of the records are to tell it
     */
    public static LineRange open(Path file, long from, long to, FieldMapping mapping)
            throws IOException {
        InputBytes.checkReadable(file);
        RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r");
        bytes.seek(from);
        InputStream in = new Limited(Channels.newInputStream(bytes.getChannel()), bytes, to - from);
        return new LineRange(file, from, new FileItems(file, new JsonLines(file, in), mapping));
    }

    /**
     * The next item; its row, and its id where it has none of its own, count from the range's
     * first.
     *
     * @return null behind the last
     * @throws BadDatasetException at the first fault, with the line of the whole file
     */
    public DatasetItem next() throws IOException {
        try {
            DatasetItem item = items.next(row);
            row++;
            return item;
        } catch (BadDatasetException e) {
            throw placed(e);
        }
    }

    /**
     * Reads what the next item is compared by, which takes less time than the item.
     *
     * @return false behind the last, which leaves what is there
     * @throws BadDatasetException as {@link #next}
     */
    public boolean nextText(boolean withContext, ComparedText into) throws IOException {
        try {
            boolean isThere = items.nextText(row, withContext, into);
            row++;
            return isThere;
        } catch (BadDatasetException e) {
            throw placed(e);
        }
    }

    private BadDatasetException placed(BadDatasetException e) throws IOException {
        if (e.line() == 0 || from == 0) {
            return e;
        }
        BadDatasetException placed =
                new BadDatasetException(
                        file, e.line() + linesBefore(), e.field(), e.problem(), e.remedy());
        placed.initCause(e);
        return placed;
    }

    private long linesBefore() throws IOException {
        long lines = 0;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (long left = from; left > 0; ) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    break;
                }
                for (int i = 0; i < read; i++) {
                    lines += buffer[i] == '\n' ? 1 : 0;
                }
                left -= read;
            }
        }
        return lines;
    }

    @Override
    public void close() throws IOException {
        items.close();
    }

    /** So many bytes and no more. */
    private static final class Limited extends FilterInputStream {

        private final RandomAccessFile file;
        private long left;

        Limited(InputStream in, RandomAccessFile file, long left) {
            super(in);
            this.file = file;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = in.read();
            left -= read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = in.read(bytes, offset, (int) Math.min(length, left));
            left -= Math.max(0, read);
            return read;
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
