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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

class ClickHouseHttpITCase {

    @TempDir static Path directory;
    private static ClickHouseEngine engine;
    private static URI url;
    private static final AtomicInteger TABLES = new AtomicInteger();

    @BeforeAll
    static void start() {
        engine = ClickHouseEngine.start(EngineFixture.libraryIn(directory));
        url = engine.httpUrl();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    private static String table(String columns) throws Exception {
        String name = "http_" + TABLES.incrementAndGet();
        run(
                url,
                "CREATE TABLE "
                        + name
                        + " ("
                        + columns
                        + ") ENGINE = MergeTree ORDER BY tuple()"
                        + " SETTINGS non_replicated_deduplication_window = 1000");
        return name;
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
    @ValueSource(
            strings = {
                "INSERT INTO %s FORMAT CSV\n1,\"a;b\"\n2,\"c'd\"\n",
                "INSERT INTO %s (id, s) FORMAT TSV 1\ta;b\n2\tc\\'d\n",
                "INSERT INTO %s FORMAT JSONEachRow\n{\"id\":1,\"s\":\"a;b\"}{\"id\":2,\"s\":\"c'd\"}",
                "INSERT INTO %s (id, s) VALUES (1, 'a;b'), (2, 'c''d')",
                "INSERT INTO %s VALUES (1, 'a;b'), (2, concat('c', '\\'', 'd'));",
                "/* FORMAT x */ insert into %s -- VALUES\n(id, s) -- here\nvalues (1,'a;b')(2,'c\\'d')",
                "INSERT INTO TABLE %s SETTINGS max_insert_threads = 1 FORMAT CSV\n1,a;b\n2,\"c'd\"",
                "INSERT INTO %s SELECT 1, 'a;b' UNION ALL SELECT 2, 'c''d'",
                "INSERT INTO %s (id, s) (SELECT 1, 'a;b' UNION ALL SELECT 2, 'c''d')",
                "INSERT INTO %s WITH 1 AS one SELECT one, 'a;b' UNION ALL SELECT 2, 'c''d'",
            })
    void insertsRowsGivenWithTheStatement(String template) throws Exception {
        String name = table("id UInt64, s String");
        run(url, template.formatted(name));
        assertThat(run(url, "SELECT * FROM " + name + " ORDER BY id FORMAT CSV"))
                .isEqualTo("1,\"a;b\"\n2,\"c'd\"");
        HttpResponse<byte[]> split = post(url, "TRUNCATE TABLE " + name);
        assertThat(split.statusCode()).isEqualTo(200);
    }

    @Test
    void insertsTheBodyUnderAStatementInTheParameter() throws Exception {
        String name = table("id UInt64, s String");
        String insert = "query=" + encode("INSERT INTO " + name + " FORMAT CSV");
        HttpResponse<byte[]> answer = post(url, insert, "1,a\n2,b\n".getBytes(UTF_8));
        assertThat(answer.headers().firstValue("X-ClickHouse-Summary").orElseThrow())
                .contains("\"written_rows\":\"2\"");
        post(
                url,
                "query=" + encode("INSERT INTO " + name + " VALUES\n"),
                "(3,'c')".getBytes(UTF_8));
        assertThat(run(url, "SELECT groupArray(s) FROM (SELECT s FROM " + name + " ORDER BY id)"))
                .isEqualTo("['a','b','c']");
    }

    @Test
    void bindsQueryParametersInRows() throws Exception {
        String name = table("id UInt64, s String");
        String sql = "INSERT INTO " + name + " VALUES ({id:UInt64}, {s:String}), (2, 'b;')";
        HttpResponse<byte[]> answer =
                post(url, "param_id=1&param_s=" + encode("it's;"), sql.getBytes(UTF_8));
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
        String target = "INSERT INTO {t:Identifier} FORMAT CSV";
        post(url, "param_t=" + name + "&query=" + encode(target), "3,c\n".getBytes(UTF_8));
        assertThat(run(url, "SELECT * FROM " + name + " ORDER BY id FORMAT CSV"))
                .isEqualTo("1,\"it's;\"\n2,\"b;\"\n3,\"c\"");
    }

    @Test
    void asynchronousInsertsAnswerWhenTheRowsAreThere() throws Exception {
        String name = table("id UInt64");
        String insert =
                "async_insert=1&wait_for_async_insert=1&query="
                        + encode("INSERT INTO " + name + " FORMAT CSV");
        assertThat(post(url, insert, "1\n2\n".getBytes(UTF_8)).statusCode()).isEqualTo(200);
        assertThat(run(url, "SELECT sum(id) FROM " + name)).isEqualTo("3");
    }

    @Test
    void insertsAnyBytesAsRowBinary() throws Exception {
        String name = table("s String");
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        for (int first = 0; first < 256; first++) {
            rows.write(3);
            rows.write(new byte[] {(byte) first, ';', (byte) (255 - first)});
        }
        String insert = "query=" + encode("INSERT INTO " + name + " FORMAT RowBinary");
        assertThat(post(url, insert, rows.toByteArray()).statusCode()).isEqualTo(200);
        assertThat(run(url, "SELECT count(), sum(reinterpretAsUInt8(s)), uniq(s) FROM " + name))
                .isEqualTo("256\t32640\t256");
        // The first byte of the rows is a line end: only the separator may be taken away.
        byte[] lineEnd = {10, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'};
        post(url, insert, lineEnd);
        assertThat(run(url, "SELECT count() FROM " + name + " WHERE s = 'abcdefghij'"))
                .isEqualTo("1");
    }

    @Test
    void badRowsInsertNothingAndSayWhy() throws Exception {
        String name = table("id UInt64");
        String insert = "query=" + encode("INSERT INTO " + name + " FORMAT CSV");
        byte[] big = "1\n".repeat(3_000_000).getBytes(UTF_8);
        big[0] = 'x';
        HttpResponse<byte[]> answer = post(url, insert, big);
        assertThat(text(answer)).startsWith("Code: 117");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(run(url, "SELECT count() FROM " + name)).isEqualTo("0");
    }

    @Test
    void aTokenInsertsOnce() throws Exception {
        String name = table("id UInt64");
        String insert =
                "async_insert=0&query="
                        + encode("INSERT INTO " + name + " FORMAT CSV")
                        + "&insert_deduplication_token=";
        for (String token : new String[] {"first", "first", "second", "first"}) {
            assertThat(post(url, insert + token, "1\n".getBytes(UTF_8)).statusCode())
                    .isEqualTo(200);
        }
        assertThat(run(url, "SELECT count() FROM " + name)).isEqualTo("2");
    }

    @Test
    void streamsLargeResultsWhole() throws Exception {
        String sql = "SELECT number, toString(number) AS s FROM numbers(2000000) ORDER BY number";
        for (String format : new String[] {"RowBinary", "RowBinaryWithNamesAndTypes", "CSV"}) {
            byte[] streamed = post(url, "default_format=" + format, sql.getBytes(UTF_8)).body();
            byte[] atOnce =
                    post(url, "wait_end_of_query=1&default_format=" + format, sql.getBytes(UTF_8))
                            .body();
            assertThat(java.util.Arrays.equals(streamed, atOnce)).as(format).isTrue();
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
    void decodesGzipAndClickHouseBlocks() throws Exception {
        String name = table("id UInt64");
        String insert = "query=" + encode("INSERT INTO " + name + " FORMAT CSV");
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write("1\n2\n".getBytes(UTF_8));
        }
        HttpRequest request =
                HttpRequest.newBuilder(url.resolve("/?" + insert))
                        .header("Content-Encoding", "gzip")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(zipped.toByteArray()))
                        .build();
        EngineFixture.HTTP.send(request, HttpResponse.BodyHandlers.discarding());
        ByteArrayOutputStream blocks = new ByteArrayOutputStream();
        try (var writer = CompressedBlocks.writer(blocks)) {
            writer.write("3\n4\n".getBytes(UTF_8));
        }
        post(url, "decompress=1&" + insert, blocks.toByteArray());
        assertThat(run(url, "SELECT sum(id) FROM " + name)).isEqualTo("10");
        byte[] damaged = blocks.toByteArray();
        damaged[damaged.length - 1] ^= 1;
        assertThat(text(post(url, "decompress=1&" + insert, damaged))).startsWith("Code: 271");
        assertThat(run(url, "SELECT sum(id) FROM " + name)).isEqualTo("10");
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
    void takesAMillionRowsInOneBody() throws Exception {
        String name = table("id UInt64, s String, f Float64");
        ByteBuffer rows = ByteBuffer.allocate(32_000_000).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 1_000_000; i++) {
            byte[] s = ("row;" + i).getBytes(UTF_8);
            rows.putLong(i).put((byte) s.length).put(s).putDouble(i * 0.5);
        }
        byte[] body = java.util.Arrays.copyOf(rows.array(), rows.position());
        String insert = "query=" + encode("INSERT INTO " + name + " FORMAT RowBinary");
        long start = System.nanoTime();
        HttpResponse<byte[]> answer = post(url, insert, body);
        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(answer.statusCode()).isEqualTo(200);
        System.out.printf("insert of 1000000 rows: %.2f s%n", seconds);
        assertThat(run(url, "SELECT count(), sum(id), sum(f) FROM " + name))
                .isEqualTo("1000000\t499999500000\t249999750000");
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
