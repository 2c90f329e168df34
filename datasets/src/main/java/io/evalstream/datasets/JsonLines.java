package io.evalstream.datasets;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;

/** The lines of a JSONL file that are not blank, in place in one buffer. */
final class JsonLines implements RecordSource {
    /** A longer line is not an item but a file of another kind. */
    static final int MAX_LINE_BYTES = 256 * 1024 * 1024;

    private static final int BUFFER_BYTES = 1 << 17;

    private final Path file;
    private final InputStream in;
    private byte[] buffer;
    private int filled;
    private int next;
    private int start;
    private int end;
    private long line;

    JsonLines(Path file, InputStream in) {
        this(file, in, BUFFER_BYTES);
    }

    JsonLines(Path file, InputStream in, int bufferBytes) {
        this.file = file;
        this.in = in;
        this.buffer = new byte[bufferBytes];
    }

    @Override
    public boolean next() throws IOException {
        while (readLine()) {
            line++;
            if (line == 1) {
                skipByteOrderMark();
            }
            if (end > start && buffer[end - 1] == '\r') {
                end--;
            }
            if (!isBlank()) {
                int invalid = Utf8.firstInvalid(buffer, start, end);
                if (invalid >= 0) {
                    throw new BadDatasetException(
                            file,
                            line,
                            "",
                            "byte " + (invalid - start + 1) + " of the line is not UTF-8",
                            "convert the file to UTF-8");
                }
                return true;
            }
        }
        return false;
    }

    private boolean readLine() throws IOException {
        start = next;
        int at = next;
        while (true) {
            at = Utf8.firstOf('\n', buffer, at, filled);
            if (at < filled) {
                end = at;
                next = at + 1;
                return true;
            }
            int moved = start;
            if (!fill()) {
                end = filled;
                next = filled;
                return end > start;
            }
            at -= moved - start;
        }
    }

    /** Makes room behind the line that has begun and reads more of the file. */
    private boolean fill() throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, filled - start);
            filled -= start;
            start = 0;
        }
        if (filled == buffer.length) {
            if (filled >= MAX_LINE_BYTES) {
                throw new BadDatasetException(
                        file,
                        line + 1,
                        "",
                        "the line is longer than " + MAX_LINE_BYTES / (1024 * 1024) + " MiB",
                        "give a file with one JSON object per line");
            }
            buffer = Arrays.copyOf(buffer, Math.max(1, filled * 2));
        }
        int read = in.read(buffer, filled, buffer.length - filled);
        if (read <= 0) {
            return false;
        }
        filled += read;
        return true;
    }

    private void skipByteOrderMark() {
        if (end - start >= 3
                && buffer[start] == (byte) 0xEF
                && buffer[start + 1] == (byte) 0xBB
                && buffer[start + 2] == (byte) 0xBF) {
            start += 3;
        }
    }

    private boolean isBlank() {
        for (int i = start; i < end; i++) {
            if (buffer[i] != ' ' && buffer[i] != '\t' && buffer[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    @Override
    public byte[] buffer() {
        return buffer;
    }

    @Override
    public int start() {
        return start;
    }

    @Override
    public int end() {
        return end;
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
