package io.evalstream.bench.streaming;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Asks ClickHouse and inserts into it, with nothing in between. */
final class ClickHouseHttp {
    static final String DATABASE = "vllm_eval";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI url;

    /**
     * @param url HTTP endpoint
     */
    ClickHouseHttp(URI url) {
        this.url = url;
    }

    /**
     * Runs a statement.
     *
     * @return its rows, columns apart by tabs
     * @throws IOException with ClickHouse's words when it is refused
     */
    List<String> query(String sql) throws IOException {
        return send("", HttpRequest.BodyPublishers.ofString(sql)).lines().toList();
    }

    /** The one number a query returns. */
    long number(String sql) throws IOException {
        return Long.parseLong(query(sql).get(0));
    }

    /**
     * Inserts, and returns when the rows are stored.
     *
     * @param statement {@code INSERT INTO … FORMAT …}
     */
    void insert(String statement, byte[] body, int length) throws IOException {
        send(
                "&async_insert=0&query=" + URLEncoder.encode(statement, StandardCharsets.UTF_8),
                HttpRequest.BodyPublishers.ofByteArray(body, 0, length));
    }

    private String send(String parameters, HttpRequest.BodyPublisher body) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(url.resolve("/?database=" + DATABASE + parameters))
                        .POST(body)
                        .build();
        try {
            HttpResponse<String> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("ClickHouse: " + answer.body().strip());
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking ClickHouse", e);
        }
    }
}
