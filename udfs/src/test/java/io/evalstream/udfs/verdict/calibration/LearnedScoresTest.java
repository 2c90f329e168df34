package io.evalstream.udfs.verdict.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.SplittableRandom;

class LearnedScoresTest {

    private static final int DRAWS = 8_000;

    @ParameterizedTest
    @CsvSource({"0.4, 1", "1, 1", "3, 3", "20, 20"})
    void drawnMeansVaryAsTheyShould(double kappa, double expected) {
        double[][] scores = new SimulatedRuns(300, 0.1, 0.7, 1, 3).next(5);
        RunSpread spread = RunSpread.of(scores, 1);
        LearnedScores model = new LearnedScores(scores, kappa);
        SplittableRandom random = new SplittableRandom(4);

        double sum = 0;
        double squares = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            double mean = mean(model.draw(random)) - spread.mean();
            sum += mean;
            squares += mean * mean;
        }

        double variance = (squares - sum * sum / DRAWS) / (DRAWS - 1);
        assertThat(variance / spread.ratio().expectedVariance())
                .isCloseTo(expected, within(0.07 * expected));
        assertThat(sum / DRAWS).isCloseTo(0, within(0.003));
    }

    @Test
    void everyItemKeepsItsRateAndItsScores() {
        double[][] scores = {{0, 1, 0.25, 0}, {0, 1, 0.5, 1}, {0, 1, 1, 0}, {0, 1, 1, 0}};
        LearnedScores model = new LearnedScores(scores, 2);
        SplittableRandom random = new SplittableRandom(5);
        int[] quarters = new int[5];
        double ones = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            double[] run = model.draw(random);
            assertThat(run[0]).isZero();
            assertThat(run[1]).isEqualTo(1);
            quarters[(int) (4 * run[2])]++;
            ones += run[3];
        }
        assertThat(quarters[0]).isZero();
        assertThat(quarters[1] / (double) DRAWS).isCloseTo(0.25, within(0.02));
        assertThat(quarters[2] / (double) DRAWS).isCloseTo(0.25, within(0.02));
        assertThat(quarters[3]).isZero();
        assertThat(quarters[4] / (double) DRAWS).isCloseTo(0.5, within(0.02));
        assertThat(ones / DRAWS).isCloseTo(0.25, within(0.02));
    }

    @Test
    void withoutFlipsEveryRunIsTheSame() {
        double[][] scores = {{1, 0, 1}, {1, 0, 1}};
        assertThat(new LearnedScores(scores, 1).draw(new SplittableRandom(1)))
                .containsExactly(1, 0, 1);
    }

    private static double mean(double[] run) {
        double sum = 0;
        for (double score : run) {
            sum += score;
        }
        return sum / run.length;
    }
}
