package io.evalstream.embedded.clickhouse;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

import java.io.IOException;
import java.io.InputStream;

/** An open INSERT: data in pieces of any size, then {@link #finish()}; closing earlier cancels. */
final class InsertStream implements AutoCloseable {

    private static final int PIECE_BYTES = 256 * 1024;

    private final ChdbNative library;
    private final Pointer stream;

    InsertStream(ChdbNative library, Pointer stream) {
        this.library = library;
        this.stream = stream;
    }

    /** Appends all of {@code data}; the engine slows us down when it cannot keep up. */
    void append(InputStream data) throws EngineException, IOException {
        byte[] piece = new byte[PIECE_BYTES];
        try (Memory copy = new Memory(PIECE_BYTES)) {
            for (int size = data.readNBytes(piece, 0, piece.length);
                    size > 0;
                    size = data.readNBytes(piece, 0, piece.length)) {
                copy.write(0, piece, 0, size);
                if (library.chdb_stream_append(stream, copy, size) != 0) {
                    String error = library.chdb_stream_insert_error(stream);
                    throw EngineException.of(error == null ? "the insert was refused" : error);
                }
            }
        }
    }

    /** Commits what was appended. */
    QueryStatistics finish() throws EngineException {
        Pointer result = library.chdb_stream_done(stream);
        try {
            String error = library.chdb_result_error(result);
            if (error != null) {
                throw EngineException.of(error);
            }
            return ChdbConnection.statistics(library, result);
        } finally {
            library.chdb_destroy_query_result(result);
        }
    }

    @Override
    public void close() {
        library.chdb_destroy_insert_stream(stream);
    }
}
