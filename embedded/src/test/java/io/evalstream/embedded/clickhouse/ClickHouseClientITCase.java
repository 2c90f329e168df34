package io.evalstream.embedded.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ServerException;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.GenericRecord;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

@Timeout(600)
class ClickHouseClientITCase {

    @TempDir static Path directory;
    private static ClickHouseEngine engine;

    @BeforeAll
    static void start() {
        engine = ClickHouseEngine.start(EngineFixture.libraryIn(directory));
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    private static Client client(boolean response, boolean request, boolean http) {
        return new Client.Builder()
                .addEndpoint(engine.httpUrl().toString())
                .setUsername("default")
                .setPassword("")
                .compressServerResponse(response)
                .compressClientRequest(request)
                .useHttpCompression(http)
                .build();
    }

    private static byte[] rows(int count) {
        ByteBuffer rows = ByteBuffer.allocate(count * 32).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            byte[] s = ("a;b'" + i).getBytes(StandardCharsets.US_ASCII);
            rows.putLong(i).put((byte) s.length).put(s);
        }
        return Arrays.copyOf(rows.array(), rows.position());
    }

    @ParameterizedTest(name = "response {0}, request {1}, http {2}")
    @CsvSource({
        "true,false,false",
        "false,false,false",
        "true,true,false",
        "false,true,false",
        "true,true,true",
        "true,false,true"
    })
    void insertsAndQueries(boolean response, boolean request, boolean http) throws Exception {
        // The client's own encoder of LZ4 frames takes seconds for a megabyte.
        int count = request && http ? 2_000 : 100_000;
        String table = "client_" + response + request + http;
        try (Client client = client(response, request, http)) {
            client.execute(
                            "CREATE TABLE "
                                    + table
                                    + " (id UInt64, s String) ENGINE = MergeTree ORDER BY id"
                                    + " SETTINGS non_replicated_deduplication_window = 100")
                    .get()
                    .close();
            for (String token : List.of("t1", "t1", "t2")) {
                InsertSettings settings =
                        new InsertSettings()
                                .setDeduplicationToken(token)
                                .serverSetting("async_insert", "0");
                try (InsertResponse inserted =
                        client.insert(
                                        table,
                                        new ByteArrayInputStream(rows(count)),
                                        ClickHouseFormat.RowBinary,
                                        settings)
                                .get()) {
                    assertThat(inserted.getQueryId()).isNotEmpty();
                }
            }
            List<GenericRecord> all =
                    client.queryAll("SELECT count() AS c, sum(id) AS s FROM " + table);
            assertThat(all.get(0).getLong("c")).isEqualTo(2L * count);
            assertThat(all.get(0).getBigInteger("s").longValue())
                    .isEqualTo((long) count * (count - 1));
            List<GenericRecord> rows =
                    client.queryAll("SELECT DISTINCT s FROM " + table + " ORDER BY id");
            assertThat(rows).hasSize(count);
            assertThat(rows.get(count - 1).getString("s")).isEqualTo("a;b'" + (count - 1));

            QuerySettings settings =
                    new QuerySettings()
                            .setFormat(ClickHouseFormat.CSV)
                            .serverSetting("max_block_size", "1234");
            try (QueryResponse answer =
                    client.query(
                                    "SELECT getSetting('max_block_size'), {x:UInt32}",
                                    Map.of("x", 5),
                                    settings)
                            .get()) {
                assertThat(
                                new String(
                                        answer.getInputStream().readAllBytes(),
                                        StandardCharsets.UTF_8))
                        .isEqualTo("1234,5\n");
            }
            assertThatThrownBy(() -> client.queryAll("SELECT * FROM missing"))
                    .satisfies(e -> assertThat(serverCode(e)).isEqualTo(60));
            assertThatThrownBy(() -> client.queryAll("SELECT throwIf(1)"))
                    .satisfies(e -> assertThat(serverCode(e)).isEqualTo(395));
        }
    }

    private static int serverCode(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ServerException server) {
                return server.getCode();
            }
        }
        throw new AssertionError("no server exception", thrown);
    }
}
