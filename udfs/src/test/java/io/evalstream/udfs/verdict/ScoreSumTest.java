package io.evalstream.udfs.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;

class ScoreSumTest {

    @Test
    void quotientsAreThoseOfADivisionTo34Digits() {
        SplittableRandom random = new SplittableRandom(1);
        long[] counts = {1, 2, 3, 5, 7, 8, 125, 640, 1_000, 1_190, 4_096, 1_000_000, 9_999_991};
        for (long count : counts) {
            for (int round = 0; round < 200; round++) {
                BigDecimal number = BigDecimal.valueOf(random.nextInt(2_000) - 50);
                for (int scores = random.nextInt(4); scores > 0; scores--) {
                    number = number.multiply(BigDecimal.valueOf(random.nextDouble()));
                }
                assertThat(ScoreSum.quotient(number, count))
                        .isEqualByComparingTo(
                                number.divide(BigDecimal.valueOf(count), MathContext.DECIMAL128));
            }
        }
    }
}
