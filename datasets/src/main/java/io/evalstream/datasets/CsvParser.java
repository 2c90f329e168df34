package io.evalstream.datasets;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a table in the form of RFC 4180: fields with line ends, delimiters or quotes are
 * quoted, quotes in them doubled. Lines end with LF, CRLF or CR; empty lines are no rows.
 */
final class CsvParser {

    /** A longer field is not a cell but a quote that nobody closed. */
    static final int MAX_FIELD_CHARS = 64 * 1024 * 1024;

    private static final int END = -1;

    private final Path file;
    private final Reader in;
    private final char delimiter;
    private final char[] chars = new char[1 << 15];
    private final StringBuilder field = new StringBuilder();
    private int at;
    private int filled;
    private long line = 1;
    private long rowLine;

    CsvParser(Path file, Reader in, char delimiter) {
        this.file = file;
        this.in = in;
        this.delimiter = delimiter;
    }

    /** The next row; null behind the last. */
    List<String> next() throws IOException {
        int c = read();
        while (c == '\n') {
            c = read();
        }
        if (c == END) {
            return null;
        }
        // The line feed that ends a line has been read, not counted in for this row.
        rowLine = line;
        List<String> row = new ArrayList<>();
        while (true) {
            c = c == '"' ? quoted() : plain(c);
            row.add(field.toString());
            field.setLength(0);
            if (c != delimiter) {
                return row;
            }
            c = read();
        }
    }

    /** The line on which the row last returned begins, from 1. */
    long line() {
        return rowLine;
    }

    /** Reads the rest of a field that is not quoted; returns what ended it. */
    private int plain(int first) throws IOException {
        int c = first;
        while (c != delimiter && c != '\n' && c != END) {
            append((char) c);
            c = read();
        }
        return c;
    }

    private int quoted() throws IOException {
        long begun = line;
        while (true) {
            int c = read();
            if (c == END) {
                throw bad(begun, "the quote is never closed", "close it, or copy the file again");
            }
            if (c != '"') {
                append((char) c);
                continue;
            }
            c = read();
            if (c == delimiter || c == '\n' || c == END) {
                return c;
            }
            if (c != '"') {
                throw bad(
                        line,
                        "text follows the end of a quoted field",
                        "double the quotes inside of the field");
            }
            append('"');
        }
    }

    private void append(char c) throws BadDatasetException {
        if (field.length() == MAX_FIELD_CHARS) {
            throw bad(
                    rowLine,
                    "a field is longer than " + MAX_FIELD_CHARS + " characters",
                    "close the quote that is open");
        }
        field.append(c);
    }

    private BadDatasetException bad(long at, String problem, String remedy) {
        return new BadDatasetException(file, at, "", problem, remedy);
    }

    /** The next character; every end of a line is a line feed. */
    private int read() throws IOException {
        int c = peek();
        if (c == END) {
            return END;
        }
        at++;
        if (c == '\r') {
            if (peek() == '\n') {
                at++;
            }
            c = '\n';
        }
        if (c == '\n') {
            line++;
        }
        return c;
    }

    private int peek() throws IOException {
        if (at == filled) {
            try {
                filled = Math.max(0, in.read(chars, 0, chars.length));
            } catch (CharacterCodingException e) {
                BadDatasetException bad =
                        bad(line, "the text is not UTF-8", "convert the file to UTF-8");
                bad.initCause(e);
                throw bad;
            }
            at = 0;
            if (filled == 0) {
                return END;
            }
        }
        return chars[at];
    }
}
