package io.evalstream.embedded.clickhouse;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** The statement of a request and the rows that come with it, decoded but not held in memory. */
final class RequestBody {

    // ClickHouse parses no more than max_query_size, by default as much, of an INSERT's head.
    private static final int HEAD_BYTES = 256 * 1024;
    private static final int LARGEST_STATEMENT_BYTES = 64 * 1024 * 1024;

    private final byte[] head;
    private final Optional<Statement.Insert> insert;
    private final InputStream rest;

    private RequestBody(byte[] head, Optional<Statement.Insert> insert, InputStream rest) {
        this.head = head;
        this.insert = insert;
        this.rest = rest;
    }

    /** Reads as much of the request as it takes to know what it is. */
    static RequestBody read(RequestParameters request, InputStream raw)
            throws IOException, EngineException {
        PushbackInputStream body = new PushbackInputStream(decoded(request, readingOf(raw)), 1);
        int first = body.read();
        if (first >= 0) {
            body.unread(first);
        }
        byte[] query = query(request, first >= 0);
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(query), body);
        byte[] head = whole.readNBytes(HEAD_BYTES);
        Optional<Statement.Insert> insert = Statement.insert(head);
        boolean cut = head.length == HEAD_BYTES;
        if (insert.isPresent() && !(cut && insert.get().headEnd() == head.length)) {
            return new RequestBody(head, insert, whole);
        }
        if (cut) {
            byte[] all = extended(head, whole);
            insert = Statement.insert(all);
            if (insert.isEmpty() || insert.get().headEnd() == all.length) {
                requireEnd(whole);
            }
            return new RequestBody(all, insert, whole);
        }
        return new RequestBody(head, insert, whole);
    }

    /**
     * Only the reading of {@code raw}: joined streams close their parts, but a closed request body
     * cannot be drained; and to skip in a chunked one would skip over its chunk headers.
     */
    private static InputStream readingOf(InputStream raw) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                return raw.read();
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return raw.read(target, offset, length);
            }
        };
    }

    /** The parameter's text; a line end keeps it apart from the rows in the body. */
    private static byte[] query(RequestParameters request, boolean bodyFollows) {
        byte[] query = request.query().getBytes(StandardCharsets.UTF_8);
        if (query.length == 0 || !bodyFollows) {
            return query;
        }
        Optional<Statement.Insert> insert = Statement.insert(query);
        boolean rowsStarted = insert.isPresent() && !isBlank(query, insert.get().dataStart());
        if (rowsStarted) {
            return query;
        }
        return (request.query().stripTrailing() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isBlank(byte[] text, int from) {
        for (int at = from; at < text.length; at++) {
            if (text[at] < 0 || text[at] > ' ') {
                return false;
            }
        }
        return true;
    }

    private static InputStream decoded(RequestParameters request, InputStream raw)
            throws IOException, EngineException {
        InputStream body =
                switch (request.contentEncoding()) {
                    case "", "identity" -> raw;
                    case "gzip", "x-gzip" ->
                            new DecodedBody(raw, in -> new GZIPInputStream(in, 64 * 1024));
                    case "deflate" -> new DecodedBody(raw, InflaterInputStream::new);
                    case "lz4" -> new DecodedBody(raw, Lz4::frameReader);
                    default ->
                            throw EngineException.of(
                                    89,
                                    "Content-Encoding '"
                                            + request.contentEncoding()
                                            + "' is not supported; use lz4, gzip, deflate or none",
                                    "UNKNOWN_COMPRESSION_METHOD");
                };
        return request.compressedBlocksSent() ? CompressedBlocks.reader(body) : body;
    }

    /** The insert this is, if rows come with it. */
    Optional<Statement.Insert> insert() {
        return insert;
    }

    boolean isEmpty() {
        return isBlank(head, 0);
    }

    /** The statement: of an insert, the part before FORMAT or VALUES. */
    byte[] statement() throws EngineException {
        if (insert.isPresent()) {
            byte[] statement = Arrays.copyOf(head, insert.get().headEnd() + 1);
            // The engine goes on writing behind it; a comment at its end must not swallow that.
            statement[statement.length - 1] = '\n';
            return statement;
        }
        return Statement.single(head);
    }

    /** Statement and rows as they came, for the few inserts that need both at once. */
    byte[] whole() throws IOException, EngineException {
        byte[] all = extended(head, rest);
        requireEnd(rest);
        return all;
    }

    private static byte[] extended(byte[] head, InputStream rest) throws IOException {
        byte[] more = rest.readNBytes(LARGEST_STATEMENT_BYTES);
        byte[] all = Arrays.copyOf(head, head.length + more.length);
        System.arraycopy(more, 0, all, head.length, more.length);
        return all;
    }

    /** A part of a statement could do something else than the whole. */
    private static void requireEnd(InputStream rest) throws IOException, EngineException {
        if (rest.read() >= 0) {
            throw EngineException.of(
                    62,
                    "Syntax error: a statement is longer than "
                            + LARGEST_STATEMENT_BYTES
                            + " bytes",
                    "SYNTAX_ERROR");
        }
    }

    /** The rows of an insert, in the request's encoding of them. */
    InputStream rows() {
        int from = insert.orElseThrow().dataStart();
        return new SequenceInputStream(
                new ByteArrayInputStream(head, from, head.length - from), rest);
    }
}
