package io.evalstream.udfs.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every aggregate in every way the engine calls it: whole, in parts, by window, with withdrawals.
 */
class AggregatesITCase {

    @RegisterExtension static final MiniClusterExtension CLUSTER = SqlSession.cluster();

    /** Columns every case calls upon: two names, three numbers and a list of names. */
    private static final TypeInformation<Row> TYPE =
            Types.ROW_NAMED(
                    new String[] {"a", "b", "x", "y", "n", "l", "ms"},
                    Types.STRING,
                    Types.STRING,
                    Types.DOUBLE,
                    Types.LONG,
                    Types.LONG,
                    Types.OBJECT_ARRAY(Types.STRING),
                    Types.LONG);

    private static final String[] MODELS = {"m1", "m2", "m3"};
    private static final double[] POINTS = {1, 0, 0.5, 1, 0};
    private static final int ROWS = 40;

    private static Map<Call, String> whole;

    private record Call(String function, String expression) {

        @Override
        public String toString() {
            return expression;
        }
    }

    static Stream<Call> calls() {
        return Stream.of(
                new Call("corpus_bleu", "ROUND(corpus_bleu(a, b), 9)"),
                new Call("corpus_perplexity", "ROUND(corpus_perplexity(-x), 9)"),
                new Call("approx_quantile", "approx_quantile(n, 0.5)"),
                new Call("approx_quantiles", "approx_quantiles(n, ARRAY[0.1, 0.9])"),
                new Call("approx_tail_quantile", "approx_tail_quantile(n, 0.9)"),
                new Call("approx_tail_quantiles", "approx_tail_quantiles(n, ARRAY[0.5, 0.99])"),
                new Call("kll_sketch", "kll_quantile(kll_sketch(n), 0.3)"),
                new Call("kll_merge", "kll_quantile(kll_merge(k), 0.3)"),
                new Call("req_sketch", "req_quantile(req_sketch(n), 0.3)"),
                new Call("req_merge", "req_quantile(req_merge(r), 0.3)"),
                new Call("approx_distinct", "approx_distinct(a)"),
                new Call("theta_sketch", "theta_estimate(theta_sketch(n))"),
                new Call("theta_merge", "theta_estimate(theta_merge(t))"),
                new Call("bradley_terry", "bradley_terry(a, b, x)[1]"),
                new Call("elo", "elo(a, b, x, n)"),
                new Call("cohen_kappa", "cohen_kappa(a, b)"),
                new Call("weighted_kappa", "weighted_kappa(y, n, 'quadratic')"),
                new Call("fleiss_kappa", "fleiss_kappa(l)"),
                new Call("krippendorff_alpha", "krippendorff_alpha(l)"),
                new Call("mean_with_ci", "mean_with_ci(x)"));
    }

    static Stream<Call> oneWayCalls() {
        return calls().filter(call -> !function(call).takesBack());
    }

    @BeforeAll
    static void allRowsAreSeenByOneTask() {
        SqlSession session = SqlSession.in(RuntimeExecutionMode.BATCH, 1);
        session.tables().getConfig().set("table.optimizer.agg-phase-strategy", "ONE_PHASE");
        register(session, rows(), ChangelogMode.insertOnly());
        List<Call> calls = calls().toList();
        whole = values(session, query(calls), calls);
    }

    @Test
    void everyAggregateIsCalled() {
        Set<String> missing = new HashSet<>();
        for (SqlFunction function : SqlFunctions.all()) {
            if (function.isAggregate()) {
                missing.add(function.name());
            }
        }
        calls().forEach(call -> missing.remove(call.function()));
        assertThat(missing).isEmpty();
    }

    @Test
    void partsMergedAreTheWhole() {
        SqlSession session = SqlSession.in(RuntimeExecutionMode.BATCH, 4);
        session.tables().getConfig().set("table.optimizer.agg-phase-strategy", "TWO_PHASE");
        register(session, rows(), ChangelogMode.insertOnly());
        List<Call> calls = calls().toList();
        assertThat(session.tables().explainSql(query(calls))).contains("Partial_");
        assertThat(values(session, query(calls), calls)).isEqualTo(whole(calls));
    }

