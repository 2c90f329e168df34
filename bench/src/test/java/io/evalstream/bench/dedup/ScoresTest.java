package io.evalstream.bench.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The formulas that judge clusters. */
class ScoresTest {

    /** Documents 0, 1 and 2 are a chain, 3 and 4 a pair, 5 is alone. */
    private static final Truth TRUTH =
            Truth.of(
                    6,
                    new int[] {0, 1, 3},
                    new int[] {1, 2, 4},
                    new int[] {1, 4, 19},
                    new int[] {100, 50, 100});

    @Test
    void thePartitionOfTheTruthIsPerfectWhateverItsLabelsAre() {
        Scores scores = Scores.of(TRUTH, new int[] {9, 9, 9, 2, 2, 0});
        assertThat(scores.recall()).isEqualTo(1);
        assertThat(scores.precision()).isEqualTo(1);
        assertThat(scores.randIndex()).isEqualTo(1);
        assertThat(scores.lost()).isZero();
    }

    @Test
    void countsWhatIsMissedAndWhatIsTooMuch() {
        // Of the chain one pair is found; 4 and 5 are together by mistake.
        Scores scores = Scores.of(TRUTH, new int[] {0, 0, 2, 3, 4, 4});
        assertThat(scores.recall()).isEqualTo(1.0 / 3, within(1e-12));
        assertThat(scores.precision()).isEqualTo(0.5);
        assertThat(scores.lost()).isEqualTo(2);
        // Distances of 0.01, 0.08 and 0.19.
        assertThat(scores.byDistance()).containsExactly(1.0, 0.0, Double.NaN, 0.0);
    }

    @Test
    void theRandIndexIsThatOfAKnownExample() {
        // Hubert and Arabie's formula by hand: 2 pairs agree, 4 and 3 are in each, 15 are possible.
        int[] a = {0, 0, 0, 1, 1, 2};
        int[] b = {0, 0, 1, 1, 1, 1};
        double expected = 4.0 * 7 / 15;
        assertThat(Scores.randIndex(a, b))
                .isEqualTo((2 - expected) / (5.5 - expected), within(1e-12));
        assertThat(Scores.randIndex(a, a)).isEqualTo(1);
    }

    @Test
    void refusesLabelsOfOtherDocuments() {
        assertThatThrownBy(() -> Scores.of(TRUTH, new int[5]))
                .hasMessage("5 labels for 6 documents");
    }

    @Test
    void growthIsTheSlopeInLogarithms() {
        double[] sizes = {10, 100, 1000};
        assertThat(GrowthFit.exponent(sizes, new double[] {5, 50, 500})).isEqualTo(1, within(1e-9));
        assertThat(GrowthFit.exponent(sizes, new double[] {3, 300, 30_000}))
                .isEqualTo(2, within(1e-9));
    }
}
