package io.evalstream.udfs.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LogProbabilitiesTest {

    @Test
    void perplexityIsTheGeometricMeanOfInverseProbabilities() {
        LogProbabilities tokens =
                LogProbabilities.NONE.with(Math.log(0.5), 1).with(Math.log(0.125), 1);
        assertThat(tokens.perplexity()).isCloseTo(4, within(1e-12));
        assertThat(LogProbabilities.NONE.perplexity()).isNaN();
    }

    @Test
    void anImpossibleTokenMakesItInfiniteUntilItIsTakenBack() {
        LogProbabilities tokens =
                LogProbabilities.NONE.with(-1, 1).with(Double.NEGATIVE_INFINITY, 1);
        assertThat(tokens.perplexity()).isInfinite();
        assertThat(tokens.with(Double.NEGATIVE_INFINITY, -1).perplexity())
                .isCloseTo(Math.E, within(1e-12));
    }

    @Test
    void aProbabilityAboveOneIsAnError() {
        for (double wrong : new double[] {0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> LogProbabilities.NONE.with(wrong, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the logarithm of a probability is at most 0, it is " + wrong);
        }
    }
}
