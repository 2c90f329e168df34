package io.evalstream.udfs.verdict.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;

class SimulationStudyTest {

    private static final Scenario HEALTHY = Scenario.healthy(1000, 0.7, 0.05, 5);

    @ParameterizedTest
    @CsvSource({"0.12, 0.35, 0.9", "0.15, 0.25, 0.45", "0.20, 0.15, 0.3", "0.30, 0.08, 0.15"})
    void dropsAreFoundEarly(double drop, double median, double p95) throws InterruptedException {
        StudyResult result = study(HEALTHY.with(Regression.RANDOM_BREAKS, drop), 300);
        assertThat(result.medianAlertShare()).isLessThanOrEqualTo(median);
        assertThat(result.p95AlertShare()).isLessThanOrEqualTo(p95);
        assertThat(result.earlyDetectionRate()).isGreaterThan(0.95);
        assertThat(result.table()).contains("RANDOM_BREAKS", "evalstream", "peeking z test");
    }

    @Test
    void healthyRunsAreClearedAndNotCalledABreach() throws InterruptedException {
        StudyResult result = study(HEALTHY, 1000);
        assertThat(result.alertedEarly()).isZero();
        assertThat(result.medianClearShare()).isLessThanOrEqualTo(0.2);
        assertThat(result.rules().get(ComparisonRule.NAIVE_WINDOW).falseAlarms().value())
                .isGreaterThan(0.8);
        assertThat(result.rules().get(ComparisonRule.PEEKING_Z_TEST).falseAlarms().value())
                .isGreaterThan(0.03);
    }

    @Test
    void halfADropIsSeldomCalledABreach() throws InterruptedException {
        StudyResult result = study(HEALTHY.with(Regression.RANDOM_BREAKS, 0.05), 1000);
        assertThat(result.falseBreachRate()).isLessThanOrEqualTo(0.03);
    }

    @Test
    void outcomesThatDecideTheOrderOfArrivalChangeNothing() throws InterruptedException {
        Scenario busy = HEALTHY.inFlight(32, 5).disturbed(0, 0.01, 0.1);
        StudyResult healthy = study(busy, 500);
        StudyResult drop = study(busy.with(Regression.RANDOM_BREAKS, 0.15), 300);
        assertThat(healthy.alertedEarly()).isZero();
        assertThat(drop.medianAlertShare()).isLessThanOrEqualTo(0.25);
        assertThat(drop.p95AlertShare()).isLessThanOrEqualTo(0.45);
    }

    @Test
    void correlatedMetricsShareTheBudget() throws InterruptedException {
        Scenario ten = HEALTHY.scoredBy(10, 0.8);
        assertThat(study(ten, 200).alertedEarly()).isZero();
        StudyResult drop = study(ten.with(Regression.UNIFORM_SHIFT, 0.2), 100);
        assertThat(drop.earlyDetectionRate()).isEqualTo(1);
        assertThat(drop.medianAlertShare()).isLessThan(0.3);
    }

    @Test
    void theResultDependsOnTheSeedOnly() throws InterruptedException {
        Scenario scenario = HEALTHY.with(Regression.DIFFICULT_BREAKS, 0.12).inFlight(16, 5);
        StudyResult one = new SimulationStudy(scenario, 0.1, 0.01, 3).run(40, 1);
        assertThat(new SimulationStudy(scenario, 0.1, 0.01, 3).run(40, 4)).isEqualTo(one);
        assertThat(new SimulationStudy(scenario, 0.1, 0.01, 4).run(40, 4)).isNotEqualTo(one);
    }

    @ParameterizedTest
    @EnumSource(Regression.class)
    void regressionsHaveTheSizeThatWasAskedFor(Regression regression) {
        Simulation simulation = new Simulation(HEALTHY.with(regression, 0.1), 9);
        double drop = 0;
        int runs = 300;
        for (int run = 0; run < runs; run++) {
            drop += simulation.draw(run).measuredDrop(0) / runs;
        }
        double expected =
                switch (regression) {
                    case NONE, HIDDEN_SLICE -> 0;
                    case RANDOM_BREAKS, UNIFORM_SHIFT, DIFFICULT_BREAKS, TRUNCATION -> 0.1;
                    case ONE_SLICE -> 0.02;
                    // Against the mean of five releases that were falling themselves.
                    case DRIFT -> 1 - Math.pow(0.9, 5) / ((1 - Math.pow(0.9, 5)) / 0.1 / 5);
                };
        assertThat(drop).isCloseTo(expected, within(0.004));
    }

    @Test
    void healthyRunsFlipAndScoreAsAsked() {
        Simulation simulation = new Simulation(HEALTHY, 10);
        double flips = 0;
        double accuracy = 0;
        for (int run = 0; run < 200; run++) {
            SimulatedRun drawn = simulation.draw(run);
            for (int i = 0; i < 1000; i++) {
                flips += Math.abs(drawn.latestHealthy()[0][i] - drawn.scores()[0][i]) / 200_000;
                accuracy += drawn.scores()[0][i] / 200_000;
            }
        }
        assertThat(flips).isCloseTo(0.05, within(0.003));
        assertThat(accuracy).isCloseTo(0.7, within(0.006));
    }

    @Test
    void arrivalsStayWithinWhatIsInFlight() {
        Scenario busy = HEALTHY.inFlight(32, 5).disturbed(0.02, 0.05, 0.2);
        SimulatedRun run = new Simulation(busy, 11).draw(0);
        int[] distinct = Arrays.stream(run.arrivals()).distinct().toArray();
        assertThat(distinct.length).isBetween(900, 990);
        assertThat(run.arrivals().length).isGreaterThan(distinct.length + 100);
        assertThat(distinct).isNotEqualTo(Arrays.stream(distinct).sorted().toArray());
        assertThat(Arrays.stream(distinct).limit(200).max().orElseThrow()).isLessThan(200 + 60);
    }

    private static StudyResult study(Scenario scenario, int runs) throws InterruptedException {
        return new SimulationStudy(scenario, 0.1, 0.01, 1).run(runs, 2);
    }
}
