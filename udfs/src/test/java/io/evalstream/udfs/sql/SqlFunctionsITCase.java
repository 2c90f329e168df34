package io.evalstream.udfs.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.evalstream.udfs.sql.SqlFunction.Example;

import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Every example of the reference, and what is said of NULL, on a cluster. */
class SqlFunctionsITCase {

    @RegisterExtension static final MiniClusterExtension CLUSTER = SqlSession.cluster();

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("examples")
    void anExampleGivesItsAnswer(String name, Example example, RuntimeExecutionMode mode) {
        assertThat(SqlSession.in(mode).value(example.query()))
                .as(example.query())
                .isEqualTo(example.answer());
    }

    static Stream<Arguments> examples() {
        List<Arguments> examples = new ArrayList<>();
        for (SqlFunction function : SqlFunctions.all()) {
            for (Example example : function.examples()) {
                examples.add(arguments(function.name(), example, RuntimeExecutionMode.BATCH));
                if (!example.needsBatch()) {
                    examples.add(
                            arguments(function.name(), example, RuntimeExecutionMode.STREAMING));
                }
            }
        }
        return examples.stream();
    }

    @ParameterizedTest
    @EnumSource(
            value = RuntimeExecutionMode.class,
            names = {"BATCH", "STREAMING"})
    void nullGivesNull(RuntimeExecutionMode mode) {
        String text = "CAST(NULL AS STRING)";
        String number = "CAST(NULL AS DOUBLE)";
        String bytes = "CAST(NULL AS BYTES)";
        List<String> calls =
                List.of(
                        "normalize_text(" + text + ")",
                        "levenshtein('a', " + text + ")",
                        "levenshtein_less_equal('a', 'b', CAST(NULL AS INT))",
                        "normalized_levenshtein(" + text + ", 'b')",
                        "minhash_signature(" + text + ")",
                        "minhash_jaccard(" + bytes + ", minhash_signature('abcde'))",
                        "minhash_bands(" + bytes + ")",
                        "bleu('a', " + text + ")",
                        "bleu('a', CAST(NULL AS ARRAY<STRING>))",
                        "rouge_n(1, 'a', " + text + ")",
                        "rouge_l('a', " + text + ")",
                        "perplexity(CAST(NULL AS ARRAY<DOUBLE>))",
                        "kll_quantile(" + bytes + ", 0.5)",
                        "kll_rank(" + bytes + ", 0.5)",
                        "req_quantile(" + bytes + ", 0.5)",
                        "req_rank(" + bytes + ", 0.5)",
                        "theta_estimate(" + bytes + ")",
                        "theta_union(" + bytes + ", " + bytes + ")",
                        "theta_intersect(" + bytes + ", " + bytes + ")",
                        "theta_overlap(" + bytes + ", " + bytes + ")",
                        "relative_drop(" + number + ", 1, TRUE)",
                        "relative_drop(1, 0, TRUE)",
                        "is_breach(1, " + number + ", TRUE, 0.1)",
                        "mcnemar_p(CAST(NULL AS BIGINT), 1)");
        StringBuilder all = new StringBuilder("SELECT ARRAY[");
        for (String call : calls) {
            all.append(all.length() > 14 ? ", " : "").append(call).append(" IS NULL");
        }
        assertThat(SqlSession.in(mode).value(all + "]"))
                .isEqualTo(calls.stream().map(call -> "true").toList().toString());
    }

    @Test
    void rowsWithNullAreLeftOutOfAggregates() {
        SqlSession session = SqlSession.in(RuntimeExecutionMode.BATCH);
        assertThat(
                        session.value(
                                "SELECT ARRAY[approx_quantile(v, 0.5), corpus_perplexity(v - 3),"
                                        + " approx_distinct(CAST(v AS STRING))]"
                                        + " FROM (VALUES (2), (CAST(NULL AS INT)), (2)) AS t(v)"))
                .isEqualTo("[2.0, " + Math.exp(1) + ", 1.0]");
        assertThat(
                        session.value(
                                "SELECT cohen_kappa(a, b) FROM (VALUES ('x', 'x'), ('y', 'y'),"
                                        + " (CAST(NULL AS STRING), 'x')) AS t(a, b)"))
                .isEqualTo("1.0");
    }

    @Test
    void aggregatesOfNothingAreNull() {
        SqlSession session = SqlSession.in(RuntimeExecutionMode.BATCH);
        String none = " FROM (VALUES (1, 'a')) AS t(v, s) WHERE v > 1";
        for (String call :
                List.of(
                        "approx_quantile(v, 0.5)",
                        "approx_tail_quantile(v, 0.5)",
                        "kll_quantile(kll_sketch(v), 0.5)",
                        "corpus_bleu(s, s)",
                        "corpus_perplexity(v)",
                        "mean_with_ci(v)",
                        "bradley_terry(s, s, v)",
                        "elo(s, s, v, v)",
                        "cohen_kappa(s, s)",
                        "weighted_kappa(v, v, s)",
                        "fleiss_kappa(ARRAY[s])",
                        "krippendorff_alpha(ARRAY[s])")) {
            assertThat(session.value("SELECT " + call + " IS NULL" + none))
                    .as(call)
                    .isEqualTo("true");
        }
        assertThat(session.value("SELECT approx_distinct(v)" + none)).isEqualTo("0.0");
    }

    @Test
    void aWrongArgumentIsAnErrorThatSaysWhatIsWanted() {
        SqlSession session = SqlSession.in(RuntimeExecutionMode.BATCH);
        assertFails(session, "SELECT rouge_n(0, 'a', 'a')", "n-grams have 1 to 9 words, not 0");
        assertFails(
                session,
                "SELECT approx_quantile(v, 1.5) FROM (VALUES (1)) AS t(v)",
                "p is a share from 0 to 1, it is 1.5");
        assertFails(
                session,
                "SELECT theta_estimate(minhash_signature('abcdef'))",
                "these 1024 bytes are not a theta sketch");
        assertFails(
                session,
                "SELECT bradley_terry(a, a, 1) FROM (VALUES ('m')) AS t(a)",
                "model m was judged against itself");
        assertFails(
                session,
                "SELECT weighted_kappa(v, v, 'cubic') FROM (VALUES (1)) AS t(v)",
                "weights are 'linear' or 'quadratic', not 'cubic'");
    }

    private static void assertFails(SqlSession session, String query, String message) {
        assertThatThrownBy(() -> session.value(query)).hasStackTraceContaining(message);
    }

    @Test
    void noFunctionHidesOneOfFlink() {
        SqlSession session = SqlSession.withoutModule();
        for (SqlFunction function : SqlFunctions.all()) {
            assertThat(session.functions()).doesNotContain(function.name());
        }
        assertThat(SqlSession.in(RuntimeExecutionMode.BATCH).functions())
                .containsAll(SqlFunctions.all().stream().map(SqlFunction::name).toList());
    }
}
