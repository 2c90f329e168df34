package io.evalstream.jobs.table.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evalstream.embedded.clickhouse.ClickHouseEngine;
import io.evalstream.embedded.clickhouse.ClickHouseOptions;

import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the dialect promises, for each type and operation, against the real engine. */
@Timeout(240)
class ClickHouseDialectITCase {

    private static final List<ColumnCase> CASES = ColumnCase.ALL;

    @TempDir static Path directory;
    private static ClickHouseEngine engine;
    private static RecordingProxy proxy;
    private static TimeZone zone;

    private TableEnvironment flink;

    @BeforeAll
    static void start() throws Exception {
        zone = TimeZone.getDefault();
        // Where a mistake with time zones shows.
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Seoul"));
        engine = ClickHouseEngine.start(ClickHouseOptions.inDirectory(directory));
        proxy = new RecordingProxy(engine.httpUrl());
        engine("CREATE DATABASE contract");
        engine("CREATE TABLE contract.held (k Int32, " + columns(c -> c.type()) + ") " + byKey());
        engine("INSERT INTO contract.held SELECT 1, " + join(ColumnCase::engineLiteral));
        engine("CREATE TABLE contract.numbers (k Int32, v String) " + byKey());
        engine(
                "INSERT INTO contract.numbers SELECT number, concat('v', toString(number))"
                        + " FROM system.numbers LIMIT 1000");
    }

    @AfterAll
    static void stop() throws Exception {
        TimeZone.setDefault(zone);
        proxy.close();
        engine.close();
    }

    @BeforeEach
    void open() {
        EnvironmentSettings settings = EnvironmentSettings.inBatchMode();
        flink = TableEnvironment.create(settings);
        flink.getConfig().set(CoreOptions.DEFAULT_PARALLELISM, 1);
        flink.executeSql(
                "CREATE CATALOG ch WITH ('type' = 'jdbc', 'username' = 'default', 'password' = '',"
                        + " 'default-database' = 'contract', 'base-url' = 'jdbc:clickhouse:"
                        + proxy.url()
                        + "')");
        proxy.taken();
    }

    @AfterEach
    void restore() {
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Seoul"));
    }

    private static String byKey() {
        return "ENGINE = MergeTree ORDER BY k";
    }

    private static String columns(Function<ColumnCase, String> type) {
        return IntStream.range(0, CASES.size())
                .mapToObj(i -> "c" + i + " " + type.apply(CASES.get(i)))
                .collect(Collectors.joining(", "));
    }

    private static String join(Function<ColumnCase, String> part) {
        return CASES.stream().map(part).collect(Collectors.joining(", "));
    }

    private static List<List<String>> engine(String sql) throws Exception {
        try (Connection connection =
                        DriverManager.getConnection(
                                "jdbc:clickhouse:" + engine.httpUrl(), "default", "");
                Statement statement = connection.createStatement()) {
            List<List<String>> rows = new ArrayList<>();
            if (!statement.execute(sql)) {
                return rows;
            }
            try (ResultSet results = statement.getResultSet()) {
                while (results.next()) {
                    List<String> row = new ArrayList<>();
                    for (int i = 1; i <= results.getMetaData().getColumnCount(); i++) {
                        row.add(results.getString(i));
                    }
                    rows.add(row);
                }
            }
            return rows;
        }
    }

    private List<Row> ask(String sql) throws Exception {
        try (CloseableIterator<Row> rows = flink.executeSql(sql).collect()) {
            List<Row> all = new ArrayList<>();
            rows.forEachRemaining(all::add);
            return all;
        }
    }

    private void insert(String sql) throws Exception {
        flink.executeSql(sql).await();
    }

    /** The inserts into a table, which the driver does not quote when it writes binary. */
    private static List<String> inserts(String table) {
        return proxy.taken().stream()
                .filter(sql -> sql.contains("INSERT INTO") && sql.contains(table))
                .toList();
    }

    /** What the tables, not their descriptions, were asked. */
    private static List<String> asked(String table) {
        return proxy.taken().stream().filter(sql -> sql.contains("`" + table + "`")).toList();
    }

    @Test
    void theCatalogHasEachColumnWithItsType() throws Exception {
        List<String> types =
                ask("DESCRIBE ch.contract.held").stream()
                        .skip(1)
                        .map(
                                row ->
                                        row.getField(1)
                                                + (row.getField(2).equals(true) ? "" : " NOT NULL"))
                        .toList();
        assertThat(types).containsExactlyElementsOf(CASES.stream().map(ColumnCase::flink).toList());
        assertThat(ask("SHOW TABLES FROM ch.contract").toString()).contains("held", "numbers");
        assertThat(ask("SHOW DATABASES").toString()).doesNotContain("system");
    }

