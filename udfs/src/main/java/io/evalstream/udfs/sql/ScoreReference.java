package io.evalstream.udfs.sql;

import io.evalstream.udfs.sql.SqlFunction.Example;

import java.util.List;

/** The functions that score answers, with what the reference says of them. */
final class ScoreReference {

    private ScoreReference() {}

    static List<SqlFunction> functions() {
        return List.of(
                new SqlFunction(
                        "Scores of answers",
                        "bleu",
                        List.of(
                                "candidate STRING, reference STRING",
                                "candidate STRING, references ARRAY<STRING>"),
                        "DOUBLE",
                        "BLEU of one segment, 0 to 100, as sacrebleu computes `sentence_bleu`: "
                                + "tokenisation 13a, smoothing `exp`, effective order. For languages "
                                + "without blanks between words, separate them first.",
                        ScoreFunctions.Bleu::new,
                        List.of(
                                new Example(
                                        "SELECT ROUND(bleu('the cat sat on the mat', 'the cat is on the mat'), 4)",
                                        "37.9918"),
                                new Example(
                                        "SELECT ROUND(bleu('the cat sat on the mat', ARRAY['a cat sat on a mat', "
                                                + "'there is a cat on the mat today']), 4)",
                                        "48.5492"))),
                new SqlFunction(
                        "Scores of answers",
                        "corpus_bleu",
                        List.of(
                                "candidate STRING, reference STRING",
                                "candidate STRING, references ARRAY<STRING>"),
                        "DOUBLE",
                        "BLEU of all segments together, as sacrebleu computes `corpus_bleu`. It "
                                + "is not the mean of `bleu`.",
                        ScoreFunctions.CorpusBleu::new,
                        List.of(
                                new Example(
                                        "SELECT ROUND(corpus_bleu(c, r), 4) FROM (VALUES ('the cat sat on the "
                                                + "mat', 'the cat is on the mat'), ('The quick brown fox jumps over the "
                                                + "lazy dog.', 'The quick brown fox jumped over the lazy dog.'), ('Hello, "
                                                + "world! It costs $3.50 (approx. 1,000-2,000 units).', 'Hello world, it "
                                                + "costs $3.50 (approx 1,000 - 2,000 units).')) AS t(c, r)",
                                        "54.1918"))),
                new SqlFunction(
                        "Scores of answers",
                        "rouge_n",
                        List.of("n INT, candidate STRING, reference STRING"),
                        "DOUBLE",
                        "ROUGE-N as F1, 0 to 1, for `n` of 1 to 9. Words are runs of letters, "
                                + "marks and digits in lower case; on ASCII text as rouge-score without "
                                + "stemming.",
                        ScoreFunctions.RougeN::new,
                        List.of(
                                new Example(
                                        "SELECT ROUND(rouge_n(2, 'the cat sat on the mat', 'the cat is on the "
                                                + "mat'), 4)",
                                        "0.6"))),
                new SqlFunction(
                        "Scores of answers",
                        "rouge_l",
                        List.of("candidate STRING, reference STRING"),
                        "DOUBLE",
                        "ROUGE-L as F1, 0 to 1: the longest common subsequence of words.",
                        ScoreFunctions.RougeL::new,
                        List.of(
                                new Example(
                                        "SELECT ROUND(rouge_l('the cat sat on the mat', 'the cat is on the mat'), "
                                                + "4)",
                                        "0.8333"))),
                new SqlFunction(
                        "Scores of answers",
                        "perplexity",
                        List.of("log_probabilities ARRAY<DOUBLE>"),
                        "DOUBLE",
                        "exp(−mean) of the natural logarithms of the probabilities of one text's "
                                + "tokens. Infinite with a token of probability 0; NULL without tokens.",
                        ScoreFunctions.Perplexity::new,
                        List.of(
                                new Example(
                                        "SELECT ROUND(perplexity(ARRAY[LN(CAST(0.5 AS DOUBLE)), LN(CAST(0.125 AS "
                                                + "DOUBLE))]), 6)",
                                        "4.0"))),
                new SqlFunction(
                        "Scores of answers",
                        "corpus_perplexity",
                        List.of("log_probability DOUBLE", "log_probabilities ARRAY<DOUBLE>"),
                        "DOUBLE",
                        "The perplexity of all tokens of all rows.",
                        ScoreFunctions.CorpusPerplexity::new,
                        List.of(
                                new Example(
                                        "SELECT ROUND(corpus_perplexity(LN(p)), 6) FROM (VALUES (CAST(0.5 AS "
                                                + "DOUBLE)), (0.125)) AS t(p)",
                                        "4.0"))));
    }
}
