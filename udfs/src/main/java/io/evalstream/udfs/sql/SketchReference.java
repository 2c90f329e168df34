package io.evalstream.udfs.sql;

import static io.evalstream.udfs.sketch.QuantileSketch.Kind.KLL;
import static io.evalstream.udfs.sketch.QuantileSketch.Kind.REQ;

import io.evalstream.udfs.sql.SqlFunction.Example;

import java.util.List;

/** The functions about distributions and sets, with what the reference says of them. */
final class SketchReference {

    private SketchReference() {}

    static List<SqlFunction> functions() {
        return List.of(
                new SqlFunction(
                        "Distributions",
                        "approx_quantile",
                        List.of("value DOUBLE, p DOUBLE"),
                        "DOUBLE",
                        "The p-quantile, wrong by at most 1.33 % of all ranks with 99 % "
                                + "confidence; exact up to 200 values. For the middle of a distribution.",
                        () -> new QuantileFunctions.Quantile(KLL),
                        List.of(
                                new Example(
                                        "SELECT approx_quantile(v, 0.5) FROM (VALUES (3), (1), (5), (2), (4)) AS "
                                                + "t(v)",
                                        "3.0"))),
                new SqlFunction(
                        "Distributions",
                        "approx_quantiles",
                        List.of("value DOUBLE, p ARRAY<DOUBLE>"),
                        "ARRAY<DOUBLE>",
                        "Several quantiles from one pass.",
                        () -> new QuantileFunctions.Quantiles(KLL),
                        List.of(
                                new Example(
                                        "SELECT approx_quantiles(v, ARRAY[0.0, 0.25, 1.0]) FROM (VALUES (3), (1), "
                                                + "(5), (2), (4)) AS t(v)",
                                        "[1.0, 2.0, 5.0]"))),
                new SqlFunction(
                        "Distributions",
                        "approx_tail_quantile",
                        List.of("value DOUBLE, p DOUBLE"),
                        "DOUBLE",
                        "The p-quantile, the better the nearer p is to 1: for 99 % and 99.9 % of "
                                + "latencies. Values are kept in single precision.",
                        () -> new QuantileFunctions.Quantile(REQ),
                        List.of(
                                new Example(
                                        "SELECT approx_tail_quantile(v, 0.99) FROM (VALUES (3), (1), (5), (2), "
                                                + "(4)) AS t(v)",
                                        "5.0"))),
                new SqlFunction(
                        "Distributions",
                        "approx_tail_quantiles",
                        List.of("value DOUBLE, p ARRAY<DOUBLE>"),
                        "ARRAY<DOUBLE>",
                        "Several such quantiles from one pass.",
                        () -> new QuantileFunctions.Quantiles(REQ),
                        List.of(
                                new Example(
                                        "SELECT approx_tail_quantiles(v, ARRAY[0.5, 0.99]) FROM (VALUES (3), (1), "
                                                + "(5), (2), (4)) AS t(v)",
                                        "[3.0, 5.0]"))),
                new SqlFunction(
                        "Distributions",
                        "kll_sketch",
                        List.of("value DOUBLE"),
                        "BYTES",
                        "The sketch itself, as `approx_quantile` uses, to keep per window or "
                                + "group and merge later.",
                        () -> new QuantileFunctions.Sketch(KLL),
                        List.of(
                                new Example(
                                        "SELECT kll_quantile(kll_sketch(v), 0.5) FROM (VALUES (3), (1), (5), (2), "
                                                + "(4)) AS t(v)",
                                        "3.0"))),
                new SqlFunction(
                        "Distributions",
                        "kll_merge",
                        List.of("sketch BYTES"),
                        "BYTES",
                        "One sketch of all that the sketches have seen.",
                        () -> new QuantileFunctions.Merge(KLL),
                        List.of(
                                new Example(
                                        "SELECT kll_quantile(kll_merge(s), 0.5) FROM (SELECT kll_sketch(v) AS s "
                                                + "FROM (VALUES (3), (1)) AS t(v) UNION ALL SELECT kll_sketch(v) FROM "
                                                + "(VALUES (5), (2), (4)) AS t(v))",
                                        "3.0",
                                        true))),
                new SqlFunction(
                        "Distributions",
                        "kll_quantile",
                        List.of("sketch BYTES, p DOUBLE"),
                        "DOUBLE",
                        "A quantile of what a sketch has seen.",
                        () -> new QuantileFunctions.QuantileOfSketch(KLL),
                        List.of(
                                new Example(
                                        "SELECT kll_quantile(kll_sketch(v), 1) FROM (VALUES (3), (1), (5), (2), "
                                                + "(4)) AS t(v)",
                                        "5.0"))),
                new SqlFunction(
                        "Distributions",
                        "kll_rank",
                        List.of("sketch BYTES, value DOUBLE"),
                        "DOUBLE",
                        "Which share of what a sketch has seen does not exceed the value.",
                        () -> new QuantileFunctions.RankOfSketch(KLL),
                        List.of(
                                new Example(
                                        "SELECT kll_rank(kll_sketch(v), 4) FROM (VALUES (3), (1), (5), (2), (4)) "
                                                + "AS t(v)",
                                        "0.8"))),
                new SqlFunction(
                        "Distributions",
                        "req_sketch",
                        List.of("value DOUBLE"),
                        "BYTES",
                        "The sketch itself, as `approx_tail_quantile` uses, to keep per window or "
                                + "group and merge later.",
                        () -> new QuantileFunctions.Sketch(REQ),
                        List.of(
                                new Example(
                                        "SELECT req_quantile(req_sketch(v), 0.5) FROM (VALUES (3), (1), (5), (2), "
                                                + "(4)) AS t(v)",
                                        "3.0"))),
                new SqlFunction(
                        "Distributions",
                        "req_merge",
                        List.of("sketch BYTES"),
                        "BYTES",
                        "One sketch of all that the sketches have seen.",
                        () -> new QuantileFunctions.Merge(REQ),
                        List.of(
                                new Example(
                                        "SELECT req_quantile(req_merge(s), 0.5) FROM (SELECT req_sketch(v) AS s "
                                                + "FROM (VALUES (3), (1)) AS t(v) UNION ALL SELECT req_sketch(v) FROM "
                                                + "(VALUES (5), (2), (4)) AS t(v))",
                                        "3.0",
                                        true))),
                new SqlFunction(
                        "Distributions",
                        "req_quantile",
                        List.of("sketch BYTES, p DOUBLE"),
                        "DOUBLE",
                        "A quantile of what a sketch has seen.",
                        () -> new QuantileFunctions.QuantileOfSketch(REQ),
                        List.of(
                                new Example(
                                        "SELECT req_quantile(req_sketch(v), 1) FROM (VALUES (3), (1), (5), (2), "
                                                + "(4)) AS t(v)",
                                        "5.0"))),
                new SqlFunction(
                        "Distributions",
                        "req_rank",
                        List.of("sketch BYTES, value DOUBLE"),
                        "DOUBLE",
                        "Which share of what a sketch has seen does not exceed the value.",
                        () -> new QuantileFunctions.RankOfSketch(REQ),
                        List.of(
                                new Example(
                                        "SELECT req_rank(req_sketch(v), 4) FROM (VALUES (3), (1), (5), (2), (4)) "
                                                + "AS t(v)",
                                        "0.8"))),
                new SqlFunction(
                        "Sets",
                        "approx_distinct",
                        List.of("value STRING", "value BIGINT"),
                        "DOUBLE",
                        "About how many different values there are: a standard error of 1.6 %, "
                                + "exact up to 4,096.",
                        ThetaFunctions.ApproxDistinct::new,
                        List.of(
                                new Example(
                                        "SELECT approx_distinct(v) FROM (VALUES ('a'), ('b'), ('a')) AS t(v)",
                                        "2.0"))),
                new SqlFunction(
                        "Sets",
                        "theta_sketch",
                        List.of("value STRING", "value BIGINT"),
                        "BYTES",
                        "The set as a sketch of at most 32 kB, to keep and to compare. It depends "
                                + "on the values alone, not on their order.",
                        ThetaFunctions.ThetaSketch::new,
                        List.of(
                                new Example(
                                        "SELECT theta_estimate(theta_sketch(v)) FROM (VALUES (1), (2), (1)) AS "
                                                + "t(v)",
                                        "2.0"))),
                new SqlFunction(
                        "Sets",
                        "theta_merge",
                        List.of("sketch BYTES"),
                        "BYTES",
                        "The union of all sketches of a group.",
                        ThetaFunctions.ThetaMerge::new,
                        List.of(
                                new Example(
                                        "SELECT theta_estimate(theta_merge(s)) FROM (SELECT theta_sketch(v) AS s "
                                                + "FROM (VALUES (1), (2)) AS t(v) UNION ALL SELECT theta_sketch(v) FROM "
                                                + "(VALUES (2), (3)) AS t(v))",
                                        "3.0",
                                        true))),
                new SqlFunction(
                        "Sets",
                        "theta_estimate",
                        List.of("sketch BYTES"),
                        "DOUBLE",
                        "About how many values the set holds.",
                        ThetaFunctions.Estimate::new,
                        List.of(
                                new Example(
                                        "SELECT theta_estimate(a) FROM (SELECT theta_sketch(v) AS a FROM (VALUES "
                                                + "(1), (2), (3)) AS t(v)) CROSS JOIN (SELECT theta_sketch(v) AS b FROM "
                                                + "(VALUES (3), (4)) AS t(v))",
                                        "3.0"))),
                new SqlFunction(
                        "Sets",
                        "theta_union",
                        List.of("a BYTES, b BYTES"),
                        "BYTES",
                        "The set of values in one of the two.",
                        ThetaFunctions.Union::new,
                        List.of(
                                new Example(
                                        "SELECT theta_estimate(theta_union(a, b)) FROM (SELECT theta_sketch(v) AS "
                                                + "a FROM (VALUES (1), (2), (3)) AS t(v)) CROSS JOIN (SELECT "
                                                + "theta_sketch(v) AS b FROM (VALUES (3), (4)) AS t(v))",
                                        "4.0"))),
                new SqlFunction(
                        "Sets",
                        "theta_intersect",
                        List.of("a BYTES, b BYTES"),
                        "BYTES",
                        "The set of values in both.",
                        ThetaFunctions.Intersection::new,
                        List.of(
                                new Example(
                                        "SELECT theta_estimate(theta_intersect(a, b)) FROM (SELECT "
                                                + "theta_sketch(v) AS a FROM (VALUES (1), (2), (3)) AS t(v)) CROSS JOIN "
                                                + "(SELECT theta_sketch(v) AS b FROM (VALUES (3), (4)) AS t(v))",
                                        "1.0"))),
                new SqlFunction(
                        "Sets",
                        "theta_overlap",
                        List.of("a BYTES, b BYTES"),
                        "DOUBLE",
                        "How much of the smaller set is in the other, 0 to 1: \\|A ∩ B\\| / "
                                + "min(\\|A\\|, \\|B\\|). NULL if one is empty.",
                        ThetaFunctions.Overlap::new,
                        List.of(
                                new Example(
                                        "SELECT theta_overlap(a, b) FROM (SELECT theta_sketch(v) AS a FROM "
                                                + "(VALUES (1), (2), (3)) AS t(v)) CROSS JOIN (SELECT theta_sketch(v) AS b "
                                                + "FROM (VALUES (3), (4)) AS t(v))",
                                        "0.5"))));
    }
}
