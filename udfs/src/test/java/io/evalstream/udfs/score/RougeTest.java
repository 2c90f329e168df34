package io.evalstream.udfs.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Random;

/** Against values that rouge-score 0.1.2 gave, and the table of the longest common subsequence. */
class RougeTest {

    private static final double EXACT = 1e-12;

    @ParameterizedTest
    @MethodSource("io.evalstream.udfs.score.GoldenScores#pairs")
    void scoresAsRougeScore(
            String candidate,
            String reference,
            double bleu,
            double rouge1,
            double rouge2,
            double rouge3,
            double rougeL) {
        assertThat(Rouge.ngrams(1, candidate, reference)).isCloseTo(rouge1, within(EXACT));
        assertThat(Rouge.ngrams(2, candidate, reference)).isCloseTo(rouge2, within(EXACT));
        assertThat(Rouge.ngrams(3, candidate, reference)).isCloseTo(rouge3, within(EXACT));
        assertThat(Rouge.longestCommonSubsequence(candidate, reference))
                .isCloseTo(rougeL, within(EXACT));
    }

    @Test
    void wordsAreThoseOfEveryScript() {
        assertThat(Rouge.words("Ab_c-1 서울은,हिन्दी! ½ 😀"))
                .containsExactly("ab", "c", "1", "서울은", "हिन्दी", "½");
        assertThatThrownBy(() -> Rouge.ngrams(10, "a", "a"))
                .hasMessage("n-grams have 1 to 9 words, not 10");
    }

    @Property(tries = 1000)
    void theCommonSubsequenceIsAsLongAsInTheTable(
            @ForAll long seed,
            @ForAll @IntRange(max = 200) int length,
            @ForAll @IntRange(max = 200) int otherLength,
            @ForAll @IntRange(min = 1, max = 20) int symbols) {
        Random random = new Random(seed);
        int[] a = random.ints(length, 0, symbols).toArray();
        int[] b = random.ints(otherLength, 0, symbols).toArray();
        int[][] table = new int[a.length + 1][b.length + 1];
        for (int i = 1; i <= a.length; i++) {
            for (int j = 1; j <= b.length; j++) {
                table[i][j] =
                        a[i - 1] == b[j - 1]
                                ? table[i - 1][j - 1] + 1
                                : Math.max(table[i - 1][j], table[i][j - 1]);
            }
        }
        assertThat(LongestCommonSubsequence.length(a, b, symbols))
                .isEqualTo(table[a.length][b.length]);
    }
}
