package io.evalstream.grafana;

import com.clickhouse.client.api.Client;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.evalstream.embedded.clickhouse.ClickHouseEngine;
import io.evalstream.embedded.clickhouse.ClickHouseOptions;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A ClickHouse that answers what dashboards ask. */
final class DashboardEngine implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ClickHouseEngine engine;

    private DashboardEngine(ClickHouseEngine engine) {
        this.engine = engine;
    }

    static DashboardEngine start(Path directory) {
        return new DashboardEngine(
                ClickHouseEngine.start(ClickHouseOptions.inDirectory(directory)));
    }

    Client connect() {
        return new Client.Builder()
                .addEndpoint(engine.httpUrl().toString())
                .setUsername("default")
                .setPassword("")
                .compressServerResponse(false)
                .build();
    }

    /** Column names and types as {@code meta}, rows as arrays in {@code data}. */
    JsonNode ask(String statement) throws IOException, InterruptedException {
        return MAPPER.readTree(send(statement + "\nFORMAT JSONCompact"));
    }

    String send(String statement) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                HTTP.send(
                        HttpRequest.newBuilder(engine.httpUrl())
                                .POST(HttpRequest.BodyPublishers.ofString(statement))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new AssertionError(statement + "\n-> " + answer.body());
        }
        return answer.body();
    }

    /** Every statement of a file of the tests or of the migrations. */
    void run(String resource) throws IOException, InterruptedException {
        for (String statement : text(resource).replaceAll("(?m)^--.*$", "").split(";\\s*\\n")) {
            if (!statement.isBlank()) {
                send(statement);
            }
        }
    }

    static String text(String resource) throws IOException {
        try (InputStream stream = DashboardEngine.class.getResourceAsStream(resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** What a query of a dashboard becomes for the last day, with some choices and else All. */
    static String expand(Dashboard dashboard, String sql, Map<String, String> chosen) {
        Map<String, List<String>> choices = new HashMap<>();
        for (String variable : dashboard.variables()) {
            choices.put(variable, new ArrayList<>());
        }
        chosen.forEach((name, value) -> choices.replace(name, List.of(value)));
        Instant now = Instant.now();
        TimeRange day = new TimeRange(now.minus(Duration.ofDays(1)), now.plusSeconds(60));
        return new QueryExpansion(day, choices).expand(sql);
    }

    @Override
    public void close() {
        engine.close();
    }
}
