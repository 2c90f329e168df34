package io.evalstream.embedded.clickhouse;

import com.sun.jna.Pointer;

import java.util.Optional;
import java.util.Set;

/**
 * Joins the pieces of a streamed result: each repeats the format's header, which may stand only at
 * the start of the whole.
 */
final class HeaderLength {

    // Not the JSON formats: a setting can make one array of their rows.
    private static final Set<String> WITHOUT_HEADER =
            Set.of("RowBinary", "TabSeparated", "TSV", "TabSeparatedRaw", "TSVRaw", "CSV");
    private static final String NAMES_AND_TYPES = "RowBinaryWithNamesAndTypes";

    private final boolean namesAndTypes;
    private boolean first = true;

    private HeaderLength(boolean namesAndTypes) {
        this.namesAndTypes = namesAndTypes;
    }

    /** How to join pieces of {@code format}; nothing when they cannot be joined. */
    static Optional<HeaderLength> of(String format) {
        boolean withHeader = format.equals(NAMES_AND_TYPES);
        return withHeader || WITHOUT_HEADER.contains(format)
                ? Optional.of(new HeaderLength(withHeader))
                : Optional.empty();
    }

    /** The bytes to leave out of the piece at {@code buffer}. */
    int toSkip(Pointer buffer, long length) {
        if (first || !namesAndTypes) {
            first = false;
            return 0;
        }
        Cursor cursor = new Cursor(buffer, length);
        int columns = cursor.varint();
        for (int name = 0; name < columns; name++) {
            cursor.skipString();
        }
        for (int type = 0; type < columns; type++) {
            cursor.skipString();
        }
        return cursor.position;
    }

    /** Reads LEB128 lengths out of native memory. */
    private static final class Cursor {
        private final Pointer buffer;
        private final long length;
        private int position;

        Cursor(Pointer buffer, long length) {
            this.buffer = buffer;
            this.length = length;
        }

        int varint() {
            int value = 0;
            for (int shift = 0; position < length; shift += 7) {
                int next = buffer.getByte(position++);
                value |= (next & 0x7f) << shift;
                if (next >= 0) {
                    return value;
                }
            }
            throw new IllegalStateException("a result's header is cut off");
        }

        void skipString() {
            int size = varint();
            position += size;
        }
    }
}
