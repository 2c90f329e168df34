package io.evalstream.udfs.verdict.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.evalstream.udfs.verdict.MetricDefinition;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.List;

class FalseAlarmStudyTest {

    private static final int ITEMS = 100;

    @ParameterizedTest
    @ValueSource(doubles = {1, 3})
    void estimatesTheFalseAlarmsOfNewRuns(double kappa) throws Exception {
        SimulatedRuns runs = new SimulatedRuns(ITEMS, 0.3, 0.6, kappa, 11);
        HealthyJudge judge = SimulatedRuns.judge(ITEMS);
        FalseAlarms truth = FalseAlarms.NONE;
        for (int run = 0; run < 4_000; run++) {
            double[][] drawn = SimulatedRuns.shuffled(runs.next(6), 12);
            truth = truth.plus(judge.judge(Arrays.asList(drawn).subList(0, 5), drawn[5]));
        }

        double[][] learnt = SimulatedRuns.shuffled(runs.next(40), 12);
        double seen = RunSpread.of(learnt, 1).ratio().kappa();
        FalseAlarms estimate =
                new FalseAlarmStudy(judge).simulate(new LearnedScores(learnt, seen), 4_000, 13, 2);

        assertThat(truth.atTheEnd()).isBetween(150, 1_600);
        double share = truth.finalShare().share();
        assertThat(estimate.finalShare().share()).isCloseTo(share, within(0.35 * share));
        assertThat(estimate.earlyShare().share())
                .isCloseTo(truth.earlyShare().share(), within(0.01 + 0.4 * share));
        assertThat(estimate.confirmedShare().share())
                .isCloseTo(truth.confirmedShare().share(), within(0.01 + 0.4 * share));
    }

    @Test
    void theSeedDecidesAndTheThreadsDoNot() throws Exception {
        double[][] runs = new SimulatedRuns(ITEMS, 0.3, 0.6, 1, 14).next(5);
        FalseAlarmStudy study = new FalseAlarmStudy(SimulatedRuns.judge(ITEMS));
        LearnedScores model = new LearnedScores(runs, 3);

        FalseAlarms one = study.simulate(model, 501, 7, 1);

        assertThat(one.runs()).isEqualTo(501);
        assertThat(one.atTheEnd()).isPositive();
        assertThat(study.simulate(model, 501, 7, 3)).isEqualTo(one);
        assertThat(study.simulate(model, 501, 8, 3)).isNotEqualTo(one);
    }

    @Test
    void replaysEveryRunAgainstTheOthers() {
        double[][] runs = new SimulatedRuns(ITEMS, 0.02, 0.7, 1, 15).next(5);
        FalseAlarmStudy study = new FalseAlarmStudy(SimulatedRuns.judge(ITEMS));
        assertThat(study.replay(SimulatedRuns.shuffled(runs, 16)))
                .isEqualTo(new FalseAlarms(5, 0, 0, 0));

        // The stable items are behind the unstable ones, the right ones first.
        Arrays.fill(runs[2], 4, 40, 0);

        assertThat(study.replay(SimulatedRuns.shuffled(runs, 16)))
                .isEqualTo(new FalseAlarms(5, 1, 1, 1));
    }

    @Test
    void aRunIsNoPartOfItsOwnBaseline() {
        double[][] runs = {new double[ITEMS], new double[ITEMS]};
        Arrays.fill(runs[0], 0, 70, 1);
        Arrays.fill(runs[1], 0, 60, 1);

        // From 70 to 60 is 14 %; from 65, the mean of both, it would be 8 %.
        assertThat(new FalseAlarmStudy(SimulatedRuns.judge(ITEMS)).replay(runs).atTheEnd())
                .isEqualTo(1);
    }

    @Test
    void moreIsWorseWhereLowerIsBetter() {
        double[][] runs = {new double[ITEMS], new double[ITEMS]};
        Arrays.fill(runs[0], 0, 20, 1);
        Arrays.fill(runs[1], 0, 80, 1);
        MetricDefinition bias = new MetricDefinition("Bias", false, 0, 1, 1);
        HealthyJudge judge =
                new HealthyJudge(SimulatedRuns.keys(ITEMS), bias, false, SimulatedRuns.rule());

        assertThat(judge.judge(List.of(runs[0]), runs[1])).isEqualTo(new FalseAlarms(1, 1, 1, 1));
        assertThat(judge.judge(List.of(runs[1]), runs[0])).isEqualTo(new FalseAlarms(1, 0, 0, 0));
    }

    @Test
    void fewerItemsThanAVerdictNeedsRaiseNoAlarm() {
        double[][] runs = {new double[20], new double[20]};
        Arrays.fill(runs[0], 1);
        assertThat(new FalseAlarmStudy(SimulatedRuns.judge(20)).replay(runs))
                .isEqualTo(new FalseAlarms(2, 0, 0, 0));
    }
}
