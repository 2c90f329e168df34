package io.evalstream.readers;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipException;

/** The lines of a text file as bytes, with their numbers, one in memory at a time. */
final class LineSource implements Closeable {
    /** A longer line is not a row of results but a file of another kind. */
    static final int MAX_LINE_BYTES = 256 * 1024 * 1024;

    private final Path file;
    private final InputStream in;
    private final byte[] chunk = new byte[1 << 16];
    private int chunkStart;
    private int chunkEnd;
    private byte[] line = new byte[1 << 12];
    private long number;
    private boolean terminated;

    LineSource(Path file) throws IOException {
        this.file = file;
        this.in = InputFiles.open(file);
    }

    /**
     * The next line that is not blank, without its end; null at the end of the file.
     *
     * @throws BadInputException when the line is longer than {@link #MAX_LINE_BYTES} or the
     *     compressed file is damaged
     */
    byte[] next() throws IOException, BadInputException {
        while (true) {
            int length = readLine();
            if (length < 0) {
                return null;
            }
            int start = number == 1 && startsWithByteOrderMark(length) ? 3 : 0;
            int end = length > start && line[length - 1] == '\r' ? length - 1 : length;
            if (!isBlank(start, end)) {
                return Arrays.copyOfRange(line, start, end);
            }
        }
    }

    /** The number of the line last returned, from 1. */
    long number() {
        return number;
    }

    /** Whether the line last returned ended with a line feed; a line being written does not. */
    boolean terminated() {
        return terminated;
    }

    private int readLine() throws IOException, BadInputException {
        int length = 0;
        number++;
        while (true) {
            if (chunkStart == chunkEnd && !fill()) {
                terminated = false;
                return length == 0 ? -1 : length;
            }
            int end = chunkStart;
            while (end < chunkEnd && chunk[end] != '\n') {
                end++;
            }
            append(length, end - chunkStart);
            length += end - chunkStart;
            chunkStart = end;
            if (end < chunkEnd) {
                chunkStart++;
                terminated = true;
                return length;
            }
        }
    }

    private boolean fill() throws IOException, BadInputException {
        try {
            chunkStart = 0;
            chunkEnd = Math.max(in.read(chunk), 0);
            return chunkEnd > 0;
        } catch (EOFException | ZipException e) {
            throw new BadInputException(
                    file,
                    number,
                    "",
                    "the compressed file is cut off or damaged",
                    "copy it again, or give the uncompressed file");
        }
    }

    private void append(int length, int added) throws BadInputException {
        if (length + added > MAX_LINE_BYTES) {
            throw new BadInputException(
                    file,
                    number,
                    "",
                    "the line is longer than " + MAX_LINE_BYTES / (1024 * 1024) + " MiB",
                    "give a file with one JSON object per line");
        }
        if (length + added > line.length) {
            line = Arrays.copyOf(line, Math.max(line.length * 2, length + added));
        }
        System.arraycopy(chunk, chunkStart, line, length, added);
    }

    private boolean startsWithByteOrderMark(int length) {
        return length >= 3
                && line[0] == (byte) 0xEF
                && line[1] == (byte) 0xBB
                && line[2] == (byte) 0xBF;
    }

    private boolean isBlank(int start, int end) {
        for (int i = start; i < end; i++) {
            if (line[i] != ' ' && line[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
