package io.evalstream.udfs.interval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

class ScoreMomentsTest {

    /** Values of scipy 1.17.1, {@code stats.t.ppf(.975, ν)}. */
    @ParameterizedTest
    @CsvSource({
        "1, 12.706204736174694",
        "2, 4.302652729749462",
        "3, 3.1824463052837078",
        "9, 2.262157162798205",
        "30, 2.0422724563012378",
        "199, 1.9719565442517533",
        "200, 1.9718962236339088",
        "201, 1.971836506779859",
        "500, 1.9647198374673676",
        "1000000, 1.959966356814107"
    })
    void quantilesAreThoseOfStudent(long degrees, double quantile) {
        assertThat(StudentQuantile.of95Percent(degrees)).isCloseTo(quantile, within(1e-10));
    }

    /** Interval of statsmodels 0.15.0, {@code proportion_confint(7, 10, method='wilson')}. */
    @Test
    void zerosAndOnesHaveWilsonsInterval() {
        ScoreMoments moments = ScoreMoments.NONE;
        for (int i = 0; i < 10; i++) {
            moments = moments.with(i < 7 ? 1 : 0, 1);
        }
        MeanInterval mean = moments.mean();
        assertThat(mean.mean()).isEqualTo(0.7);
        assertThat(mean.lower()).isCloseTo(0.39677814746114537, within(1e-12));
        assertThat(mean.upper()).isCloseTo(0.8922087325936989, within(1e-12));
        assertThat(ScoreMoments.NONE.with(1, 1).mean().upper()).isOne();
        assertThat(ScoreMoments.NONE.with(0, 1).mean().lower()).isZero();
    }

    /** Interval of numpy and scipy 1.17.1. */
    @Test
    void otherScoresHaveStudentsInterval() {
        MeanInterval mean = of(0.2, 0.5, 0.9, 0.4, 0.7).mean();
        assertThat(mean.mean()).isCloseTo(0.54, within(1e-15));
        assertThat(mean.lower()).isCloseTo(0.20452086150733456, within(1e-12));
        assertThat(mean.upper()).isCloseTo(0.8754791384926655, within(1e-12));
        assertThat(of(0.3).mean().lower()).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void aNarrowSpreadFarFromZeroIsNotLost() {
        MeanInterval mean = of(1e9 + 1, 1e9 + 2, 1e9 + 3).mean();
        assertThat(mean.upper() - mean.mean())
                .isCloseTo(4.302652729749462 / Math.sqrt(3), within(1e-6));
        assertThat(of(0.1, 0.1, 0.1).mean().upper()).isCloseTo(0.1, within(1e-15));
    }

    @Property(tries = 300)
    void orderPartsAndScoresTakenBackDoNotShow(@ForAll long seed) {
        Random random = new Random(seed);
        List<Double> scores = new ArrayList<>();
        ScoreMoments whole = ScoreMoments.NONE;
        for (int i = 2 + random.nextInt(200); i > 0; i--) {
            double score = random.nextGaussian() * Math.pow(10, random.nextInt(6));
            scores.add(score);
            whole = whole.with(score, 1).with(score * 3, 1);
        }
        for (double score : scores) {
            whole = whole.with(score * 3, -1);
        }
        Collections.shuffle(scores, random);
        ScoreMoments first = ScoreMoments.NONE;
        ScoreMoments second = ScoreMoments.NONE;
        BigDecimal exact = BigDecimal.ZERO;
        for (double score : scores) {
            exact = exact.add(new BigDecimal(score));
            if (random.nextBoolean()) {
                first = first.with(score, 1);
            } else {
                second = second.with(score, 1);
            }
        }
        assertThat(first.plus(second).mean()).isEqualTo(whole.mean());
        double mean =
                exact.divide(BigDecimal.valueOf(scores.size()), MathContext.DECIMAL128)
                        .doubleValue();
        assertThat(whole.mean().mean()).isCloseTo(mean, within(2 * Math.ulp(mean)));
    }

    @Test
    void scoresAreFinite() {
        assertThatThrownBy(() -> of(Double.NaN))
                .hasMessage("a mean needs finite scores, one is NaN");
        assertThatThrownBy(ScoreMoments.NONE::mean).hasMessage("there is no mean of no scores");
    }

    private static ScoreMoments of(double... scores) {
        ScoreMoments moments = ScoreMoments.NONE;
        for (double score : scores) {
            moments = moments.with(score, 1);
        }
        return moments;
    }
}
