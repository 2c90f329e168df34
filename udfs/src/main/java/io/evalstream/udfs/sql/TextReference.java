package io.evalstream.udfs.sql;

import io.evalstream.udfs.sql.SqlFunction.Example;

import java.util.List;

/** The functions about texts, with what the reference says of them. */
final class TextReference {

    private TextReference() {}

    static List<SqlFunction> functions() {
        return List.of(
                new SqlFunction(
                        "Text",
                        "normalize_text",
                        List.of("text STRING"),
                        "STRING",
                        "The form in which texts are compared: NFKC, lower case, blanks collapsed "
                                + "and cut off at the ends. Digits and punctuation stay. The key of an "
                                + "exact duplicate is `SHA256(normalize_text(text))`; `SHA256` is Flink's "
                                + "own.",
                        TextFunctions.NormalizeText::new,
                        List.of(
                                new Example(
                                        "SELECT normalize_text(' Ｈello   WORLD №5 ')",
                                        "hello world no5"),
                                new Example(
                                        "SELECT SHA256(normalize_text('Hello')) = SHA256(normalize_text('hello "
                                                + "'))",
                                        "true"))),
                new SqlFunction(
                        "Text",
                        "levenshtein",
                        List.of("a STRING, b STRING"),
                        "INT",
                        "How many code points must be inserted, removed or replaced to turn one "
                                + "text into the other.",
                        TextFunctions.Distance::new,
                        List.of(new Example("SELECT levenshtein('kitten', 'sitting')", "3"))),
                new SqlFunction(
                        "Text",
                        "levenshtein_less_equal",
                        List.of("a STRING, b STRING, max INT"),
                        "INT",
                        "The same up to `max`, and `max + 1` for every distance above: much "
                                + "faster on long texts that differ a lot.",
                        TextFunctions.BoundedDistance::new,
                        List.of(
                                new Example(
                                        "SELECT levenshtein_less_equal('kitten', 'sitting', 2)",
                                        "3"),
                                new Example(
                                        "SELECT levenshtein_less_equal('extensive', 'exhaustive', 4)",
                                        "4"))),
                new SqlFunction(
                        "Text",
                        "normalized_levenshtein",
                        List.of("a STRING, b STRING"),
                        "DOUBLE",
                        "The distance divided by the length of the longer text, from 0 to 1.",
                        TextFunctions.NormalizedDistance::new,
                        List.of(
                                new Example(
                                        "SELECT normalized_levenshtein('서울의 봄', '서울의 밤')", "0.2"))),
                new SqlFunction(
                        "Similar texts",
                        "minhash_signature",
                        List.of("text STRING"),
                        "BYTES",
                        "The MinHash signature of the text's runs of 4 code points: 256 values, "
                                + "1,024 bytes; none for an empty text. Texts are compared as they are: "
                                + "normalise them first.",
                        MinhashFunctions.Signature::new,
                        List.of(
                                new Example(
                                        "SELECT minhash_signature('to be') = minhash_signature('not to be')",
                                        "false"))),
                new SqlFunction(
                        "Similar texts",
                        "minhash_jaccard",
                        List.of("a BYTES, b BYTES"),
                        "DOUBLE",
                        "Estimates from two signatures which share of all runs of 4 code points "
                                + "both texts have. The standard error is at most 0.031 on texts of "
                                + "some hundred characters and grows on shorter ones: 0.12 at 20.",
                        MinhashFunctions.Jaccard::new,
                        List.of(
                                new Example(
                                        "SELECT minhash_jaccard(minhash_signature('to be or not to be'), "
                                                + "minhash_signature('to be or not to be'))",
                                        "1.0"),
                                new Example(
                                        "SELECT minhash_jaccard(minhash_signature('to be or not to be'), "
                                                + "minhash_signature('all other things'))",
                                        "0.0"))),
                new SqlFunction(
                        "Similar texts",
                        "minhash_bands",
                        List.of("signature BYTES", "signature BYTES, bands INT, rows INT"),
                        "ARRAY<BIGINT>",
                        "One hash for each band of a signature; 64 bands of 4 values if nothing "
                                + "is said. Texts that share one are candidates: `CROSS JOIN UNNEST` the "
                                + "bands and join on them.",
                        MinhashFunctions.Bands::new,
                        List.of(
                                new Example(
                                        "SELECT CARDINALITY(minhash_bands(minhash_signature('to be or not to "
                                                + "be')))",
                                        "64"),
                                new Example(
                                        "SELECT CARDINALITY(ARRAY_INTERSECT(minhash_bands(minhash_signature('to "
                                                + "be or not to be'), 85, 3), minhash_bands(minhash_signature('to be or not "
                                                + "to bee'), 85, 3))) > 0",
                                        "true"))));
    }
}
