package io.evalstream.udfs.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

class DropRuleTest {

    private static final DropRule TEN_PERCENT = new DropRule(new BigDecimal("0.10"));

    @Test
    void exactlyTenPercentIsABreachAlthoughDoublesSayLess() {
        assertThat((0.5 - 0.45) / 0.5).isLessThan(0.10);
        assertThat(TEN_PERCENT.breaches(List.of(ones(50, 100)), ones(45, 100), true)).isTrue();
        assertThat(TEN_PERCENT.breaches(List.of(ones(500, 1000)), ones(451, 1000), true)).isFalse();
    }

    @Test
    void baselineIsTheMeanOfRunMeansNotOfSamples() {
        List<ScoreSum> baseline = List.of(ones(9, 10), ones(700, 1000));
        assertThat(DropRule.mean(baseline)).isCloseTo(0.8, within(1e-15));
        assertThat(TEN_PERCENT.breaches(baseline, ones(72, 100), true)).isTrue();
        assertThat(TEN_PERCENT.breaches(baseline, ones(73, 100), true)).isFalse();
    }

    @Test
    void whereLowerIsBetterARiseIsTheDrop() {
        List<ScoreSum> baseline = List.of(ones(20, 100));
        assertThat(TEN_PERCENT.breaches(baseline, ones(22, 100), false)).isTrue();
        assertThat(TEN_PERCENT.breaches(baseline, ones(21, 100), false)).isFalse();
        assertThat(TEN_PERCENT.breaches(baseline, ones(2, 100), false)).isFalse();
        assertThat(DropRule.relativeDrop(baseline, ones(22, 100), false))
                .isCloseTo(0.1, within(1e-15));
    }

    @Test
    void aBaselineThatIsNotPositiveIsRefused() {
        assertThatThrownBy(() -> TEN_PERCENT.breaches(List.of(ones(0, 10)), ones(1, 10), true))
                .hasMessageContaining("positive baseline");
    }

    @Property
    void sumsDoNotDependOnOrder(@ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int n) {
        Random random = new Random(seed);
        List<Double> scores = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            scores.add(random.nextDouble());
        }
        ScoreSum forward = sum(scores);
        Collections.shuffle(scores, random);
        assertThat(sum(scores).sum()).isEqualByComparingTo(forward.sum());
    }

    @Property
    void agreesWithIntegerArithmetic(
            @ForAll @IntRange(min = 1, max = 400) int baselineHits,
            @ForAll @IntRange(min = 0, max = 400) int candidateHits) {
        // (b − v)/b ≥ 1/10 with b = B/400, v = C/400 is 10(B − C) ≥ B.
        boolean expected = 10 * (baselineHits - candidateHits) >= baselineHits;
        assertThat(
                        TEN_PERCENT.breaches(
                                List.of(ones(baselineHits, 400)), ones(candidateHits, 400), true))
                .isEqualTo(expected);
    }

    private static ScoreSum sum(List<Double> scores) {
        ScoreSum sum = ScoreSum.EMPTY;
        for (double score : scores) {
            sum = sum.plus(score);
        }
        return sum;
    }

    private static ScoreSum ones(int hits, int count) {
        return new ScoreSum(BigDecimal.valueOf(hits), count);
    }
}
