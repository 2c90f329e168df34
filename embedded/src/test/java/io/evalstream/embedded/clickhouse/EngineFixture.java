package io.evalstream.embedded.clickhouse;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Starts engines for tests and talks to them without any driver. */
final class EngineFixture {

    static final HttpClient HTTP = HttpClient.newHttpClient();

    private EngineFixture() {}

    /** Options that always lead to libchdb, even where a server program is installed. */
    static ClickHouseOptions libraryIn(Path directory) {
        return ClickHouseOptions.inDirectory(directory).withEnvironment(withoutServer());
    }

    static Map<String, String> withoutServer() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        Executables.find("clickhouse", environment)
                .ifPresent(
                        program ->
                                environment.put(
                                        "PATH",
                                        environment
                                                .get("PATH")
                                                .replace(program.getParent().toString(), "")));
        return environment;
    }

    static HttpResponse<byte[]> post(URI server, String parameters, byte[] body)
            throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(server.resolve("/?" + parameters))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    static HttpResponse<byte[]> post(URI server, String sql)
            throws IOException, InterruptedException {
        return post(server, "", sql.getBytes(StandardCharsets.UTF_8));
    }

    /** The text of a statement's result, which must succeed. */
    static String run(URI server, String sql) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = post(server, sql);
        String text = text(answer);
        if (answer.statusCode() != 200) {
            throw new AssertionError(sql + " -> " + answer.statusCode() + " " + text);
        }
        return text.strip();
    }

    static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
