package io.evalstream.embedded.clickhouse;

import com.sun.jna.Pointer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** One connection to the engine, used by one thread at a time. */
final class ChdbConnection implements AutoCloseable {

    private static final int SLICE_BYTES = 64 * 1024;

    private final ChdbNative library;
    private final Pointer reference;
    private final Pointer connection;

    ChdbConnection(ChdbNative library, Pointer reference) {
        this.library = library;
        this.reference = reference;
        this.connection = reference.getPointer(0);
    }

    /** Runs a statement whose output is of no interest. */
    void execute(String statement) throws EngineException {
        try {
            query(
                    statement.getBytes(StandardCharsets.UTF_8),
                    "Null",
                    Map.of(),
                    OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new IllegalStateException("the null stream failed", e);
        }
    }

    /**
     * Runs a statement to its end, then writes its whole output, which stays outside the heap.
     *
     * @param format the output format unless the statement names one
     */
    QueryStatistics query(
            byte[] statement, String format, Map<String, String> parameters, OutputStream out)
            throws EngineException, IOException {
        byte[] formatName = format.getBytes(StandardCharsets.UTF_8);
        Pointer result;
        try (QueryParameters bound = new QueryParameters(parameters)) {
            result =
                    library.chdb_query_with_params_n(
                            connection,
                            statement,
                            statement.length,
                            formatName,
                            formatName.length,
                            bound.names,
                            bound.nameLengths,
                            bound.values,
                            bound.valueLengths,
                            bound.count());
        }
        return consume(result, Optional.empty(), out);
    }

    /**
     * Opens a SELECT whose output comes in pieces. Each piece is a document of its own in the
     * format, so only formats whose documents can be joined are of use.
     *
     * @return nothing when the engine does not stream this kind of statement, which has not run
     */
    Optional<ResultStream> stream(byte[] statement, String format, Map<String, String> parameters)
            throws EngineException {
        byte[] formatName = format.getBytes(StandardCharsets.UTF_8);
        Pointer stream;
        try (QueryParameters bound = new QueryParameters(parameters)) {
            stream =
                    library.chdb_stream_query_with_params_n(
                            connection,
                            statement,
                            statement.length,
                            formatName,
                            formatName.length,
                            bound.names,
                            bound.nameLengths,
                            bound.values,
                            bound.valueLengths,
                            bound.count());
        }
        String error = library.chdb_result_error(stream);
        if (error != null) {
            library.chdb_destroy_query_result(stream);
            if (error.contains("Streaming query is not supported")) {
                return Optional.empty();
            }
            throw EngineException.of(error);
        }
        return Optional.of(new ResultStream(stream));
    }

    /**
     * Opens an insert.
     *
     * @param statement an INSERT up to where FORMAT or VALUES would stand
     * @param format the format of the data that is appended
     */
    InsertStream insert(byte[] statement, String format, Map<String, String> parameters)
            throws EngineException {
        byte[] formatName = format.getBytes(StandardCharsets.UTF_8);
        Pointer stream;
        try (QueryParameters bound = new QueryParameters(parameters)) {
            stream =
                    library.chdb_stream_insert_with_params_n(
                            connection,
                            statement,
                            statement.length,
                            formatName,
                            formatName.length,
                            bound.names,
                            bound.nameLengths,
                            bound.values,
                            bound.valueLengths,
                            bound.count());
        }
        String error = library.chdb_stream_insert_error(stream);
        if (error != null) {
            library.chdb_destroy_insert_stream(stream);
            throw EngineException.of(error);
        }
        return new InsertStream(library, stream);
    }

    /** Writes a result, without the header that a piece of a stream repeats, and frees it. */
    private QueryStatistics consume(Pointer result, Optional<HeaderLength> header, OutputStream out)
            throws EngineException, IOException {
        try {
            String error = library.chdb_result_error(result);
            if (error != null) {
                throw EngineException.of(error);
            }
            long length = library.chdb_result_length(result);
            if (length > 0) {
                Pointer buffer = library.chdb_result_buffer(result);
                int skip = header.isPresent() ? header.get().toSkip(buffer, length) : 0;
                copy(buffer, skip, length, out);
            }
            return statistics(library, result);
        } finally {
            library.chdb_destroy_query_result(result);
        }
    }

    private static void copy(Pointer buffer, int from, long length, OutputStream out)
            throws IOException {
        byte[] slice = new byte[(int) Math.min(SLICE_BYTES, length - from)];
        for (long done = from; done < length; ) {
            int size = (int) Math.min(slice.length, length - done);
            buffer.read(done, slice, 0, size);
            out.write(slice, 0, size);
            done += size;
        }
    }

    static QueryStatistics statistics(ChdbNative library, Pointer result) {
        return new QueryStatistics(
                library.chdb_result_storage_rows_read(result),
                library.chdb_result_storage_bytes_read(result),
                library.chdb_result_rows_written(result),
                library.chdb_result_bytes_written(result),
                library.chdb_result_rows_read(result),
                library.chdb_result_bytes_read(result),
                (long) (library.chdb_result_elapsed(result) * 1e9));
    }

    @Override
    public void close() {
        library.chdb_close_conn(reference);
    }

    /** The pieces of a SELECT's output; closing it early cancels the SELECT. */
    final class ResultStream implements AutoCloseable {

        private final Pointer stream;
        private boolean ended;

        ResultStream(Pointer stream) {
            this.stream = stream;
        }

        /**
         * Writes the next piece without the header that it repeats.
         *
         * @return the bytes of the piece, its header included; 0 at the end
         */
        long next(HeaderLength header, OutputStream out, StatisticsSum sum)
                throws EngineException, IOException {
            Pointer piece = library.chdb_stream_fetch_result(connection, stream);
            long length = library.chdb_result_length(piece);
            sum.add(consume(piece, Optional.of(header), out));
            ended = length == 0;
            return length;
        }

        @Override
        public void close() {
            if (!ended) {
                library.chdb_stream_cancel_query(connection, stream);
            }
            library.chdb_destroy_query_result(stream);
        }
    }
}
