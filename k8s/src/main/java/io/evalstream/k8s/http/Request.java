package io.evalstream.k8s.http;

import com.sun.net.httpserver.HttpExchange;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A request whose header has been read, and whose body has not. */
public final class Request {

    private final HttpExchange exchange;

    Request(HttpExchange exchange) {
        this.exchange = exchange;
    }

    public String method() {
        return exchange.getRequestMethod();
    }

    /** The first header of this name, whatever its case; empty also when its value is. */
    public Optional<String> header(String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null || value.isBlank() ? Optional.empty() : Optional.of(value.strip());
    }

    /** Whether the header says that the body is longer; nothing of it has been read. */
    public boolean announcesMoreThan(int bytes) {
        Optional<String> length = header("Content-Length");
        return length.isPresent() && Long.parseLong(length.get()) > bytes;
    }

    /**
     * The whole body.
     *
     * @param most bytes that are taken; no more than one byte more is read, announced or not
     * @return empty when it is longer
     * @throws IOException when it ends early, or does not end in time
     */
    public Optional<byte[]> body(int most) throws IOException {
        InputStream in = exchange.getRequestBody();
        byte[] body = in.readNBytes(most + 1);
        return body.length > most ? Optional.empty() : Optional.of(body);
    }
}
