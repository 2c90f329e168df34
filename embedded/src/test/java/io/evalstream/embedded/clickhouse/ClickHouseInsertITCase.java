package io.evalstream.embedded.clickhouse;

import static io.evalstream.embedded.clickhouse.EngineFixture.encode;
import static io.evalstream.embedded.clickhouse.EngineFixture.post;
import static io.evalstream.embedded.clickhouse.EngineFixture.run;
import static io.evalstream.embedded.clickhouse.EngineFixture.text;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

@Timeout(600)
class ClickHouseInsertITCase {
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
    void anInsertThatStartsLikeASelectRunsOnce() throws Exception {
        String name = table("id UInt64");
        run(url, "WITH 7 AS x INSERT INTO " + name + " SELECT x");
        assertThat(run(url, "SELECT count(), sum(id) FROM " + name)).isEqualTo("1\t7");
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

    @ParameterizedTest
    @CsvSource({"gzip,0", "gzip,15", "deflate,5", "lz4,0", "lz4,10"})
    void saysThatABodyIsDamagedOrCutOff(String encoding, int length) throws Exception {
        String name = table("id UInt64");
        byte[] body = new byte[length];
        if (encoding.equals("gzip")) {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(whole)) {
                gzip.write("1\n2\n".getBytes(UTF_8));
            }
            body = Arrays.copyOf(whole.toByteArray(), length);
        }
        HttpRequest request =
                HttpRequest.newBuilder(
                                url.resolve(
                                        "/?query=" + encode("INSERT INTO " + name + " FORMAT CSV")))
                        .header("Content-Encoding", encoding)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build();
        HttpResponse<byte[]> answer =
                EngineFixture.HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertThat(text(answer)).startsWith("Code: 271");
        assertThat(run(url, "SELECT count() FROM " + name)).isEqualTo("0");
    }

    @Test
    void aBlockThatClaimsMoreMemoryThanThereIsIsRefused() throws Exception {
        String name = table("id UInt64");
        ByteBuffer block = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
        block.put(16, (byte) 0x82).putInt(17, 1 << 30).putInt(21, 1 << 30);
        String insert = "decompress=1&query=" + encode("INSERT INTO " + name + " FORMAT CSV");
        assertThat(text(post(url, insert, block.array()))).startsWith("Code: 271");
    }

    @Test
    void takesAMillionRowsInOneBody() throws Exception {
        String name = table("id UInt64, s String, f Float64");
        ByteBuffer rows = ByteBuffer.allocate(32_000_000).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 1_000_000; i++) {
            byte[] s = ("row;" + i).getBytes(UTF_8);
            rows.putLong(i).put((byte) s.length).put(s).putDouble(i * 0.5);
        }
        byte[] body = Arrays.copyOf(rows.array(), rows.position());
        String insert = "query=" + encode("INSERT INTO " + name + " FORMAT RowBinary");
        HttpResponse<byte[]> answer = post(url, insert, body);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(run(url, "SELECT count(), sum(id), sum(f) FROM " + name))
                .isEqualTo("1000000\t499999500000\t249999750000");
    }
}