    @Test
    void readsWhatTheEngineHolds() throws Exception {
        List<Row> expected = ask("SELECT 1, " + join(ColumnCase::typedLiteral));
        assertThat(ask("SELECT * FROM ch.contract.held")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theEngineHoldsWhatWasWritten(boolean binary) throws Exception {
        String table = "written_" + binary;
        List<ColumnCase> cases = CASES.stream().filter(c -> !binary || c.binary()).toList();
        engine("CREATE TABLE contract." + table + " AS contract.held");
        for (int i = CASES.size() - 1; i >= 0; i--) {
            if (!cases.contains(CASES.get(i))) {
                engine("ALTER TABLE contract." + table + " DROP COLUMN c" + i);
            }
        }
        insert(
                "INSERT INTO ch.contract."
                        + table
                        + (binary ? "" : properties("beta.row_binary_for_simple_insert=false"))
                        + " SELECT 1, "
                        + cases.stream()
                                .map(ColumnCase::typedLiteral)
                                .collect(Collectors.joining(", ")));
        String shown =
                cases.stream()
                        .map(c -> c.shown().formatted("c" + CASES.indexOf(c)))
                        .collect(Collectors.joining(", "));
        assertThat(engine("SELECT " + shown + " FROM contract." + table))
                .containsExactly(cases.stream().map(ColumnCase::text).toList());
        List<String> inserts = inserts(table);
        assertThat(inserts).hasSize(1);
        assertThat(inserts.get(0).contains("VALUES")).isNotEqualTo(binary);
    }

    private static String properties(String more) {
        return " /*+ OPTIONS('url' = 'jdbc:clickhouse:"
                + proxy.url()
                + "/contract?"
                + more
                + "') */";
    }

    @Test
    void nullsGoBothWays() throws Exception {
        engine(
                "CREATE TABLE contract.nulls (k Int32, a Nullable(String), b Nullable(UInt64),"
                        + " c Nullable(DateTime64(3, 'UTC')), d Nullable(Float64),"
                        + " e LowCardinality(Nullable(String)), f Nullable(Date), g Nullable(Bool))"
                        + byKey());
        insert(
                "INSERT INTO ch.contract.nulls VALUES (1, CAST(NULL AS STRING), CAST(NULL AS"
                        + " DECIMAL(20, 0)), CAST(NULL AS TIMESTAMP(3)), CAST(NULL AS DOUBLE),"
                        + " CAST(NULL AS STRING), CAST(NULL AS DATE), CAST(NULL AS BOOLEAN))");
        assertThat(ask("SELECT * FROM ch.contract.nulls"))
                .containsExactly(Row.of(1, null, null, null, null, null, null, null));
        assertThat(ask("SELECT k FROM ch.contract.nulls WHERE a IS NULL AND b IS NULL")).hasSize(1);
        assertThat(asked("nulls").toString()).contains("IS NULL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Asia/Seoul", "America/New_York", "UTC"})
    void filtersReachTheEngineAndMeanTheSame(String jvmZone) throws Exception {
        TimeZone.setDefault(TimeZone.getTimeZone(jvmZone));
        StringBuilder questions = new StringBuilder();
        for (int i = 0; i < CASES.size(); i++) {
            if (CASES.get(i).filtered()) {
                questions.append(questions.isEmpty() ? "" : " UNION ALL ");
                questions.append(
                        "SELECT %d, k FROM ch.contract.held WHERE c%d = %s"
                                .formatted(i, i, CASES.get(i).typedLiteral()));
            }
        }
        List<Row> rows = ask(questions.toString());
        String asked = asked("held").toString();
        for (int i = 0; i < CASES.size(); i++) {
            if (CASES.get(i).filtered()) {
                assertThat(rows).as(CASES.get(i).type()).contains(Row.of(i, 1));
                assertThat(asked).as(CASES.get(i).type()).contains("(`c" + i + "` = ");
            }
        }
    }

    @Test
    void aTimeThatTheClocksOfTheJvmHaveTwiceIsFilteredByFlink() throws Exception {
        TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
        engine("CREATE TABLE contract.twice (k Int32, t DateTime64(3, 'UTC')) " + byKey());
        engine(
                "INSERT INTO contract.twice VALUES (1, '2026-11-01 05:30:00'),"
                        + " (2, '2026-11-01 06:30:00')");
        for (int k : List.of(1, 2)) {
            String time = k == 1 ? "05:30:00" : "06:30:00";
            assertThat(
                            ask(
                                    "SELECT k FROM ch.contract.twice WHERE t = TIMESTAMP '2026-11-01 "
                                            + time
                                            + "'"))
                    .containsExactly(Row.of(k));
        }
    }

    @Test
    void comparisonsPatternsAndTheirCombinationsReachTheEngine() throws Exception {
        assertThat(
                        ask(
                                "SELECT k FROM ch.contract.numbers WHERE k >= 10 AND k < 20 AND v LIKE"
                                        + " 'v1%' AND (k = 11 OR k <> 12) AND v <> 'v13'"))
                .hasSize(8);
        assertThat(asked("numbers").toString())
                .contains("`k` >= 10", "`k` < 20", "`v` LIKE 'v1%'", "OR", "<>")
                .doesNotContain("SELECT `k`, `v`, ");
    }

    @Test
    void aBackslashInAPatternIsACharacterLikeOthers() throws Exception {
        engine("CREATE TABLE contract.paths (k Int32, p String) " + byKey());
        engine("INSERT INTO contract.paths VALUES (1, 'a\\\\_b'), (2, 'a_b')");
        assertThat(ask("SELECT k FROM ch.contract.paths WHERE p LIKE 'a\\_b'"))
                .containsExactly(Row.of(1));
        assertThat(asked("paths").toString()).doesNotContain("LIKE");
    }

    @Test
    void aLimitAndTheColumnsReachTheEngine() throws Exception {
        assertThat(ask("SELECT v FROM ch.contract.numbers LIMIT 3")).hasSize(3);
        assertThat(asked("numbers"))
                .singleElement()
                .asString()
                .contains("SELECT `v` FROM `numbers`", "LIMIT 3");
        assertThat(flink.explainSql("SELECT v FROM ch.contract.numbers WHERE k = 5 LIMIT 3"))
                .contains("filter=[=(k, 5)]", "limit=[3]", "project=[v]");
    }

    @Test
    void aScanInPartsReadsEachRowOnce() throws Exception {
        List<Row> rows =
                ask(
                        "SELECT k FROM ch.contract.numbers /*+ OPTIONS('scan.partition.column' = 'k',"
                                + " 'scan.partition.num' = '4', 'scan.partition.lower-bound' = '0',"
                                + " 'scan.partition.upper-bound' = '999') */");
        assertThat(rows).hasSize(1000).doesNotHaveDuplicates();
        assertThat(asked("numbers")).hasSize(4).allMatch(sql -> sql.contains("BETWEEN"));
    }

    @Test
    void aLookupJoinAsksForTheKeysItMeets() throws Exception {
        flink.executeSql(
                "CREATE TEMPORARY VIEW asked AS SELECT k, PROCTIME() AS now"
                        + " FROM (VALUES (3), (999), (5000)) AS t (k)");
        assertThat(
                        ask(
                                "SELECT a.k, n.v FROM asked AS a LEFT JOIN ch.contract.numbers"
                                        + " FOR SYSTEM_TIME AS OF a.now AS n ON n.k = a.k"))
                .containsExactlyInAnyOrder(
                        Row.of(3, "v3"), Row.of(999, "v999"), Row.of(5000, null));
        assertThat(asked("numbers")).hasSize(3).allMatch(sql -> sql.contains("WHERE `k` = "));
    }

    @Test
    void anUpsertIsAPlainInsertAndTheTableReplaces() throws Exception {
        engine(
                "CREATE TABLE contract.latest (k String, v Int64)"
                        + " ENGINE = ReplacingMergeTree(v) ORDER BY k");
        flink.executeSql(
                "CREATE TEMPORARY TABLE latest (k STRING, v BIGINT, PRIMARY KEY (k) NOT ENFORCED)"
                        + " WITH ('connector' = 'clickhouse', 'table-name' = 'latest', 'url' ="
                        + " 'jdbc:clickhouse:"
                        + proxy.url()
                        + "/contract')");
        for (int version = 1; version <= 2; version++) {
            insert(
                    "INSERT INTO latest SELECT k, MAX(v) FROM (VALUES ('a', %d), ('b', %d)) AS t (k, v) GROUP BY k"
                            .formatted(version, 10 + version));
        }
        assertThat(engine("SELECT k, v FROM contract.latest FINAL ORDER BY k"))
                .containsExactly(List.of("a", "2"), List.of("b", "12"));
        List<String> requests = proxy.taken();
        assertThat(requests.toString()).contains("INSERT INTO");
        assertThat(requests).noneMatch(sql -> sql.contains("UPDATE") || sql.contains("DELETE"));
    }

    @Test
    void namesAreQuoted() throws Exception {
        engine("CREATE TABLE contract.`odd` (k Int32, `a ``b\\\\ c` String) " + byKey());
        engine("INSERT INTO contract.odd VALUES (1, 'x')");
        assertThat(ask("SELECT `a ``b\\ c` FROM ch.contract.odd WHERE `a ``b\\ c` = 'x'"))
                .containsExactly(Row.of("x"));
    }

    @Test
    void columnsWithoutATypeAreLeftOutAndNamed() throws Exception {
        engine("CREATE TABLE contract.pairs (k Int32, t Tuple(String, Int8)) " + byKey());
        assertThat(ask("SHOW CREATE TABLE ch.contract.pairs").toString())
                .contains("`k` INT NOT NULL")
                .contains("without the columns Flink has no type for: [t Tuple(String, Int8)]");
    }

    @Test
    void credentialsAreInNoTable() throws Exception {
        engine("CREATE TABLE contract.plain (k Int32) " + byKey());
        assertThat(ask("SHOW CREATE TABLE ch.contract.plain").toString())
                .contains("'connector' = 'clickhouse'")
                .doesNotContain("password", "username");
    }

    @Test
    void theCatalogChangesNothing() {
        assertThatThrownBy(() -> flink.executeSql("DROP TABLE ch.contract.numbers"))
                .hasRootCauseMessage(
                        "catalog ch shows what is there and changes nothing; make tables in"
                                + " default_catalog, or TEMPORARY ones");
    }
}
