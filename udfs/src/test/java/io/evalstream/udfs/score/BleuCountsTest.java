package io.evalstream.udfs.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.Stream;

/** Against values that sacrebleu 2.6.0 gave. */
class BleuCountsTest {

    private static final double EXACT = 1e-9;

    @ParameterizedTest
    @MethodSource("io.evalstream.udfs.score.GoldenScores#pairs")
    void aSentenceScoresAsWithSacrebleu(
            String candidate,
            String reference,
            double bleu,
            double rouge1,
            double rouge2,
            double rouge3,
            double rougeL) {
        assertThat(BleuCounts.of(candidate, List.of(reference)).sentenceScore())
                .isCloseTo(bleu, within(EXACT));
    }

    @Test
    void aCorpusScoresAsWithSacrebleu() {
        long[] sum = new long[BleuCounts.SIZE];
        for (Arguments pair : GoldenScores.pairs().toList()) {
            String candidate = (String) pair.get()[0];
            long[] counts = BleuCounts.of(candidate, List.of((String) pair.get()[1])).toArray();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += counts[i];
            }
        }
        assertThat(BleuCounts.fromArray(sum).corpusScore())
                .isCloseTo(46.37120687439337, within(EXACT));
    }

    @Test
    void aCorpusOfShortSegmentsScoresNothing() {
        BleuCounts counts = BleuCounts.of("a b c", List.of("a b c"));
        assertThat(counts.corpusScore()).isZero();
        assertThat(counts.sentenceScore()).isCloseTo(100, within(EXACT));
    }

    @Test
    void severalReferencesScoreAsWithSacrebleu() {
        List<String> references = List.of("a cat sat on a mat", "there is a cat on the mat today");
        assertThat(BleuCounts.of("the cat sat on the mat", references).sentenceScore())
                .isCloseTo(48.54917717073236, within(EXACT));
        assertThatThrownBy(() -> BleuCounts.of("a", List.of()))
                .hasMessage("BLEU needs at least one reference");
    }

    @ParameterizedTest
    @MethodSource("tokens")
    void wordsAreThoseOfMteval13a(String text, String tokens) {
        assertThat(String.join(" ", Tokens13a.of(text))).isEqualTo(tokens);
    }

    static Stream<Arguments> tokens() {
        return Stream.of(
                Arguments.of(
                        "Hello, world! It costs $3.50 (approx. 1,000-2,000 units).",
                        "Hello , world ! It costs $ 3.50 ( approx . 1,000 - 2,000 units ) ."),
                Arguments.of(
                        "He said &quot;it&apos;s 5-6&quot; &amp; left <skipped>\nnow-\nhere.",
                        "He said \" it & apos ; s 5 - 6 \" & left nowhere ."),
                Arguments.of(
                        "don't stop-it 3.14 .5 5. a.b,c ,d",
                        "don't stop-it 3.14 . 5 5 . a . b , c , d"),
                Arguments.of("a-b 3-4 -5 1.5.2 ..., x", "a-b 3 - 4 -5 1.5.2 . . . , x"),
                Arguments.of(
                        "{a}[b]~^_`|\\@#%*+=;:<>?/",
                        "{ a } [ b ] ~ ^ _ ` | \\ @ # % * + = ; : < > ? /"));
    }
}
