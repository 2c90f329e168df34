package io.evalstream.udfs.verdict.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.evalstream.udfs.verdict.MetricScale;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

class DetectableDropTest {

    private static final MetricScale SCALE = new MetricScale(0, 1, true);
    private static final int RUNS = 2_000;

    @Test
    void aDropOfThatSizeIsFoundWithNinetyNinePercent() {
        SimulatedRuns runs = new SimulatedRuns(1_000, 0.05, 0.7, 1, 21);
        DetectableDrop drop = drop(runs.next(20), 0.7);
        // The reference of the simulation protocol: 13.4 % at N = 1000, p = 0.7, f = 5 %.
        assertThat(drop.breach()).isCloseTo(0.134, within(0.004));

        assertThat(found(runs, drop.breach()).finalShare().share()).isBetween(0.98, 0.998);
        assertThat(found(runs, drop.breach() - 0.01).finalShare().share()).isLessThan(0.97);
    }

    @Test
    void runsThatAreShakenHideMore() {
        double calm = drop(new SimulatedRuns(1_000, 0.05, 0.7, 1, 22).next(40), 0.7).breach();
        double shaken = drop(new SimulatedRuns(1_000, 0.05, 0.7, 9, 22).next(40), 0.7).breach();
        assertThat(shaken).isGreaterThan(calm + 0.01);
    }

    @Test
    void smallerDropsAreConfirmedWhereThereAreManyItems() {
        DetectableDrop many = drop(new SimulatedRuns(20_000, 0.05, 0.7, 1, 23).next(5), 0.7);
        assertThat(many.confirmed()).isBetween(0.01, 0.03);
        assertThat(many.breach()).isBetween(0.1, 0.115);
        DetectableDrop few = drop(new SimulatedRuns(60, 0.05, 0.7, 1, 23).next(5), 0.7);
        assertThat(few.confirmed()).isGreaterThan(0.2);
    }

    @Test
    void thereIsNoneWhereNothingIsJudged() {
        assertThat(drop(new SimulatedRuns(20, 0.05, 0.7, 1, 24).next(5), 0.7).breach()).isNaN();
        assertThat(drop(new double[2][100], 0).breach()).isNaN();
        assertThat(drop(new double[2][100], 0).confirmed()).isNaN();
    }

    private static DetectableDrop drop(double[][] scores, double accuracy) {
        RunSpread spread = RunSpread.of(scores, 1);
        assertThat(spread.mean()).isCloseTo(accuracy, within(0.03));
        return DetectableDrop.of(scores, spread, SCALE, SimulatedRuns.rule(), 0.01);
    }

    /** Judges runs in which a random share of the items fails for good. */
    private static FalseAlarms found(SimulatedRuns runs, double broken) {
        SplittableRandom random = new SplittableRandom(25);
        HealthyJudge judge = SimulatedRuns.judge(1_000);
        FalseAlarms found = FalseAlarms.NONE;
        for (int run = 0; run < RUNS; run++) {
            List<double[]> baseline = new ArrayList<>(List.of(runs.next(5)));
            double[] candidate = runs.next();
            for (int i = 0; i < candidate.length; i++) {
                candidate[i] = random.nextDouble() < broken ? 0 : candidate[i];
            }
            found = found.plus(judge.judge(baseline, candidate));
        }
        return found;
    }
}
