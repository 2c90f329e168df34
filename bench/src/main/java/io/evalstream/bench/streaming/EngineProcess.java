package io.evalstream.bench.streaming;

import com.clickhouse.client.api.Client;

import io.evalstream.embedded.clickhouse.ClickHouseEngine;
import io.evalstream.embedded.clickhouse.ClickHouseOptions;
import io.evalstream.sql.Migrations;
import io.evalstream.sql.SchemaMismatchException;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A ClickHouse engine of its own for one contender, with our tables and nothing in them. */
final class EngineProcess implements AutoCloseable {
    private final ClickHouseEngine engine;
    private final ClickHouseHttp http;

    private EngineProcess(ClickHouseEngine engine) {
        this.engine = engine;
        this.http = new ClickHouseHttp(engine.httpUrl());
    }

    static EngineProcess start(Path directory) throws IOException, SchemaMismatchException {
        ClickHouseEngine engine = ClickHouseEngine.start(ClickHouseOptions.inDirectory(directory));
        boolean complete = false;
        try (Client client =
                new Client.Builder()
                        .addEndpoint(engine.httpUrl().toString())
                        .setUsername("default")
                        .setPassword("")
                        .setDefaultDatabase("default")
                        .build()) {
            Migrations.apply(client);
            EngineProcess process = new EngineProcess(engine);
            process.run(statements("minutes.sql"));
            complete = true;
            return process;
        } finally {
            if (!complete) {
                engine.close();
            }
        }
    }

    /** The text of a file of statements that lies beside this class. */
    static String statements(String name) throws IOException {
        try (InputStream file = EngineProcess.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Runs statements that semicolons end. */
    void run(String statements) throws IOException {
        for (String statement : statements.replaceAll("(?m)^--.*$", "").split(";\n", -1)) {
            if (!statement.isBlank()) {
                http.query(statement);
            }
        }
    }

    URI url() {
        return engine.httpUrl();
    }

    ClickHouseHttp http() {
        return http;
    }

    ProcessHandle handle() {
        return ProcessHandle.of(engine.pid().orElseThrow()).orElseThrow();
    }

    @Override
    public void close() {
        engine.close();
    }
}