    @Test
    void aStreamEndsWithTheSame() {
        SqlSession session = SqlSession.in(RuntimeExecutionMode.STREAMING);
        register(session, rows(), ChangelogMode.insertOnly());
        List<Call> calls = calls().toList();
        assertThat(values(session, query(calls), calls)).isEqualTo(whole(calls));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Rows come out of order, so that later ones join sessions that were apart.
                "SESSION(TABLE t, DESCRIPTOR(ts), INTERVAL '1' SECOND)",
                "HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '20' SECOND, INTERVAL '60' SECOND)"
            })
    void windowsThatMergeAndOverlapGiveTheSame(String window) {
        SqlSession session = SqlSession.in(RuntimeExecutionMode.STREAMING);
        register(session, rows(), ChangelogMode.insertOnly());
        List<Call> calls = calls().toList();
        String windowed =
                "SELECT %s FROM TABLE(%s) GROUP BY window_start, window_end HAVING COUNT(*) = %d"
                        .formatted(columns(calls), window, ROWS);
        assertThat(values(session, windowed, calls)).isEqualTo(whole(calls));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rowsThatAreWithdrawnLeaveNoTrace(boolean inParts) {
        SqlSession session = SqlSession.in(RuntimeExecutionMode.STREAMING);
        if (inParts) {
            session.tables().getConfig().set("table.exec.mini-batch.enabled", "true");
            session.tables().getConfig().set("table.exec.mini-batch.allow-latency", "1 s");
            session.tables().getConfig().set("table.exec.mini-batch.size", "7");
            session.tables().getConfig().set("table.optimizer.agg-phase-strategy", "TWO_PHASE");
        }
        register(session, withWithdrawn(rows()), ChangelogMode.all());
        List<Call> calls = calls().filter(call -> function(call).takesBack()).toList();
        assertThat(values(session, query(calls), calls)).isEqualTo(whole(calls));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("oneWayCalls")
    void whatCannotTakeRowsBackSaysSoBeforeItRuns(Call call) {
        SqlSession session = SqlSession.in(RuntimeExecutionMode.STREAMING);
        register(session, withWithdrawn(rows()), ChangelogMode.all());
        assertThatThrownBy(() -> session.tables().explainSql(query(List.of(call))))
                .hasStackTraceContaining("retract");
    }

    private static SqlFunction function(Call call) {
        for (SqlFunction function : SqlFunctions.all()) {
            if (function.name().equals(call.function())) {
                return function;
            }
        }
        throw new AssertionError(call);
    }

    /** All calls in one query, since each query is a job of its own. */
    private static Map<Call, String> values(SqlSession session, String query, List<Call> calls) {
        List<String> values = session.values(query);
        assertThat(values).hasSameSizeAs(calls);
        Map<Call, String> byCall = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            byCall.put(calls.get(i), values.get(i));
        }
        return byCall;
    }

    private static Map<Call, String> whole(List<Call> calls) {
        Map<Call, String> expected = new LinkedHashMap<>();
        calls.forEach(call -> expected.put(call, whole.get(call)));
        return expected;
    }

    private static String query(List<Call> calls) {
        return "SELECT " + columns(calls) + " FROM t";
    }

    private static String columns(List<Call> calls) {
        return calls.stream()
                .map(AggregatesITCase::withSketchesInline)
                .collect(Collectors.joining(", "));
    }

    /** Sketches of single rows come from a function of this test: only windows make them. */
    private static String withSketchesInline(Call call) {
        return call.expression()
                .replace("_merge(k)", "_merge(one_kll(n))")
                .replace("_merge(r)", "_merge(one_req(n))")
                .replace("_merge(t)", "_merge(one_theta(n))");
    }

    private static void register(SqlSession session, List<Row> rows, ChangelogMode mode) {
        session.tables().createTemporarySystemFunction("one_kll", SketchOfOne.Kll.class);
        session.tables().createTemporarySystemFunction("one_req", SketchOfOne.Req.class);
        session.tables().createTemporarySystemFunction("one_theta", SketchOfOne.Theta.class);
        DataStream<Row> stream = session.environment().fromData(rows, TYPE);
        Schema schema =
                Schema.newBuilder()
                        .column("a", "STRING")
                        .column("b", "STRING")
                        .column("x", "DOUBLE")
                        .column("y", "BIGINT")
                        .column("n", "BIGINT")
                        .column("l", "ARRAY<STRING>")
                        .column("ms", "BIGINT")
                        .columnByExpression("ts", "TO_TIMESTAMP_LTZ(ms, 3)")
                        .watermark("ts", "ts - INTERVAL '60' SECOND")
                        .build();
        session.tables()
                .createTemporaryView(
                        "t", session.tables().fromChangelogStream(stream, schema, mode));
    }

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(row(i, (i * 17) % ROWS));
        }
        return rows;
    }

    private static Row row(int i, int place) {
        String first = MODELS[i % 3];
        String second = MODELS[(i + 1 + (i / 3) % 2) % 3];
        String[] list = {first, second, MODELS[i % 2]};
        return Row.of(
                first,
                second,
                POINTS[i % 5],
                (long) (i % 4),
                (long) (i * 7 % 11),
                list,
                20_000L + place * 900);
    }

    /** Each third row comes twice, with a foreign one that is withdrawn like the second. */
    private static List<Row> withWithdrawn(List<Row> rows) {
        List<Row> changes = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            changes.add(rows.get(i));
            if (i % 3 == 0) {
                changes.add(kind(RowKind.INSERT, rows.get(i)));
                changes.add(kind(RowKind.INSERT, row(i + 1, 0)));
            }
        }
        for (int i = 0; i < rows.size(); i += 3) {
            changes.add(kind(RowKind.UPDATE_BEFORE, rows.get(i)));
            changes.add(kind(RowKind.UPDATE_AFTER, rows.get(i)));
            changes.add(kind(RowKind.DELETE, row(i + 1, 0)));
            changes.add(kind(RowKind.DELETE, rows.get(i)));
        }
        return changes;
    }

    private static Row kind(RowKind kind, Row row) {
        Row copy = Row.copy(row);
        copy.setKind(kind);
        return copy;
    }
}
