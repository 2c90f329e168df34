package io.evalstream.embedded.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Properties;

@Timeout(600)
class ClickHouseJdbcITCase {

    private static final String NASTY = "a;b'c\"d\\e\nf\tg\0h ünï 漢 😀 -- /* FORMAT CSV";

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

    private static Connection connect(String... properties) throws SQLException {
        Properties all = new Properties();
        for (int i = 0; i < properties.length; i += 2) {
            all.setProperty(properties[i], properties[i + 1]);
        }
        return DriverManager.getConnection("jdbc:clickhouse:" + engine.httpUrl() + "/default", all);
    }

    @Test
    void meetsTheEngineItExpects() throws SQLException {
        try (Connection connection = connect()) {
            assertThat(connection.getMetaData().getDatabaseProductVersion()).startsWith("26.7");
            assertThat(connection.isValid(5)).isTrue();
            assertThat(connection.getSchema()).isEqualTo("default");
            try (ResultSet tables =
                    connection.getMetaData().getTables(null, "system", "one", null)) {
                assertThat(tables.next()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void insertsPreparedBatches(String rowBinary) throws SQLException {
        try (Connection connection = connect("beta.row_binary_for_simple_insert", rowBinary);
                Statement ddl = connection.createStatement()) {
            String table = "batch_" + rowBinary;
            ddl.execute(
                    "CREATE TABLE "
                            + table
                            + " (id UInt64, s String, f Float64, t DateTime64(3, 'UTC'), n"
                            + " Nullable(Int32)) ENGINE = MergeTree ORDER BY id");
            Instant instant = Instant.parse("2026-03-04T05:06:07.891Z");
            try (PreparedStatement insert =
                    connection.prepareStatement(
                            "INSERT INTO " + table + " (id, s, f, t, n) VALUES (?, ?, ?, ?, ?)")) {
                for (int i = 0; i < 1000; i++) {
                    insert.setLong(1, i);
                    insert.setString(2, NASTY + i);
                    insert.setDouble(3, i == 7 ? Double.NaN : i / 4.0);
                    insert.setObject(4, LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
                    if (i % 2 == 0) {
                        insert.setNull(5, java.sql.Types.INTEGER);
                    } else {
                        insert.setInt(5, -i);
                    }
                    insert.addBatch();
                }
                assertThat(insert.executeBatch()).hasSize(1000);
            }
            try (ResultSet rows =
                    ddl.executeQuery("SELECT s, f, t, n FROM " + table + " ORDER BY id")) {
                for (int i = 0; i < 1000; i++) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getString(1)).isEqualTo(NASTY + i);
                    assertThat(rows.getDouble(2))
                            .isEqualTo(Double.valueOf(i == 7 ? Double.NaN : i / 4.0));
                    assertThat(rows.getObject(3, LocalDateTime.class))
                            .isEqualTo(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
                    int n = rows.getInt(4);
                    assertThat(rows.wasNull()).isEqualTo(i % 2 == 0);
                    assertThat(n).isEqualTo(i % 2 == 0 ? 0 : -i);
                }
                assertThat(rows.next()).isFalse();
            }
        }
    }

    @Test
    void readsTheCommonTypes() throws SQLException {
        String sql =
                """
                SELECT toUInt64('18446744073709551615') AS big, nan AS not_a_number,
                  toLowCardinality('lc;''x') AS low, [1, 2, 3] AS numbers, ['a;', 'b'] AS texts,
                  CAST(NULL AS Nullable(String)) AS nothing, toNullable(5) AS something,
                  toDateTime64('2026-01-02 03:04:05.678', 3, 'UTC') AS moment,
                  toDate('2026-01-02') AS day, map('k', 1.5) AS pairs, true AS yes,
                  toDecimal64('12.345', 3) AS amount, hex(unhex('00ff3b0a80')) AS bytes,
                  toUUID('61f0c404-5cb3-11e7-907b-a6006ad3dba0') AS id
                """;
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            assertThat(row.getObject("big")).isEqualTo(new BigInteger("18446744073709551615"));
            assertThat(row.getDouble("not_a_number")).isNaN();
            assertThat(row.getString("low")).isEqualTo("lc;'x");
            assertThat(row.getArray("numbers").getArray())
                    .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.ARRAY)
                    .hasSize(3);
            assertThat((Object[]) row.getArray("texts").getArray()).containsExactly("a;", "b");
            assertThat(row.getString("nothing")).isNull();
            assertThat(row.getInt("something")).isEqualTo(5);
            assertThat(row.getTimestamp("moment"))
                    .isEqualTo(Timestamp.from(Instant.parse("2026-01-02T03:04:05.678Z")));
            assertThat(row.getDate("day").toString()).isEqualTo("2026-01-02");
            assertThat(row.getObject("pairs").toString()).isEqualTo("{k=1.5}");
            assertThat(row.getBoolean("yes")).isTrue();
            assertThat(row.getBigDecimal("amount")).isEqualByComparingTo("12.345");
            assertThat(row.getString("bytes")).isEqualTo("00FF3B0A80");
            assertThat(row.getString("id")).isEqualTo("61f0c404-5cb3-11e7-907b-a6006ad3dba0");
        }
    }

    @Test
    void selectsWithParametersAndManyRows() throws SQLException {
        try (Connection connection = connect();
                PreparedStatement select =
                        connection.prepareStatement(
                                "SELECT number, ? FROM numbers(500000) WHERE number % ? = 0")) {
            select.setString(1, NASTY.replace("\0", ""));
            select.setInt(2, 2);
            long sum = 0;
            int count = 0;
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    sum += rows.getLong(1);
                    count++;
                    assertThat(rows.getString(2)).isEqualTo(NASTY.replace("\0", ""));
                }
            }
            assertThat(count).isEqualTo(250_000);
            assertThat(sum).isEqualTo(62_499_750_000L);
        }
    }

    @Test
    void carriesTheEnginesErrorCode() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("SELECT * FROM missing"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(60))
                    .hasMessageContaining("UNKNOWN_TABLE");
        }
    }

    @Test
    void sendsSettingsAndTokens() throws SQLException {
        try (Connection connection =
                        connect(
                                "clickhouse_setting_async_insert",
                                "0",
                                "clickhouse_setting_insert_deduplication_token",
                                "once");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE tokens (a Int32) ENGINE = MergeTree ORDER BY a SETTINGS"
                            + " non_replicated_deduplication_window = 1000");
            statement.executeUpdate("INSERT INTO tokens VALUES (1)");
            statement.executeUpdate("INSERT INTO tokens VALUES (1)");
            try (ResultSet count = statement.executeQuery("SELECT count() FROM tokens")) {
                assertThat(count.next()).isTrue();
                assertThat(count.getInt(1)).isEqualTo(1);
            }
        }
    }
}
