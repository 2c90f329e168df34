package io.evalstream.jobs.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the real engine makes of our blocks. */
class NativeFormatITCase {

    @TempDir private static Path directory;
    private static EngineTables tables;

    @BeforeAll
    static void start() throws Exception {
        tables = EngineTables.start(directory);
    }

    @AfterAll
    static void stop() {
        tables.close();
    }

    static Stream<ClickHouseTable<?>> written() {
        return Stream.of(
                ClickHouseTables.SAMPLES,
                ClickHouseTables.ROLLING,
                ClickHouseTables.RESULTS,
                ClickHouseTables.VERDICTS,
                ClickHouseTables.RUNS,
                ClickHouseTables.ALERTS,
                ClickHouseTables.DEAD_LETTERS,
                ClickHouseTables.REFUSED_ROWS);
    }

    @ParameterizedTest
    @MethodSource("written")
    void columnsHaveTheTypesOfTheMigrations(ClickHouseTable<?> table) throws Exception {
        List<String> expected =
                tables.query(
                        "SELECT name, type FROM system.columns WHERE database = 'vllm_eval'"
                                + " AND table = '"
                                + table.name()
                                + "' FORMAT TSVRaw");
        List<String> written = new ArrayList<>();
        table.columns().forEach(column -> written.add(column.name() + "\t" + column.type()));
        written.add("batch\tLowCardinality(String)");
        assertThat(expected).containsAll(written);
        List<String> filledByTheServer = new ArrayList<>(expected);
        filledByTheServer.removeAll(written);
        assertThat(filledByTheServer).allMatch(column -> column.startsWith("ingested_at\t"));
    }

    @ParameterizedTest
    @MethodSource("written")
    void batchesAreOfThePartitionsOfTheMigrations(ClickHouseTable<?> table) throws Exception {
        String key =
                tables.query(
                                "SELECT partition_key FROM system.tables WHERE database ="
                                        + " 'vllm_eval' AND name = '"
                                        + table.name()
                                        + "'")
                        .get(0);
        boolean isByMonth = table.partitionTime().getClass() != plain().partitionTime().getClass();
        assertThat(isByMonth).isEqualTo(!key.isEmpty());
        assertThat(key).matches("|toYYYYMM\\((ts|window_start)\\)");
    }

    private static ClickHouseTable<Numbered> plain() {
        return ClickHouseTable.<Numbered>named("plain").uint64("n", Numbered::number).build();
    }

    /** A row with a value of each type that is written anywhere. */
    private record Everything(
            long id, String text, String label, int small, double number, List<String> texts) {}

    private static final ClickHouseTable<Everything> EVERYTHING =
            ClickHouseTable.<Everything>named("everything")
                    .fixed16("id", Everything::id, row -> ~row.id())
                    .text("text", Everything::text)
                    .bytes("blob", row -> row.text().getBytes(StandardCharsets.UTF_16BE))
                    .label("label", Everything::label)
                    .texts("texts", Everything::texts)
                    .uint8("u8", row -> row.small() & 0xFF)
                    .int32("i32", Everything::small)
                    .uint32("u32", Everything::small)
                    .uint64("u64", Everything::id)
                    .time("time", row -> row.id() >>> 20)
                    .float64("f64", Everything::number)
                    .nullable("nullable", Everything::number)
                    .build();

    @Test
    void everyValueArrivesAsItWasSent() throws Exception {
        tables.query(
                "CREATE TABLE everything (id FixedString(16), text String, blob String, label"
                        + " LowCardinality(String), texts Array(String), u8 UInt8, i32 Int32, u32"
                        + " UInt32, u64 UInt64, time DateTime64(3, 'UTC'), f64 Float64, nullable"
                        + " Nullable(Float64), batch LowCardinality(String)) ENGINE = MergeTree"
                        + " ORDER BY u64");
        // More labels than one byte can number, and then more than two.
        int rows = 70_000;
        BlockBuilder<Everything> block = new BlockBuilder<>(EVERYTHING);
        for (int i = 0; i < rows; i++) {
            block.append(everything(i));
        }
        insert(EVERYTHING, block, rows);
        for (int few : new int[] {1, 200, 300}) {
            for (int i = 0; i < few; i++) {
                block.append(everything(rows + i));
            }
            insert(EVERYTHING, block, few);
            rows += few;
        }
        assertThat(
                        tables.query(
                                "SELECT count(), countIf(text = concat('질문 ', toString(n))),"
                                        + " countIf(label = concat('l', toString(n))),"
                                        + " countIf(length(texts) = n % 3 AND arrayAll(t -> t ="
                                        + " text, texts)), countIf(u8 = n % 256), countIf(i32 = n),"
                                        + " countIf(u32 = n), countIf(toUnixTimestamp64Milli(time)"
                                        + " = intDiv(u64, 1048576)), countIf(f64 = n / 8 OR n % 5 ="
                                        + " 0 AND isNaN(f64)), countIf(nullable = n / 8 OR n % 5 ="
                                        + " 0 AND isNull(nullable)), countIf(reinterpretAsUInt64("
                                        + "reverse(substring(id, 1, 8))) = u64), countIf(blob ="
                                        + " convertCharset(text, 'UTF-8', 'UTF-16BE')),"
                                        + " uniqExact(batch) FROM (SELECT *, intDiv(u64,"
                                        + " 1000000007) AS n FROM everything)"))
                .containsExactly((rows + "\t").repeat(12) + "4");
    }

