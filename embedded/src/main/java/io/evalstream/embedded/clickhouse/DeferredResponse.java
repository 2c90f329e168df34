package io.evalstream.embedded.clickhouse;

import com.sun.net.httpserver.HttpExchange;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/**
 * A response that holds back its first megabyte, so that an error in it still becomes a status.
 *
 * <p>What is written passes the encoding that the request asked for. Once the held-back part has
 * gone out, an error can only cut the connection.
 */
final class DeferredResponse {

    private static final int HELD_BACK_BYTES = 1 << 20;

    private final HttpExchange exchange;
    private final RequestParameters request;
    private ByteArrayOutputStream held = new ByteArrayOutputStream();
    private OutputStream network;
    private OutputStream body;

    DeferredResponse(HttpExchange exchange, RequestParameters request) {
        this.exchange = exchange;
        this.request = request;
    }

    boolean isCommitted() {
        return network != null;
    }

    void header(String name, String value) {
        exchange.getResponseHeaders().set(name, value);
    }

    /** Where the result goes. */
    OutputStream body() throws IOException {
        if (body == null) {
            body = encoded(new Holding(), 200);
        }
        return body;
    }

    /** Sends the result, with its length when all of it was held back. */
    void finish() throws IOException {
        body().close();
        if (isCommitted()) {
            network.close();
            return;
        }
        send(200, held.toByteArray());
    }

    /** Sends an error instead of what was held back. */
    void fail(EngineException error) throws IOException {
        if (isCommitted()) {
            throw new IOException("the result failed after its start: " + error.getMessage());
        }
        exchange.getResponseHeaders().remove("X-ClickHouse-Summary");
        exchange.getResponseHeaders().remove("Content-Encoding");
        header("X-ClickHouse-Exception-Code", Integer.toString(error.code()));
        header("Content-Type", "text/plain; charset=UTF-8");
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (OutputStream out = encoded(text, error.httpStatus())) {
            out.write((error.getMessage() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        send(error.httpStatus(), text.toByteArray());
    }

    private void send(int status, byte[] content) throws IOException {
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        network = exchange.getResponseBody();
        if (content.length > 0) {
            network.write(content);
        }
        exchange.close();
    }

    private OutputStream encoded(OutputStream out, int status) throws IOException {
        if (request.compressedBlocksWanted()) {
            return CompressedBlocks.writer(out);
        }
        if (request.responseEncoding().isEmpty() || status == 401 || status == 403) {
            return out;
        }
        String encoding = request.responseEncoding().get();
        header("Content-Encoding", encoding);
        return encoding.equals("lz4") ? Lz4.frameWriter(out) : new GZIPOutputStream(out);
    }

    /** Collects until the limit, then commits to success and passes everything on. */
    private final class Holding extends OutputStream {

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            if (network == null && held.size() + length > HELD_BACK_BYTES) {
                exchange.sendResponseHeaders(200, 0);
                network = exchange.getResponseBody();
                held.writeTo(network);
                held = new ByteArrayOutputStream(0);
            }
            if (network == null) {
                held.write(source, offset, length);
            } else {
                network.write(source, offset, length);
            }
        }
    }
}
