package io.evalstream.udfs.sql;

import io.evalstream.udfs.sql.SqlFunction.Example;

import java.util.List;

/** The functions about judgements and verdicts, with what the reference says of them. */
final class JudgementReference {

    private JudgementReference() {}

    static List<SqlFunction> functions() {
        return List.of(
                new SqlFunction(
                        "Ratings",
                        "bradley_terry",
                        List.of(
                                "model_a STRING, model_b STRING, outcome DOUBLE",
                                "model_a STRING, model_b STRING, outcome DOUBLE, prior_ties DOUBLE"),
                        "ARRAY<ROW<model STRING, rating DOUBLE, pool INT, games BIGINT>>",
                        "Maximum-likelihood ratings from judgements, best first; `outcome` is 1 "
                                + "if `model_a` was better, 0.5 for a tie, else 0. 400 points are odds of "
                                + "ten to one, the mean is 1000. Ratings compare only within a pool: models "
                                + "of which each has, over others, won against each. `prior_ties` gives "
                                + "each model so many ties against a model fixed at 1000, which makes one "
                                + "pool of all. The order of rows does not matter. At most 1,000 models.",
                        RatingFunctions.BradleyTerry::new,
                        List.of(
                                new Example(
                                        "SELECT ROUND(r[1].rating - r[2].rating, 4) FROM (SELECT bradley_terry(a, "
                                                + "b, o) AS r FROM (VALUES ('a', 'b', 1), ('a', 'b', 1), ('a', 'b', 1), "
                                                + "('b', 'a', 1)) AS t(a, b, o))",
                                        "190.8485"),
                                new Example(
                                        "SELECT CONCAT(r[1].model, ' ', CAST(r[1].pool AS STRING), ' ', "
                                                + "CAST(r[1].games AS STRING)) FROM (SELECT bradley_terry(a, b, o, 1.0) AS "
                                                + "r FROM (VALUES ('a', 'b', 1), ('a', 'b', 1), ('a', 'b', 1), ('b', 'a', "
                                                + "1)) AS t(a, b, o))",
                                        "a 1 4"))),
                new SqlFunction(
                        "Ratings",
                        "elo",
                        List.of(
                                "model_a STRING, model_b STRING, outcome DOUBLE, sequence BIGINT",
                                "model_a STRING, model_b STRING, outcome DOUBLE, sequence BIGINT, k DOUBLE"),
                        "MAP<STRING, DOUBLE>",
                        "Elo ratings after all judgements, played in the order of `sequence`; "
                                + "everybody starts with 1000, a judgement moves at most `k` points (32). "
                                + "Judgements of the same number are played in the order of names. At most "
                                + "1,000,000 judgements, which are kept.",
                        RatingFunctions.EloRatings::new,
                        List.of(
                                new Example(
                                        "SELECT ROUND(elo(a, b, o, s)['a'], 4) FROM (VALUES ('a', 'b', 1, 2), "
                                                + "('a', 'b', 0, 1)) AS t(a, b, o, s)",
                                        "1001.4695"),
                                new Example(
                                        "SELECT elo(a, b, o, s, 16.0)['b'] FROM (VALUES ('a', 'b', 1, 1)) AS t(a, "
                                                + "b, o, s)",
                                        "992.0"))),
                new SqlFunction(
                        "Agreement",
                        "cohen_kappa",
                        List.of("a STRING, b STRING", "a BIGINT, b BIGINT", "a BOOLEAN, b BOOLEAN"),
                        "DOUBLE",
                        "Cohen's kappa of two judges: 1 is agreement, 0 is chance. NULL where "
                                + "both only ever gave one category.",
                        AgreementFunctions.CohenKappa::new,
                        List.of(
                                new Example(
                                        "SELECT cohen_kappa(a, b) FROM (VALUES ('y', 'y'), ('y', 'n'), ('n', "
                                                + "'n'), ('n', 'n'), ('y', 'y'), ('m', 'm'), ('m', 'y'), ('n', 'n'), ('y', "
                                                + "'y'), ('y', 'm')) AS t(a, b)",
                                        "0.53125"))),
                new SqlFunction(
                        "Agreement",
                        "weighted_kappa",
                        List.of("a BIGINT, b BIGINT, weights STRING"),
                        "DOUBLE",
                        "Cohen's kappa of two judges who give whole numbers; disagreement counts "
                                + "by its size (`'linear'`) or its square (`'quadratic'`).",
                        AgreementFunctions.WeightedKappa::new,
                        List.of(
                                new Example(
                                        "SELECT ROUND(weighted_kappa(a, b, 'quadratic'), 4) FROM (VALUES (1, 1), "
                                                + "(2, 3), (3, 3), (4, 5), (5, 4), (3, 3), (2, 1), (1, 2), (5, 5), (4, 2), "
                                                + "(3, 3)) AS t(a, b)",
                                        "0.7692"))),
                new SqlFunction(
                        "Agreement",
                        "fleiss_kappa",
                        List.of("ratings ARRAY<STRING>"),
                        "DOUBLE",
                        "Fleiss' kappa of many raters, one row per item with all its ratings, the "
                                + "same number for each.",
                        AgreementFunctions.FleissKappa::new,
                        List.of(
                                new Example(
                                        "SELECT ROUND(fleiss_kappa(r), 4) FROM (VALUES (ARRAY['a', 'a', 'b']), "
                                                + "(ARRAY['a', 'a', 'a']), (ARRAY['b', 'b', 'c']), (ARRAY['c', 'a', 'b']), "
                                                + "(ARRAY['b', 'b', 'b']), (ARRAY['c', 'c', 'c'])) AS t(r)",
                                        "0.4112"))),
                new SqlFunction(
                        "Agreement",
                        "krippendorff_alpha",
                        List.of("ratings ARRAY<STRING>"),
                        "DOUBLE",
                        "Krippendorff's alpha for categories without an order, one row per item; "
                                + "items may have any number of ratings, NULL is none.",
                        AgreementFunctions.KrippendorffAlpha::new,
                        List.of(
                                new Example(
                                        "SELECT ROUND(krippendorff_alpha(r), 4) FROM (VALUES (ARRAY['a', 'a', "
                                                + "'b']), (ARRAY['a', 'a', 'a']), (ARRAY['b', 'b', 'c']), (ARRAY['c', 'a', "
                                                + "'b']), (ARRAY['b', 'b', 'b']), (ARRAY['c', 'c', 'c'])) AS t(r)",
                                        "0.4439"))),
                new SqlFunction(
                        "Verdicts",
                        "relative_drop",
                        List.of("value DOUBLE, baseline DOUBLE, higher_is_better BOOLEAN"),
                        "DOUBLE",
                        "How much worse the value is, relative to the baseline; negative when "
                                + "better. NULL unless the baseline is above 0.",
                        VerdictFunctions.RelativeDrop::new,
                        List.of(
                                new Example("SELECT relative_drop(0.72, 0.8, TRUE)", "0.1"),
                                new Example("SELECT relative_drop(120, 100, FALSE)", "0.2"))),
                new SqlFunction(
                        "Verdicts",
                        "is_breach",
                        List.of(
                                "value DOUBLE, baseline DOUBLE, higher_is_better BOOLEAN, threshold DOUBLE"),
                        "BOOLEAN",
                        "Whether the drop is at least the threshold, decided in decimals as the "
                                + "verdicts are: 0.9 against 1 is a drop of 10 %, though not in binary.",
                        VerdictFunctions.IsBreach::new,
                        List.of(
                                new Example("SELECT is_breach(0.9, 1, TRUE, 0.1)", "true"),
                                new Example(
                                        "SELECT (CAST(1 AS DOUBLE) - CAST(0.9 AS DOUBLE)) / CAST(1 AS DOUBLE) >= "
                                                + "CAST(0.1 AS DOUBLE)",
                                        "false"))),
                new SqlFunction(
                        "Verdicts",
                        "mean_with_ci",
                        List.of("score DOUBLE"),
                        "ROW<mean DOUBLE, ci_lower DOUBLE, ci_upper DOUBLE, n BIGINT>",
                        "The mean with its 95 % interval: Wilson's where all scores are 0 or 1, "
                                + "else Student's t; its ends are NULL for one score that is neither.",
                        VerdictFunctions.MeanWithInterval::new,
                        List.of(
                                new Example(
                                        "SELECT ROUND(m.ci_lower, 4) FROM (SELECT mean_with_ci(s) AS m FROM (VALUES "
                                                + "(1), (1), (1), (0), (1), (1), (0), (1), (1), (0)) AS t(s))",
                                        "0.3968"),
                                new Example(
                                        "SELECT ROUND(m.ci_upper, 4) FROM (SELECT mean_with_ci(s) AS m FROM (VALUES "
                                                + "(0.2), (0.5), (0.9), (0.4), (0.7)) AS t(s))",
                                        "0.8755"))),
                new SqlFunction(
                        "Verdicts",
                        "mcnemar_p",
                        List.of("losses BIGINT, gains BIGINT"),
                        "DOUBLE",
                        "The one-sided mid-p value of McNemar's exact test: how likely so many of "
                                + "the changed items are losses by chance.",
                        VerdictFunctions.McNemarP::new,
                        List.of(new Example("SELECT mcnemar_p(5, 0)", "0.015625"))));
    }
}
