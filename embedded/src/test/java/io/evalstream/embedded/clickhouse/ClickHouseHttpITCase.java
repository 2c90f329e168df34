package io.evalstream.embedded.clickhouse;

import static io.evalstream.embedded.clickhouse.EngineFixture.encode;
import static io.evalstream.embedded.clickhouse.EngineFixture.post;
import static io.evalstream.embedded.clickhouse.EngineFixture.run;
import static io.evalstream.embedded.clickhouse.EngineFixture.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

@Timeout(600)
class ClickHouseHttpITCase {
    @TempDir static Path directory;
    private static ClickHouseEngine engine;
    private static URI url;

    @BeforeAll
    static void start() {
        engine = ClickHouseEngine.start(EngineFixture.libraryIn(directory));
        url = engine.httpUrl();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    private static HttpResponse<byte[]> get(String pathAndQuery) throws Exception {
        return EngineFixture.HTTP.send(
                HttpRequest.newBuilder(url.resolve(pathAndQuery)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ping", "/replicas_status", "/"})
    void saysOkToProbes(String path) throws Exception {
        HttpResponse<byte[]> answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(text(answer)).isEqualTo("Ok.\n");
    }

    @Test
    void isTheRealEngineInUtcWithADefaultDatabase() throws Exception {
        assertThat(run(url, "SELECT version(), timezone(), currentDatabase()"))
                .matches("26\\.7\\.\\S+\tUTC\tdefault");
    }

    @Test
    void takesTheStatementFromParameterOrBodyOrBoth() throws Exception {
        assertThat(text(get("/?query=" + encode("SELECT 'a+b', 1")))).isEqualTo("a+b\t1\n");
        assertThat(text(post(url, "query=" + encode("SELECT 1"), new byte[0]))).isEqualTo("1\n");
        assertThat(run(url, "SELECT 2;")).isEqualTo("2");
        HttpResponse<byte[]> both =
                post(url, "query=" + encode("SELECT 3"), " + 4".getBytes(UTF_8));
        assertThat(text(both)).isEqualTo("7\n");
    }

    @Test
    void answersWithTheHeadersOfAServer() throws Exception {
        HttpResponse<byte[]> answer =
                post(url, "query_id=my-id", "SELECT number FROM numbers(5)".getBytes(UTF_8));
        assertThat(answer.headers().firstValue("X-ClickHouse-Query-Id")).contains("my-id");
        assertThat(answer.headers().firstValue("X-ClickHouse-Timezone")).contains("UTC");
        assertThat(answer.headers().firstValue("X-ClickHouse-Format")).contains("TabSeparated");
        assertThat(answer.headers().firstValue("X-ClickHouse-Server-Display-Name")).isPresent();
        assertThat(answer.headers().firstValue("X-ClickHouse-Summary").orElseThrow())
                .contains("\"read_rows\":\"5\"")
                .contains("\"elapsed_ns\":\"");
    }

    @Test
    void choosesTheFormatByClauseThenParameterThenHeader() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(url)
                        .header("X-ClickHouse-Format", "CSV")
                        .POST(HttpRequest.BodyPublishers.ofString("SELECT 1 AS a, 'x' AS b"))
                        .build();
        HttpResponse<String> byHeader =
                EngineFixture.HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(byHeader.body()).isEqualTo("1,\"x\"\n");
        assertThat(text(post(url, "default_format=JSONEachRow", "SELECT 1 AS a".getBytes(UTF_8))))
                .isEqualTo("{\"a\":1}\n");
        HttpResponse<byte[]> byClause =
                post(url, "default_format=CSV", "SELECT 1 AS a FORMAT JSONEachRow".getBytes(UTF_8));
        assertThat(text(byClause)).isEqualTo("{\"a\":1}\n");
        assertThat(byClause.headers().firstValue("X-ClickHouse-Format")).contains("JSONEachRow");
    }

    @Test
    void appliesSettingsToTheirRequestOnly() throws Exception {
        byte[] question = "SELECT getSetting('max_block_size')".getBytes(UTF_8);
        String before = text(post(url, "", question));
        assertThat(text(post(url, "max_block_size=4321", question))).isEqualTo("4321\n");
        assertThat(text(post(url, "", question))).isEqualTo(before).isNotEqualTo("4321\n");
        run(url, "SET max_block_size = 99");
        assertThat(text(post(url, "", question))).isEqualTo(before);
    }

    @Test
    void keepsSettingsAndTemporaryTablesOfASessionApart() throws Exception {
        post(url, "session_id=s1", "SET max_block_size = 77".getBytes(UTF_8));
        post(url, "session_id=s1", "CREATE TEMPORARY TABLE seen (a Int8)".getBytes(UTF_8));
        byte[] question = "SELECT getSetting('max_block_size'), count() FROM seen".getBytes(UTF_8);
        assertThat(text(post(url, "session_id=s1", question))).isEqualTo("77\t0\n");
        assertThat(post(url, "session_id=s2", question).statusCode()).isEqualTo(404);
        assertThat(text(post(url, "session_id=s3&session_check=1", question)))
                .contains("Code: 372");
    }

    @Test
    void bindsQueryParameters() throws Exception {
        String sql =
                "SELECT {a:UInt32} + 1, {b:String}, {c:Array(String)}, {d:Identifier} FROM"
                        + " (SELECT 5 AS five)";
        HttpResponse<byte[]> answer =
                post(
                        url,
                        "param_a=41&param_b="
                                + encode("it's; \"q\" ü\\n")
                                + "&param_c="
                                + encode("['x','y']")
                                + "&param_d=five",
                        sql.getBytes(UTF_8));
        assertThat(text(answer)).isEqualTo("42\tit\\'s; \"q\" ü\\n\t['x','y']\t5\n");
    }

    @Test
    void usesTheDatabaseOfTheRequest() throws Exception {
        run(url, "CREATE DATABASE IF NOT EXISTS other");
        byte[] question = "SELECT currentDatabase()".getBytes(UTF_8);
        assertThat(text(post(url, "database=other", question))).isEqualTo("other\n");
        assertThat(text(post(url, "", question))).isEqualTo("default\n");
        HttpResponse<byte[]> missing = post(url, "database=missing", question);
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.headers().firstValue("X-ClickHouse-Exception-Code")).contains("81");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT nope|47|404",
                "SELECT * FROM nope|60|404",
                "SELEC 1|62|400",
                "SELECT 1; SELECT 2|62|400",
                "1 + 1|62|400",
                "SELECT throwIf(number = 3) FROM numbers(10)|395|500",
                "SELECT 1 FORMAT Nope|73|404",
                "SELECT toUInt8('x')|6|400",
                "INSERT INTO nope VALUES (1)|60|404",
            })
    void reportsErrorsAsAServerDoes(String sql, String code, int status) throws Exception {
        HttpResponse<byte[]> answer = post(url, sql);
        assertThat(text(answer)).startsWith("Code: " + code + ". DB::Exception: ");
        assertThat(answer.headers().firstValue("X-ClickHouse-Exception-Code")).contains(code);
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    @Test
    void reportsUnknownSettings() throws Exception {
        HttpResponse<byte[]> answer = post(url, "no_such_setting=1", "SELECT 1".getBytes(UTF_8));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(text(answer)).contains("Code: 115").contains("no_such_setting");
    }

    @Test
    void lateErrorsCutTheConnectionInsteadOfPassingForAResult() {
        String sql =
                "SELECT repeat('x', 1000), throwIf(number = 100000) FROM numbers(200000)"
                        + " SETTINGS max_block_size = 1000";
        assertThatThrownBy(() -> post(url, sql)).isInstanceOf(IOException.class);
        assertThatThrownBy(
                        () -> {
                            HttpResponse<byte[]> whole =
                                    post(url, "wait_end_of_query=1", sql.getBytes(UTF_8));
                            throw new IllegalStateException(text(whole));
                        })
                .hasMessageStartingWith("Code: 395");
    }

    @Test
    void getChangesNothing() throws Exception {
        HttpResponse<byte[]> answer =
                get("/?query=" + encode("CREATE TABLE by_get (a Int8) ENGINE = Memory"));
        assertThat(text(answer)).startsWith("Code: 164");
        assertThat(run(url, "EXISTS TABLE by_get")).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "00", "false", ""})
    void getChangesNothingWhateverItAsksFor(String readOnly) throws Exception {
        String create = encode("CREATE TABLE by_asking (a Int8) ENGINE = Memory");
        assertThat(text(get("/?readonly=" + readOnly + "&query=" + create)))
                .startsWith("Code: 164");
        assertThat(run(url, "EXISTS TABLE by_asking")).isEqualTo("0");
    }

    @Test
    void getInASessionIsRefusedAndLeavesTheSessionAsItWas() throws Exception {
        String create = "CREATE TEMPORARY TABLE kept (a Int8)";
        assertThat(post(url, "session_id=s4", create.getBytes(UTF_8)).statusCode()).isEqualTo(200);
        assertThat(text(get("/?session_id=s4&query=" + encode("SELECT 1"))))
                .startsWith("Code: 48")
                .contains("by POST only");
        byte[] insert = "INSERT INTO kept VALUES (1)".getBytes(UTF_8);
        assertThat(post(url, "session_id=s4", insert).statusCode()).isEqualTo(200);
    }

    @Test
    void aStatementIsRunWholeOrNotAtAll() throws Exception {
        byte[] sql = new byte[65 << 20];
        Arrays.fill(sql, (byte) ' ');
        byte[] select = "SELECT 1".getBytes(UTF_8);
        System.arraycopy(select, 0, sql, 0, select.length);
        sql[sql.length - 1] = '2';
        HttpResponse<byte[]> answer = post(url, "", sql);
        assertThat(text(answer)).startsWith("Code: 62").contains("longer than");
    }

    @Test
    void aQueryIdThatNoHeaderCanCarryIsAnswered() throws Exception {
        HttpResponse<byte[]> answer = post(url, "query_id=a%0Ab", "SELECT 1".getBytes(UTF_8));
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(text(answer)).startsWith("Code: 1002");
    }

    @Test
    void streamsLargeResultsWhole() throws Exception {
        String sql = "SELECT number, toString(number) AS s FROM numbers(2000000) ORDER BY number";
        for (String format : new String[] {"RowBinary", "RowBinaryWithNamesAndTypes", "CSV"}) {
            byte[] streamed = post(url, "default_format=" + format, sql.getBytes(UTF_8)).body();
            byte[] atOnce =
                    post(url, "wait_end_of_query=1&default_format=" + format, sql.getBytes(UTF_8))
                            .body();
            assertThat(Arrays.equals(streamed, atOnce)).as(format).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT number % 3 AS k, count() FROM numbers(10) GROUP BY k WITH TOTALS ORDER BY k",
                "SELECT number FROM numbers(5) SETTINGS extremes = 1",
                "SELECT number FROM numbers(200000) ORDER BY number DESC LIMIT 100001, 50000",
                "(SELECT 1 AS a) UNION ALL (SELECT 1)",
                "WITH 1 AS x SELECT x, 'é;' FORMAT TSVWithNamesAndTypes",
                "SELECT number FROM numbers(150000) FORMAT JSONEachRow"
                        + " SETTINGS output_format_json_array_of_rows = 1, max_threads = 1",
                "SELECT map('a', [number]) FROM numbers(140000) ORDER BY number"
            })
    void streamedAndWholeResultsAreTheSame(String sql) throws Exception {
        for (String format : new String[] {"TabSeparated", "CSV", "RowBinaryWithNamesAndTypes"}) {
            String parameters = "default_format=" + format;
            HttpResponse<byte[]> first = post(url, parameters, sql.getBytes(UTF_8));
            assertThat(first.statusCode()).as(text(first)).isEqualTo(200);
            byte[] streamed = first.body();
            byte[] whole =
                    post(url, parameters + "&wait_end_of_query=1", sql.getBytes(UTF_8)).body();
            assertThat(Arrays.mismatch(streamed, whole)).as(format).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "JSON",
                "JSONCompact",
                "CSVWithNames",
                "TSVWithNamesAndTypes",
                "Native",
                "Parquet",
                "RowBinaryWithNamesAndTypes",
                "TabSeparated",
                "Pretty"
            })
    void givesEmptyResultsTheirForm(String format) throws Exception {
        HttpResponse<byte[]> answer =
                post(url, "default_format=" + format, "SELECT 1 AS a WHERE 0".getBytes(UTF_8));
        assertThat(answer.statusCode()).isEqualTo(200);
        if (format.equals("RowBinaryWithNamesAndTypes")) {
            assertThat(answer.body()).containsExactly(1, 1, 'a', 5, 'U', 'I', 'n', 't', '8');
        }
        if (format.startsWith("JSON")) {
            assertThat(text(answer)).contains("\"rows\": 0");
        }
    }

    @Test
    void encodesAnswersOnRequest() throws Exception {
        byte[] sql = "SELECT number FROM numbers(300000)".getBytes(UTF_8);
        byte[] plain = post(url, "", sql).body();
        byte[] blocks = post(url, "compress=1", sql).body();
        try (InputStream in = CompressedBlocks.reader(new ByteArrayInputStream(blocks))) {
            assertThat(in.readAllBytes()).isEqualTo(plain);
        }
        HttpRequest request =
                HttpRequest.newBuilder(url.resolve("/?enable_http_compression=1"))
                        .header("Accept-Encoding", "gzip, deflate")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(sql))
                        .build();
        HttpResponse<byte[]> zipped =
                EngineFixture.HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
            assertThat(in.readAllBytes()).isEqualTo(plain);
        }
    }

    @Test
    void refusesPagesOfOtherOriginsAndOtherInterfaces() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(url)
                        .header("Origin", "https://example.org")
                        .POST(HttpRequest.BodyPublishers.ofString("SELECT 1"))
                        .build();
        assertThat(
                        EngineFixture.HTTP
                                .send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode())
                .isEqualTo(403);
        for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
            for (InetAddress address : network.inetAddresses().toList()) {
                if (!address.isLoopbackAddress()) {
                    assertThatThrownBy(() -> connect(address)).isInstanceOf(IOException.class);
                }
            }
        }
    }

    private static void connect(InetAddress address) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, url.getPort()), 1000);
        }
    }
}