    private static Everything everything(int i) {
        String text = "질문 " + i;
        List<String> texts = List.of(text, text).subList(0, i % 3);
        double number = i % 5 == 0 ? Double.NaN : i / 8.0;
        return new Everything(i * 1_000_000_007L, text, "l" + i, i, number, texts);
    }

    private static <T> void insert(ClickHouseTable<T> table, BlockBuilder<T> block, int rows)
            throws Exception {
        String token = "token-" + rows;
        new HttpInsertGateway(tables.endpoint())
                .insert(
                        new InsertBatch(
                                table.name(),
                                table.columnNames(),
                                token,
                                InsertBatch.NOT_RESTORED,
                                rows,
                                block.drain(token)));
    }

    @Test
    void aBatchOfSeveralPartitionsThatArrivedInPartIsCompletedByItsRepetition() throws Exception {
        String database = "partitions";
        HttpInsertGateway gateway = new HttpInsertGateway(tables.countedDatabase(database));
        BlockBuilder<Numbered> one = new BlockBuilder<>(Numbered.TABLE);
        BlockBuilder<Numbered> all = new BlockBuilder<>(Numbered.TABLE);
        for (int i = 0; i < 30; i++) {
            all.append(Numbered.of(100 + i));
            if ((100 + i) % 3 == 0) {
                one.append(Numbered.of(100 + i));
            }
        }
        int part = one.rows();
        gateway.insert(batch("whole", part, one.drain("whole")));
        gateway.insert(batch("whole", 30, all.drain("whole")));
        assertThat(tables.numbers(database, "SELECT number FROM numbered")).hasSize(30);
        assertThat(gateway.stored(Numbered.NAME, "whole")).isEqualTo(30);
        assertThat(gateway.stored(Numbered.NAME, "another")).isZero();
    }

    private static InsertBatch batch(String token, int rows, byte[] block) {
        return new InsertBatch(
                Numbered.NAME,
                Numbered.TABLE.columnNames(),
                token,
                InsertBatch.NOT_RESTORED,
                rows,
                block);
    }

    @Test
    void errorsHaveTheCodesTheEngineGivesThem() throws Exception {
        for (ServerError error : ServerError.values()) {
            assertThat(tables.query("SELECT errorCodeToName(" + error.code() + ")"))
                    .containsExactly(error.name());
        }
    }

    @Test
    void whatTheEngineRefusesIsSortedByItsCode() throws Exception {
        HttpInsertGateway gateway = new HttpInsertGateway(tables.countedDatabase("refusals"));
        BlockBuilder<Numbered> block = new BlockBuilder<>(Numbered.TABLE);
        block.append(Numbered.of(13));
        byte[] unlucky = block.drain("unlucky");
        assertThat(reaction(gateway, batch("unlucky", 1, unlucky))).isEqualTo(Reaction.REJECT);
        byte[] cut = java.util.Arrays.copyOf(unlucky, unlucky.length - 1);
        assertThat(reaction(gateway, batch("cut", 1, cut))).isEqualTo(Reaction.REJECT);
        InsertBatch elsewhere = new InsertBatch("nowhere", List.of("number"), "t", -1, 1, unlucky);
        assertThat(reaction(gateway, elsewhere)).isEqualTo(Reaction.STOP);
        InsertBatch unknown =
                new InsertBatch(Numbered.NAME, List.of("nothing"), "t", -1, 1, unlucky);
        assertThat(reaction(gateway, unknown)).isEqualTo(Reaction.STOP);
    }

    private static Reaction reaction(InsertGateway gateway, InsertBatch batch) throws Exception {
        try {
            gateway.insert(batch);
            throw new AssertionError(batch + " was taken");
        } catch (InsertException e) {
            return e.reaction();
        }
    }
}
