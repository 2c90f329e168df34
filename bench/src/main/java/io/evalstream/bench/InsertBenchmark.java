package io.evalstream.bench;

import com.clickhouse.client.api.Client;

import io.evalstream.contract.EventId;
import io.evalstream.contract.Outcome;
import io.evalstream.contract.SampleEvent;
import io.evalstream.embedded.clickhouse.ClickHouseEngine;
import io.evalstream.embedded.clickhouse.ClickHouseOptions;
import io.evalstream.jobs.clickhouse.BlockBuilder;
import io.evalstream.jobs.clickhouse.ClickHouseEndpoint;
import io.evalstream.jobs.clickhouse.ClickHouseTables;
import io.evalstream.jobs.clickhouse.HttpInsertGateway;
import io.evalstream.jobs.clickhouse.InsertBatch;
import io.evalstream.sql.Migrations;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * CPU time per row of the table of samples (38 columns): to encode it, as Native and as RowBinary,
 * and for the engine to insert it.
 *
 * <p>Rows are as lm-evaluation-harness gives them; "fresh" ones have no string object in common, as
 * after a shuffle, "shared" ones those that repeat, as from a reader that knows them. The engine's
 * time is that of its whole process, without merges. Run with
 *
 * <pre>{@code
 * mvn -q -pl bench -am package -DskipTests
 * java -cp "$(cat bench/target/classpath):bench/target/classes" \
 *     io.evalstream.bench.InsertBenchmark
 * }</pre>
 */
public final class InsertBenchmark {

    private static final int ROWS = 25_000;
    private static final int HOT = 256;
    private static final int WARM_UP = 20;
    private static final int ROUNDS = 15;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ClickHouseEngine engine;
    private int inserts;

    private InsertBenchmark(ClickHouseEngine engine) {
        this.engine = engine;
    }

    public static void main(String[] arguments) throws Exception {
        System.out.printf(
                "%s, Java %s, %d processors%n",
                System.getProperty("os.arch"),
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors());
        Path directory = Files.createTempDirectory("insert-benchmark");
        try (ClickHouseEngine engine =
                ClickHouseEngine.start(ClickHouseOptions.inDirectory(directory))) {
            System.out.println(engine.description() + ", blocks of " + ROWS + " rows");
            try (Client client = endpoint(engine, "default").connect()) {
                Migrations.apply(client);
            }
            InsertBenchmark benchmark = new InsertBenchmark(engine);
            benchmark.query("SYSTEM STOP MERGES vllm_eval.samples");
            for (boolean withTexts : new boolean[] {false, true}) {
                benchmark.measure(withTexts);
            }
        }
    }

    private static ClickHouseEndpoint endpoint(ClickHouseEngine engine, String database) {
        return new ClickHouseEndpoint(engine.httpUrl().toString(), database, "default", "");
    }

    /** Something to be timed. */
    private interface Work {
        void run() throws Exception;
    }

    /** Reads the CPU time so far, in nanoseconds. */
    private interface Meter {
        long nanos();
    }

    private void measure(boolean withTexts) throws Exception {
        String kind = withTexts ? "with texts" : "without texts";
        List<SampleEvent> shared = rows(withTexts, false);
        List<SampleEvent> fresh = rows(withTexts, true);
        BlockBuilder<SampleEvent> block = new BlockBuilder<>(ClickHouseTables.SAMPLES);
        RowBinarySamples rowBinary = new RowBinarySamples();
        Meter own = InsertBenchmark::ownNanos;
        print(kind, "encode Native, shared", own, () -> encode(block, shared));
        print(kind, "encode Native, fresh", own, () -> encode(block, fresh));
        print(kind, "encode RowBinary, shared", own, () -> encode(rowBinary, shared));
        print(kind, "encode RowBinary, fresh", own, () -> encode(rowBinary, fresh));
        byte[] nativeBlock = encode(block, distinctRows(withTexts));
        byte[] rowBinaryBlock = encode(rowBinary, distinctRows(withTexts));
        System.out.printf(
                "%-14s bytes per row: Native %d, RowBinary %d%n",
                kind, nativeBlock.length / ROWS, rowBinaryBlock.length / ROWS);
        Meter server = this::engineNanos;
        HttpInsertGateway gateway = new HttpInsertGateway(endpoint(engine, Migrations.DATABASE));
        print(kind, "insert Native", server, () -> gateway.insert(batch(nativeBlock)));
        print(kind, "insert Native, default settings", server, () -> insert("Native", nativeBlock));
        print(
                kind,
                "insert RowBinary, default settings",
                server,
                () -> insert("RowBinary", rowBinaryBlock));
        query("TRUNCATE TABLE vllm_eval.samples");
    }

