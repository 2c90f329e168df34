package io.evalstream.embedded.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

class StatementTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "INSERT INTO t FORMAT CSV 1,2|INSERT INTO t |CSV|1,2",
                "insert into t format CSV  1,2|insert into t |CSV|1,2",
                "INSERT INTO t (a, values) VALUES (1)|INSERT INTO t (a, values) |Values| (1)",
                "INSERT INTO values VALUES (1)|INSERT INTO values |Values| (1)",
                "INSERT INTO db.format FORMAT TSV 1|INSERT INTO db.format |TSV|1",
                "INSERT INTO `x FORMAT y` VALUES(1)|INSERT INTO `x FORMAT y` |Values|(1)",
                "INSERT INTO t /* FORMAT Z */ FORMAT CSV 1|INSERT INTO t /* FORMAT Z */ |CSV|1",
                "INSERT INTO t SETTINGS a = 'FORMAT' FORMAT CSV 1|INSERT INTO t SETTINGS a = 'FORMAT'"
                        + " |CSV|1",
                "INSERT INTO FUNCTION file('a', 'CSV') VALUES (1)|INSERT INTO FUNCTION file('a',"
                        + " 'CSV') |Values| (1)",
            })
    void separatesAnInsertFromItsRows(String sql, String head, String format, String rows) {
        Statement.Insert insert = Statement.insert(sql.getBytes(UTF_8)).orElseThrow();
        assertThat(sql.substring(0, insert.headEnd())).isEqualTo(head);
        assertThat(insert.format()).contains(format);
        assertThat(sql.substring(insert.dataStart())).isEqualTo(rows);
    }

    @Test
    void takesAwayOneLineEndBeforeTheRowsAndNoMore() {
        byte[] sql = "INSERT INTO t FORMAT RowBinary \r\n\n\n".getBytes(UTF_8);
        assertThat(Statement.insert(sql).orElseThrow().dataStart()).isEqualTo(sql.length - 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "INSERT INTO t SELECT 1",
                "INSERT INTO t (SELECT 1)",
                "INSERT INTO t (a) WITH 1 AS x SELECT x",
                "INSERT INTO t FROM INFILE 'x' FORMAT CSV",
                "EXPLAIN INSERT INTO t VALUES (1)",
                ""
            })
    void leavesOtherStatementsWhole(String sql) {
        assertThat(Statement.insert(sql.getBytes(UTF_8))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT 1 FORMAT JSON|JSON",
                "SELECT 1 format CSV;|CSV",
                "SELECT 1 FORMAT Native SETTINGS max_threads = 1|Native",
                "SELECT format FROM t|",
                "SELECT 'FORMAT CSV'|",
                "SELECT (SELECT 1 FORMAT CSV)|",
                "SELECT a AS format, b FROM t FORMAT TSV -- FORMAT CSV|TSV",
                "SELECT $x$ FORMAT CSV $x$|",
            })
    void findsTheOutputFormat(String sql, String format) {
        assertThat(Statement.outputFormat(sql.getBytes(UTF_8)))
                .isEqualTo(Optional.ofNullable(format));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT 1|SELECT 1",
                "SELECT 1;|SELECT 1",
                "SELECT ';';; -- ; SELECT 2|SELECT ';'",
                "SELECT 1 /* ; */|SELECT 1 /* ; */"
            })
    void dropsTheSemicolonAtTheEnd(String sql, String expected) throws EngineException {
        assertThat(new String(Statement.single(sql.getBytes(UTF_8)), UTF_8)).isEqualTo(expected);
    }

    @Test
    void refusesASecondStatement() {
        assertThatThrownBy(() -> Statement.single("SELECT 1; DROP TABLE t".getBytes(UTF_8)))
                .hasMessageContaining("Multi-statements are not allowed");
    }

    @Property
    void anyBytesAreWalkedToTheEnd(@ForAll byte[] bytes) {
        SqlTokens tokens = new SqlTokens(bytes);
        int last = 0;
        while (tokens.next()) {
            assertThat(tokens.start()).isGreaterThanOrEqualTo(last);
            assertThat(tokens.end())
                    .isGreaterThan(tokens.start())
                    .isLessThanOrEqualTo(bytes.length);
            last = tokens.end();
        }
    }
}
