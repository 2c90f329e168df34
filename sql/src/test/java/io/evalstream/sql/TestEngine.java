package io.evalstream.sql;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.query.GenericRecord;

import io.evalstream.embedded.clickhouse.ClickHouseEngine;
import io.evalstream.embedded.clickhouse.ClickHouseOptions;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A ClickHouse of a test, with a client. */
final class TestEngine implements AutoCloseable {

    private final ClickHouseEngine engine;
    private final Client client;

    private TestEngine(ClickHouseEngine engine) {
        this.engine = engine;
        this.client = connect();
    }

    static TestEngine start(Path directory) {
        return new TestEngine(ClickHouseEngine.start(ClickHouseOptions.inDirectory(directory)));
    }

    Client connect() {
        return new Client.Builder()
                .addEndpoint(engine.httpUrl().toString())
                .setUsername("default")
                .setPassword("")
                .setDefaultDatabase("default")
                .compressServerResponse(false)
                .build();
    }

    Client client() {
        return client;
    }

    void execute(String statement) {
        new Statements(client).execute("test", statement);
    }

    /** The first column of every row, as text. */
    List<String> texts(String query) {
        List<String> texts = new ArrayList<>();
        for (GenericRecord row : new Statements(client).rows("test", query)) {
            texts.add(row.getString(1));
        }
        return texts;
    }

    String text(String query) {
        return texts(query).get(0);
    }

    /** A database as it is before a test. */
    void drop() {
        execute("DROP DATABASE IF EXISTS " + Migrations.DATABASE + " SYNC");
    }

    @Override
    public void close() {
        client.close();
        engine.close();
    }
}
