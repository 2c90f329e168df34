package io.evalstream.udfs.verdict.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunSpreadTest {

    private static final int SETS = 200;

    @ParameterizedTest
    @ValueSource(doubles = {1, 3})
    void findsTheKappaThatIsThere(double kappa) {
        double sum = 0;
        int covered = 0;
        for (int set = 0; set < SETS; set++) {
            SimulatedRuns runs = new SimulatedRuns(400, 0.1, 0.7, kappa, 100 + set);
            RunSpread spread = RunSpread.of(runs.next(5), set);
            sum += spread.ratio().kappa();
            covered += spread.lower() <= kappa && kappa <= spread.upper() ? 1 : 0;
        }
        // Of 200 sets of five runs the mean κ has a standard error of κ·√(2/4/200) = 5 %.
        assertThat(sum / SETS).isCloseTo(kappa, within(0.2 * kappa));
        assertThat(covered).isBetween(180, 199);
    }

    @Test
    void chanceIsUniformWithoutShocksAndSmallWithThem() {
        int rare = 0;
        int found = 0;
        for (int set = 0; set < SETS; set++) {
            double[][] calm = new SimulatedRuns(400, 0.1, 0.7, 1, 300 + set).next(4);
            double[][] shaken = new SimulatedRuns(400, 0.1, 0.7, 9, 600 + set).next(4);
            rare += RunSpread.of(calm, 1).chance() <= 0.05 ? 1 : 0;
            found += RunSpread.of(shaken, 1).chance() <= 0.05 ? 1 : 0;
        }
        assertThat(rare).isBetween(1, 22);
        assertThat(found).isGreaterThan(150);
    }

    @Test
    void findsTheFlipRateAndTheMean() {
        double[][] scores = new SimulatedRuns(20_000, 0.1, 0.7, 1, 5).next(6);

        RunSpread spread = RunSpread.of(scores, 1);

        assertThat(spread.flipRate()).isCloseTo(0.1, within(0.003));
        assertThat(spread.mean()).isCloseTo(0.7, within(0.003));
        // A fifth of the items are fair coins; six of those agree once in 32 times.
        assertThat(spread.unstableShare()).isCloseTo(0.2 * 31 / 32, within(0.003));
        assertThat(spread.ratio().expectedVariance()).isCloseTo(0.05 / 20_000, within(1e-7));
    }

    @Test
    void countsPairsOfRunsNotRuns() {
        double[][] scores = {{1, 1, 0, 0}, {1, 1, 0, 1}, {1, 0, 0, 1}};

        RunSpread spread = RunSpread.of(scores, 1);

        assertThat(spread.flipRate()).isCloseTo(4 / 3.0 / 4, within(1e-15));
        assertThat(spread.unstableShare()).isEqualTo(0.5);
        assertThat(spread.mean()).isCloseTo(7 / 12.0, within(1e-15));
    }

    @Test
    void doesNotTellTheIntervalOfFewRunsOrFlips() {
        SimulatedRuns runs = new SimulatedRuns(200, 0.1, 0.7, 1, 8);
        assertThat(RunSpread.of(runs.next(4), 1).hasInterval()).isFalse();
        assertThat(RunSpread.of(runs.next(5), 1).hasInterval()).isTrue();
        SimulatedRuns fewFlips = new SimulatedRuns(200, 0.01, 0.7, 1, 8);
        assertThat(RunSpread.of(fewFlips.next(5), 1).hasInterval()).isFalse();
    }

    @Test
    void copiesOfARunAreDeterministic() {
        double[] run = new SimulatedRuns(100, 0.1, 0.7, 1, 9).next();

        RunSpread spread = RunSpread.of(new double[][] {run, run.clone(), run.clone()}, 1);

        assertThat(spread.isDeterministic()).isTrue();
        assertThat(spread.isShaken()).isFalse();
        assertThat(spread.chance()).isEqualTo(1);
        assertThat(spread.flipRate()).isZero();
    }
}
