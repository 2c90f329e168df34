package io.evalstream.jobs.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.clickhouse.client.api.Client;

import io.evalstream.embedded.clickhouse.ClickHouseEngine;
import io.evalstream.embedded.clickhouse.ClickHouseOptions;
import io.evalstream.sql.Migrations;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real engine with the tables of the migrations, and one whose rows can be counted. */
final class EngineTables implements AutoCloseable {

    /** How many blocks the counted table recognises. */
    static final int WINDOW = 500;

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ClickHouseEngine engine;

    private EngineTables(ClickHouseEngine engine) {
        this.engine = engine;
    }

    static EngineTables start(Path directory) throws Exception {
        ClickHouseEngine engine = ClickHouseEngine.start(ClickHouseOptions.inDirectory(directory));
        EngineTables tables = new EngineTables(engine);
        try (Client client =
                new ClickHouseEndpoint(engine.httpUrl().toString(), "default", "default", "")
                        .connect()) {
            Migrations.apply(client);
        }
        return tables;
    }

    ClickHouseEndpoint endpoint() {
        return endpoint(Migrations.DATABASE);
    }

    ClickHouseEndpoint endpoint(String database) {
        return new ClickHouseEndpoint(engine.httpUrl().toString(), database, "default", "");
    }

    /** A database with {@link Numbered} and dead letters, in which nothing is ever merged. */
    ClickHouseEndpoint countedDatabase(String name) throws Exception {
        query("CREATE DATABASE " + name);
        in(name, Numbered.ddl(WINDOW));
        in(name, "CREATE TABLE deadletters AS " + Migrations.DATABASE + ".deadletters");
        in(name, "SYSTEM STOP MERGES " + name + "." + Numbered.NAME);
        in(name, "SYSTEM STOP MERGES " + name + ".deadletters");
        return endpoint(name);
    }

    /** The lines of an answer. */
    List<String> query(String sql) throws Exception {
        return in(Migrations.DATABASE, sql);
    }

    List<String> in(String database, String sql) throws IOException, InterruptedException {
        URI url = engine.httpUrl().resolve("/?database=" + database);
        HttpResponse<String> answer =
                HTTP.send(
                        HttpRequest.newBuilder(url)
                                .POST(HttpRequest.BodyPublishers.ofString(sql))
                                .build(),
                        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body().lines().toList();
    }

    List<Long> numbers(String database, String sql) throws Exception {
        List<Long> numbers = new ArrayList<>();
        for (String line : in(database, sql)) {
            numbers.add(Long.valueOf(line));
        }
        return numbers;
    }

    @Override
    public void close() {
        engine.close();
    }
}