    private static void print(String kind, String what, Meter meter, Work work) throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            work.run();
        }
        double[] nanos = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long start = meter.nanos();
            // The system counts the time of another process in steps of ten milliseconds.
            for (int repeat = 0; repeat < 4; repeat++) {
                work.run();
            }
            nanos[i] = (meter.nanos() - start) / (4.0 * ROWS);
        }
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%-14s %-36s %6.0f ns/row  (%.0f to %.0f)%n",
                kind,
                what,
                nanos[ROUNDS / 2],
                nanos[0],
                nanos[ROUNDS - 1]);
    }

    private static long ownNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private long engineNanos() {
        return ProcessHandle.of(engine.pid().orElseThrow())
                .flatMap(process -> process.info().totalCpuDuration())
                .map(Duration::toNanos)
                .orElseThrow();
    }

    private static byte[] encode(BlockBuilder<SampleEvent> block, List<SampleEvent> rows) {
        for (SampleEvent row : rows) {
            block.append(row);
        }
        return block.drain("0123456789abcdef0123456789abcdef-1");
    }

    private static byte[] encode(RowBinarySamples block, List<SampleEvent> rows) {
        for (SampleEvent row : rows) {
            block.put(row);
        }
        return block.drain();
    }

    private InsertBatch batch(byte[] block) {
        return new InsertBatch(
                "samples",
                ClickHouseTables.SAMPLES.columnNames(),
                "token-" + inserts++,
                -1,
                ROWS,
                block);
    }

    private void insert(String format, byte[] body) throws IOException, InterruptedException {
        String statement =
                "INSERT INTO samples ("
                        + String.join(", ", ClickHouseTables.SAMPLES.columnNames())
                        + ") FORMAT "
                        + format;
        post(
                "&async_insert=0&insert_deduplication_token=token-"
                        + inserts++
                        + "&query="
                        + URLEncoder.encode(statement, StandardCharsets.UTF_8),
                body);
    }

    private void query(String sql) throws IOException, InterruptedException {
        post("", sql.getBytes(StandardCharsets.UTF_8));
    }

    private void post(String parameters, byte[] body) throws IOException, InterruptedException {
        URI url = URI.create(engine.httpUrl() + "/?database=" + Migrations.DATABASE + parameters);
        HttpResponse<String> answer =
                HTTP.send(
                        HttpRequest.newBuilder(url)
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(answer.body());
        }
    }

    private static List<SampleEvent> distinctRows(boolean withTexts) {
        List<SampleEvent> rows = new ArrayList<>(ROWS);
        for (int i = 0; i < ROWS; i++) {
            rows.add(row(i, withTexts, false));
        }
        return rows;
    }

    private static List<SampleEvent> rows(boolean withTexts, boolean fresh) {
        List<SampleEvent> rows = new ArrayList<>(ROWS);
        for (int i = 0; i < ROWS; i++) {
            // A row that has just been read is in the processor's cache, and so few rows stay
            // there.
            rows.add(i < HOT ? row(i, withTexts, fresh) : rows.get(i % HOT));
        }
        return rows;
    }

    /** Four runs interleave; every item is measured with two answer filters. */
    private static SampleEvent row(int i, boolean withTexts, boolean fresh) {
        int run = i & 3;
        long item = (i >> 1) * 0x9E3779B97F4A7C15L;
        String key = String.format("%016x%016x%016x%016x", item, ~item, item * 31, item * 37);
        return new SampleEvent(
                new EventId(item * 41, i),
                text("nightly-2026-10-0" + run, fresh),
                text("acme/llm-8b", fresh),
                text("acme/llm-8b:release-1." + run, fresh),
                text("sha256:" + "0123456789abcdef".repeat(4), fresh),
                1_769_000_000_000L + i,
                text("lm-eval", fresh),
                text("0.4.9", fresh),
                text("", fresh),
                text(run < 2 ? "gsm8k" : "kmmlu_direct_law", fresh),
                text("3.0", fresh),
                text("exact_match", fresh),
                text((i & 1) == 0 ? "strict-match" : "flexible-extract", fresh),
                text("ab".repeat(32), fresh),
                key,
                i >> 1,
                0,
                0,
                0,
                Outcome.SCORED,
                i % 3 == 0 ? 0 : 1,
                null,
                text(run < 2 ? "en" : "ko", fresh),
                "",
                text("cd".repeat(32), fresh),
                text("ef".repeat(32), fresh),
                text("", fresh),
                text("", fresh),
                text("vllm-0.11", fresh),
                100 + i % 900,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                withTexts ? "Q: A train leaves at " + i + " and arrives at " + 7 * i + ". How" : "",
                withTexts ? "It takes " + 6 * i + " minutes. The answer is " + 6 * i : "",
                withTexts ? "" + 6 * i : "",
                "");
    }

    private static String text(String text, boolean fresh) {
        return fresh
                ? new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
                : text.intern();
    }
}
