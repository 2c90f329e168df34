package io.evalstream.udfs.score;

import org.junit.jupiter.params.provider.Arguments;

import java.util.stream.Stream;

/**
 * Pairs of texts with their scores: BLEU by sacrebleu 2.6.0 ({@code sentence_bleu}), ROUGE-1, -2,
 * -3 and -L by rouge-score 0.1.2, with words of all scripts as its tokenizer; on the pairs in ASCII
 * its own tokenizer gives the same.
 */
final class GoldenScores {

    private GoldenScores() {}

    static Stream<Arguments> pairs() {
        return Stream.of(
                Arguments.of(
                        "the cat sat on the mat",
                        "the cat is on the mat",
                        37.99178428257963,
                        0.8333333333333334,
                        0.6,
                        0.25,
                        0.8333333333333334),
                Arguments.of(
                        "The quick brown fox jumps over the lazy dog.",
                        "The quick brown fox jumped over the lazy dog.",
                        65.80370064762461,
                        0.8888888888888888,
                        0.75,
                        0.5714285714285714,
                        0.8888888888888888),
                Arguments.of(
                        "Hello, world! It costs $3.50 (approx. 1,000-2,000 units).",
                        "Hello world, it costs $3.50 (approx 1,000 - 2,000 units).",
                        52.7123766408901,
                        1.0,
                        1.0,
                        1.0,
                        1.0),
                Arguments.of(
                        "\uc11c\uc6b8\uc740 \ub300\ud55c\ubbfc\uad6d\uc758 \uc218\ub3c4\uc774\ub2e4.",
                        "\uc11c\uc6b8\uc740 \ub300\ud55c\ubbfc\uad6d\uc758 \uc218\ub3c4\uc785\ub2c8\ub2e4.",
                        35.35533905932737,
                        0.6666666666666666,
                        0.5,
                        0.0,
                        0.6666666666666666),
                Arguments.of("a", "a", 100.00000000000004, 1.0, 0.0, 0.0, 1.0),
                Arguments.of("a b", "a c", 49.99999999999999, 0.5, 0.0, 0.0, 0.5),
                Arguments.of("", "reference here", 0.0, 0.0, 0.0, 0.0, 0.0),
                Arguments.of(
                        "no overlap at all",
                        "completely different words used",
                        0.0,
                        0.0,
                        0.0,
                        0.0,
                        0.0),
                Arguments.of(
                        "one two three",
                        "one two three four five six seven",
                        26.359713811572682,
                        0.6,
                        0.5,
                        0.33333333333333337,
                        0.6),
                Arguments.of(
                        "He said &quot;it&apos;s 5-6&quot; &amp; left <skipped>\nnow-\nhere.",
                        "He said \"it's 5-6\" & left now here.",
                        39.375553105513404,
                        0.782608695652174,
                        0.380952380952381,
                        0.10526315789473685,
                        0.782608695652174),
                Arguments.of(
                        "don't stop-it 3.14 .5 5. a.b,c ,d",
                        "don't stop it 3.14 0.5 5 . a.b, c d",
                        47.27526606311562,
                        0.9600000000000001,
                        0.8695652173913043,
                        0.761904761904762,
                        0.9600000000000001),
                Arguments.of(
                        "x\u3000y z\u2003w v", "x y z w v", 100.00000000000004, 1.0, 1.0, 1.0, 1.0),
                Arguments.of(
                        "the the the the the",
                        "the cat the dog",
                        12.703318703865365,
                        0.4444444444444445,
                        0.0,
                        0.0,
                        0.4444444444444445),
                Arguments.of(
                        "\ud83d\ude00 emoji test \ud83d\ude00!",
                        "\ud83d\ude00 emoji tests \ud83d\ude00 !",
                        30.213753973567677,
                        0.5,
                        0.0,
                        0.0,
                        0.5));
    }
}
